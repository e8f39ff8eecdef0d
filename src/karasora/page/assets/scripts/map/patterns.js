// The patterns of doubtful classes. The page comes with those of its still map; the others are made when a region first wears
// them, since each is styled and laid out whether it is seen or not.
import { Dom } from "../dom.js";

export const Patterns = (() => {
  const KINDS = { "at-least": "hatch", about: "about", "at-most": "about" };
  const MODEL = "c0"; // the class whose patterns every page has
  const { one, all } = Dom;

  // A look is a class and its doubt: "c2 at-least".
  function need(look) {
    const [shade, doubt] = look.split(" ");
    const kind = KINDS[doubt];
    if (!kind || document.getElementById(`${kind}-${shade}`)) return;
    const model = one(`#${kind}-${MODEL}`);
    const made = model.cloneNode(true);
    made.id = `${kind}-${shade}`;
    for (const part of made.children) part.classList.replace(MODEL, shade);
    model.after(made);
  }

  // So that they keep their size while the map is scaled.
  function scale(by) {
    for (const pattern of all(".patterns pattern")) pattern.setAttribute("patternTransform", `scale(${by})`);
  }

  return { need, scale };
})();
