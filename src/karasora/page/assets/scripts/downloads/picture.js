// The map as one picture, with its title, what is selected, legend, source and date in it: for SVG, PNG and print, and in two
// forms for posts.
import { Bins } from "../data/bins.js";
import { Cartography } from "./cartography.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Ink } from "./ink.js";
import { Layout } from "../map/layout.js";
import { Legend } from "../panel/legend.js";
import { Selection } from "../panel/selection.js";
import { Words } from "../data/words.js";

export const Picture = (() => {
  const { svg, one, all } = Dom;
  const [WIDTH, SIDE] = [1200, 40];
  // `height`: null for as high as it gets; `column`: the words stand beside the map, this wide; `size`: of letters.
  const FORMS = {
    page: { height: null, size: 1 },
    square: { height: 1200, size: 1.15 },
    wide: { height: 630, column: 385, size: 1 },
  };

  function compose(state, figures, rows, form = "page") {
    const view = { state, figures, rows };
    const { height, column, size } = FORMS[form];
    const p = Ink.palette();
    const root = svg("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      "font-family": p.family,
      role: "img",
      "aria-label": said(state),
    });
    root.append(
      svg("defs", {}, Ink.patterns([...figures.map((f) => f.css), ...keys(view).map(([css]) => css)], p)),
      svg("rect", { width: "100%", height: "100%", fill: p.ground }),
    );
    const across = column || WIDTH - 2 * SIDE;
    const head = block(across, p, size, (add) => heading(add, view, Boolean(column)));
    const foot = block(across, p, size, (add, put) => {
      legend(put, view, across, p, size);
      sources(add, state, p);
    });
    const bottom =
      height ?? head.height + (WIDTH - 2 * SIDE) * Cartography.aspect() + 2 * Cartography.RIM + foot.height + 90;
    const [top, low] = [18 + head.height, bottom - 20 - foot.height];
    const [box, frame] = column
      ? [
          { x: SIDE + column + 30, y: 30, w: WIDTH - column - 2 * SIDE - 30, h: bottom - 60 },
          [SIDE + column + 18, 0, WIDTH, bottom],
        ]
      : [{ x: SIDE, y: top + 26, w: WIDTH - 2 * SIDE, h: low - top - 52 }, [0, top + 14, WIDTH, low - top - 28]];
    Cartography.draw(root, view, p, box, frame);
    head.group.setAttribute("transform", `translate(${SIDE} 18)`);
    foot.group.setAttribute("transform", `translate(${SIDE} ${low})`);
    root.append(head.group, foot.group);
    root.setAttribute("height", Math.ceil(bottom));
    root.setAttribute("viewBox", `0 0 ${WIDTH} ${Math.ceil(bottom)}`);
    return root;
  }

  // ---- words, one below the other ----
  // -> {group, height}; `add` writes a paragraph, `put` takes something of its own height.
  function block(width, p, size, fill) {
    const group = svg("g");
    let y = 0;
    const add = (text, letters, { weight = 400, colour = p.ink, gap = 0, lead = 1.3 } = {}) => {
      if (!text) return;
      y += gap;
      for (const line of wrap(text, letters * size, width, weight))
        group.append(
          svg(
            "text",
            { x: 0, y: (y += letters * size * lead), "font-size": letters * size, "font-weight": weight, fill: colour },
            line,
          ),
        );
    };
    fill(add, (draw) => (y = draw(group, y)));
    return { group, height: y };
  }

  function wrap(text, size, most, weight) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (Layout.width(longer, size, weight) > most && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  // Beside the map there is room for what stands out.
  function heading(add, { state, rows }, finds) {
    add(one("#karasora-headline").textContent, 30, { weight: 700, lead: 1.2 });
    add(
      [
        ...all("#karasora-facts > *").map((e) => e.textContent),
        state.per === "absolute" ? "" : Words.t(`per.${state.per}`),
      ]
        .filter(Boolean)
        .join(". "),
      18,
      { gap: 6 },
    );
    add(Selection.say(state, rows) || span(state), 18, { gap: 2, weight: 600 });
    if (finds) for (const find of all("#karasora-highlights button")) add(find.textContent, 20, { gap: 12 });
  }

  // Figures of a period always say which, also where nobody chose it.
  const span = (state) => (state.from || state.to ? Bins.say(state) : "");

  const text = (texts, written) => Words.pick(texts, written).text;

  function sources(add, state, p) {
    const report = Data.reports.get(state.report);
    const parts = [
      text(report.title, report.language),
      report.publisher,
      Words.period(report.start, report.end),
      report.published ? Words.date(report.published) : "",
    ];
    add(parts.filter(Boolean).join(" · "), 15, { gap: 12, colour: p.mute });
    add(`${Words.t("licence.osm")} ${Words.t("licence.natural_earth")}`, 13, { gap: 3, colour: p.mute });
  }

  function said(state) {
    const report = Data.reports.get(state.report);
    return Words.t("static.figure", {
      measure: text(Data.measures.get(state.measure).name),
      per: Words.t(`per.${state.per}`),
      report: text(report.title, report.language),
      period: Words.period(report.start, report.end),
    });
  }

  // ---- legend ----
  // [look, words]: the classes, then the other looks that are on this map.
  function keys({ state, figures }) {
    const has = (test) => figures.some(test);
    const classes = figures.some(Figures.isKnown) ? Figures.classes(state).map((c) => [c.css, c.text]) : [];
    const doubts = /** @type {[string, number][]} */ ([
      ["at-least", Figures.AT_LEAST],
      ["about", Figures.ABOUT | Figures.AT_MOST],
    ]).filter(([, flag]) => has((f) => f.state === "stated" && f.flags & flag));
    const shade = figures.find((f) => f.state === "stated")?.css.split(" ")[0];
    return [
      ...classes,
      ...doubts.map(([css]) => [`${shade} ${css}`, Words.t(`legend.${css.replace("-", "_")}`)]),
      ...["unknown", "zero", "not-stated", "not-mentioned"]
        .filter((look) => has((f) => f.state === look))
        .map((look) => [look, Words.t(`legend.${look.replace("-", "_")}`)]),
    ];
  }

  function legend(put, view, across, p, size) {
    const title = Legend.title(view.state);
    put((group, top) => {
      let [x, y] = [0, top + 12 * size];
      const letters = 15 * size;
      group.append(svg("text", { x, y: y + 5, "font-size": letters, "font-weight": 700, fill: p.ink }, title));
      x += Layout.width(title, letters, 700) + 22;
      for (const [css, words] of keys(view)) {
        const width = 34 + Layout.width(words, letters);
        if (x && x + width > across) [x, y] = [0, y + 26 * size];
        group.append(
          swatch(css, x, y, p),
          svg("text", { x: x + 34, y: y + 5, "font-size": letters, fill: p.ink }, words),
        );
        x += width + 22;
      }
      return y + 12 * size;
    });
  }

  // A swatch has patterns of its own, at the size of the page: the map's are scaled.
  function swatch(css, x, y, p) {
    const id = `k-swatch-${css.replace(/ /g, "-")}`;
    const paint = Ink.fill(css, p);
    const box = { x, y: y - 9, width: 26, height: 18, stroke: p.border, "stroke-width": 0.8 };
    if (!paint.startsWith("url")) return svg("rect", { ...box, fill: paint });
    return svg(
      "g",
      {},
      svg("pattern", { id, href: paint.slice(4, -1), patternTransform: "scale(1)" }),
      svg("rect", { ...box, fill: `url(#${id})` }),
    );
  }

  return { compose };
})();
