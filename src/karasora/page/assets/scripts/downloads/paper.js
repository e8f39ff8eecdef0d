// Paper shows the picture with its own title, legend and sources, made anew if anything changed since the last time.
import { Dom } from "../dom.js";
import { Picture } from "./picture.js";
import { Tables } from "../panel/tables.js";

export const Paper = (() => {
  let view,
    outdated = true;

  // `onPage()` tells the view: its state, figures and rows.
  function start(onPage) {
    view = onPage;
    matchMedia("print").addEventListener("change", (e) => e.matches && print());
    addEventListener("beforeprint", print);
  }

  function print() {
    if (!outdated) return;
    outdated = false;
    const { state, figures, rows } = view();
    Tables.regions(state, figures);
    Dom.one("#karasora-figure").replaceChildren(Picture.compose(state, figures, rows));
  }

  const outdate = () => void (outdated = true);

  return { start, outdate };
})();
