// The legend: the classes with the number of regions in each, the other looks that are on the map, and its marks.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Given } from "../data/given.js";
import { Glyphs } from "../map/glyphs.js";
import { Periods } from "../data/periods.js";
import { Places } from "../map/places.js";
import { Words } from "../data/words.js";

export const Legend = (() => {
  const { html, one } = Dom;
  const WIDEST = 7; // letters under one class

  const measureName = (measure) => Words.pick(measure.name).text;

  function show(state, figures) {
    const parts = !figures.some(Figures.isKnown)
      ? [html("p", {}, Words.t("legend.nothing"))]
      : Figures.isNeutral(state)
        ? []
        : bar(state, figures);
    one("#karasora-legend").replaceChildren(html("h2", {}, title(state)), ...parts, key(state, figures));
  }

  function title(state) {
    const measure = Data.measures.get(state.measure);
    const unit = measure.unit === "kg" ? Words.t("unit.kg.short") : "";
    const per = state.per === "absolute" ? "" : Words.t(`per.${state.per}`).toLowerCase();
    const last = Given.lastOf(state);
    return [measureName(measure), [unit, per].filter(Boolean).join(" "), last && Periods.say(last)]
      .filter(Boolean)
      .join(", ");
  }

  // What is counted says its classes in whole numbers, below them; else their bounds stand between them.
  function bar(state, figures) {
    const classes = Figures.classes(state);
    const inWhole = state.per === "change" || classes.every((c) => c.whole && c.text.length <= WIDEST);
    const items = classes.map((c, k) => {
      const regions = figures.filter((f) => f.state === "stated" && f.css.split(" ")[0] === c.css).length;
      return html(
        "li",
        {},
        html("span", { class: `swatch ${c.css}` }, html("span", { "aria-hidden": "true" }, Words.number(regions))),
        html(
          "span",
          { class: "bound", "aria-hidden": inWhole ? null : "true" },
          inWhole ? c.text : k ? short(c.from, state) : classes.length > 1 && classes[1].from <= 0 ? "" : "0",
        ),
        html("span", { class: "unseen" }, `${inWhole ? "" : ` ${c.text}`}: ${Words.plural("count.regions", regions)}`),
      );
    });
    return [
      html("ol", { class: `bar ${inWhole ? "whole" : "ticked"}` }, items),
      html("p", { class: "closed" }, Words.t("legend.counts"), inWhole ? "" : ` ${Words.t("legend.closed")}`),
    ];
  }

  // Under a class there is room for few letters: millions are said as such.
  function short(n, state) {
    const text = state.per === "absolute" ? Words.number(n) : Words.rate(n);
    if (text.length <= WIDEST) return text;
    const [size, word] =
      Math.abs(n) >= 1e9 ? [1e9, "billion"] : Math.abs(n) >= 1e6 ? [1e6, "million"] : [1e3, "thousand"];
    return Words.t(`number.${word}`, { n: Words.number(n / size) });
  }

  // The other looks that are on the map now, and what each means.
  function key(state, figures) {
    const unknown = `legend.unknown.${Data.measures.get(state.measure).unit}`;
    const looks = [
      ...(Figures.isNeutral(state)
        ? Figures.classes(state).map(({ css }) => [css, "legend.placed", Figures.isKnown])
        : []),
      ["c2 at-least", "legend.at_least", (f) => f.flags & Figures.AT_LEAST],
      ["c2 about", "legend.about", (f) => f.flags & (Figures.ABOUT | Figures.AT_MOST)],
      ["unknown", Words.has(unknown) ? unknown : "legend.unknown", (f) => f.state === "unknown"],
      ["zero", "legend.zero", (f) => f.state === "zero"],
      ["not-stated", "legend.not_stated", (f) => f.state === "not-stated"],
      ["not-mentioned", "legend.not_mentioned", (f) => f.state === "not-mentioned"],
    ].filter(([, , test]) => figures.some(test));
    return html(
      "ul",
      { class: "key" },
      looks.map(([css, word]) => html("li", {}, html("span", { class: `swatch ${css}` }), Words.t(word))),
    );
  }

  // The marks that this report has, explained once they are there.
  function marks(rows) {
    const sorts = new Set(Array.from(rows.slice(0, 5000), Places.sort));
    const signs = [
      [Places.POINT, "place", "other", "legend.mark_place"],
      [Places.REGION, "plate", "other", "legend.mark_region"],
      [Places.CORRIDOR, "corridor", "channels", "legend.mark_corridor"],
      [Places.SEVERAL, "macro", "context", "legend.mark_macro"],
    ].filter(([sort]) => sorts.has(sort));
    const stated = new Set();
    const some = rows.slice(0, 2000);
    for (const m of Data.page.measures.filter(({ group }) => group === "substances")) {
      const flags = Data.flags(m.key);
      if (some.some((i) => flags[i])) stated.add(m);
    }
    const list = [
      ...signs.map(([, css, glyph, word]) =>
        html("li", {}, html("span", { class: `badge ${css}` }, Glyphs.icon(glyph)), Words.t(word)),
      ),
      ...[...stated].map((m) =>
        html("li", {}, html("span", { class: "badge bare" }, Glyphs.icon(m.key)), measureName(m)),
      ),
    ];
    const old = one("#karasora-marks");
    const fold = html(
      "details",
      { id: "karasora-marks", class: "marks-key", open: Boolean(old && old.open), hidden: !list.length },
      html("summary", {}, Words.t("legend.marks")),
      html("ul", { class: "key" }, list),
    );
    if (old) old.replaceWith(fold);
    else one("#karasora-legend").after(fold);
  }

  return { show, marks, title };
})();
