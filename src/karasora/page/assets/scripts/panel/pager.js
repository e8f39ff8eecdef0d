// The foot of a card: which incident of how many it tells, and buttons to the next. What the region's number counts has
// that number; what is told beside it, as notes and what several regions share, is counted by itself.
import { Dom } from "../dom.js";
import { Words } from "../data/words.js";

export const Pager = (() => {
  const { html } = Dom;
  const ARROWS = { back: "M10.500 2.500L5 8l5.500 5.500", on: "M5.500 2.500L11 8l-5.500 5.500" };

  // `rows` has first what `counts`; `turn(to, css)` shows rows[to] and gives the button of that class the focus back.
  function draw(rows, at, counts, turn) {
    if (rows.length < 2) return null;
    const button = (css, word, to) =>
      html(
        "button",
        { type: "button", class: css, "aria-label": Words.t(word), click: () => turn(to, css) },
        Dom.icon(ARROWS[css]),
      );
    return html(
      "div",
      { class: "pager" },
      button("back", "popup.previous", at - 1),
      html("span", {}, said(at, rows.length, rows.filter(counts).length)),
      button("on", "popup.next", at + 1),
    );
  }

  function said(at, all, counted) {
    const place = (i, n) => Words.t("popup.position", { i: Words.number(i), n: Words.number(n) });
    if (at >= counted) return Words.t("popup.beside", { place: place(at + 1 - counted, all - counted) });
    return [place(at + 1, counted), all > counted && Words.t("popup.more", { n: Words.number(all - counted) })]
      .filter(Boolean)
      .join(" · ");
  }

  return { draw };
})();
