// The map as one picture, with its title, legend, source and date in it: for SVG, for PNG, and for print.
import { Arrow } from "../map/arrow.js";
import { Choropleth } from "../map/choropleth.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "../map/geometry.js";
import { Layout } from "../map/layout.js";
import { Places } from "../map/places.js";
import { Words } from "../data/words.js";

export const Picture = (() => {
  const { svg } = Dom;
  const [WIDTH, SIDE] = [1200, 40];
  const TOKENS = ["land", "ground", "water", "abroad", "border", "edge", "ink", "mute", "mark", "dot", "ring", "c0", "c1", "c2", "c3", "c4", "on-c0", "on-c1", "on-c2", "on-c3", "on-c4"];

  // Pictures are light, whatever the page wears: they go on paper and into other pages.
  function palette() {
    const root = document.documentElement;
    const worn = root.dataset.theme;
    root.dataset.theme = "light";
    const style = getComputedStyle(root);
    const colours = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    root.dataset.theme = worn;
    return { ...colours, family: getComputedStyle(document.body).fontFamily.replace(/"/g, "'") };
  }

  function wrap(text, size, most, weight = 400) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (Layout.width(longer, size, weight) > most && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }

  function compose(state, figures, rows) {
    const p = palette();
    const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDTH, "font-family": p.family, role: "img" });
    let y = 0;
    const say = (text, size, { weight = 400, fill = p.ink, gap = 0, lead = 1.3 } = {}) => {
      y += gap;
      for (const line of wrap(text, size, WIDTH - 2 * SIDE, weight)) root.append(svg("text", { x: SIDE, y: (y += size * lead), "font-size": size, "font-weight": weight, fill }, line));
    };
    const report = Data.reports.get(state.report);
    const title = Words.pick(report.title, report.language).text;
    const period = Words.period(report.start, report.end);
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    root.append(patterns(p), svg("rect", { width: "100%", height: "100%", fill: p.ground }));
    say(Dom.one("#karasora-headline").textContent, 30, { weight: 700, gap: 22 });
    const facts = Dom.all("#karasora-facts > *").map((e) => e.textContent);
    say([...facts, state.per === "absolute" ? "" : Words.t(`per.${state.per}`)].filter(Boolean).join(". "), 18, { gap: 4 });
    y = map(root, state, figures, rows, p, y + 26);
    y = legend(root, state, figures, p, y + 14);
    const source = [title, report.publisher, period, report.published ? Words.date(report.published) : ""].filter(Boolean).join(" · ");
    say(source, 15, { gap: 14, fill: p.mute });
    say(`${Words.t("licence.osm")} ${Words.t("licence.natural_earth")}`, 13, { gap: 3, fill: p.mute });
    const height = Math.ceil(y + 22);
    root.setAttribute("height", height);
    root.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
    root.setAttribute("aria-label", Words.t("static.figure", { measure, per: Words.t(`per.${state.per}`), report: title, period }));
    return root;
  }

  function patterns(p) {
    const defs = svg("defs");
    for (let k = 0; k < 5; k++) {
      defs.append(pattern(`k-hatch-c${k}`, 7, p[`c${k}`], svg("path", { d: "M-1 8L8-1M-1 1L1-1M6 8L8 6", stroke: p[`on-c${k}`], "stroke-width": 1.3 })),
        pattern(`k-about-c${k}`, 7, p[`c${k}`], svg("path", { d: "M1 1h1.6v1.6H1zM4.500 4.500h1.600v1.600H4.500z", fill: p[`on-c${k}`] })));
    }
    defs.append(pattern("k-dots", 7, p.land, svg("path", { d: "M2.600 3h1.500v1.500H2.600z", fill: p.dot })),
      pattern("k-dashes", 8, p.land, svg("path", { d: "M1 2h3.500M4.500 6h3.500", stroke: p.dot, "stroke-width": 1.3 })),
      pattern("k-crosses", 10, p.land, svg("path", { d: "M2.500 2.500l4 4m0-4l-4 4", stroke: p.ink, "stroke-width": 1 })));
    return defs;
  }

  const pattern = (id, size, fill, ...marks) => svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, svg("rect", { width: size, height: size, fill }), marks);

  function fill(css, p) {
    const [look, doubt] = css.split(" ");
    if (look === "not-mentioned") return "url(#k-dots)";
    if (look === "not-stated") return "url(#k-dashes)";
    if (look === "unknown") return "url(#k-crosses)";
    if (look === "zero") return p.ground;
    return doubt === "at-least" ? `url(#k-hatch-${look})` : doubt ? `url(#k-about-${look})` : p[look];
  }

  function map(root, state, figures, rows, p, top) {
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    const scale = (WIDTH - 2 * SIDE) / (east - west);
    const height = (south - north) * scale;
    const at = ([x, y]) => [SIDE + (x - west) * scale, top + (y - north) * scale];
    const clip = svg("clipPath", { id: "k-frame" }, svg("rect", { x: 0, y: top - 12, width: WIDTH, height: height + 24 }));
    const still = { "vector-effect": "non-scaling-stroke", fill: "none" };
    const { backdrop } = Data.page;
    const loose = (kind, closed) => Geometry.loose(backdrop[kind] || [], backdrop.scale, closed).join("");
    const shapes = svg("g", { transform: `translate(${SIDE - west * scale} ${top - north * scale}) scale(${scale})` },
      svg("path", { d: loose("water", true), fill: p.water }), svg("path", { ...still, d: loose("lines", false), stroke: p.border, "stroke-width": 0.7 }));
    for (const [u, figure] of figures.entries()) {
      // A pattern inside a scaled group would shrink with it: it is told to grow first.
      shapes.append(svg("path", { d: Geometry.unit(u), fill: fill(figure.css, p), "data-unit": Data.regions[u].iso }));
    }
    const { inner, edge } = Choropleth.borders();
    shapes.append(svg("path", { d: loose("lakes", true), fill: p.water }), svg("path", { ...still, d: inner, stroke: p.ground, "stroke-width": 2 }), svg("path", { ...still, d: inner, stroke: p.border, "stroke-width": 0.8 }), svg("path", { ...still, d: edge, stroke: p.edge, "stroke-width": 1.5 }));
    for (const one of Dom.all("pattern", root)) one.setAttribute("patternTransform", `scale(${1 / scale})`);
    root.append(clip, svg("rect", { x: 0, y: top - 12, width: WIDTH, height: height + 24, fill: p.abroad }), svg("g", { "clip-path": "url(#k-frame)" }, shapes));
    labels(root, state, figures, rows, p, at);
    return top + height + 12;
  }

  function labels(root, state, figures, rows, p, at) {
    const loud = state.measure === "incidents" && state.per === "absolute";
    const ground = Layout.ground([0, 0, WIDTH, Infinity]);
    const taken = ground.boxes;
    if (loud) for (const i of rows.slice(0, 40)) sign(root, i, p, at, taken);
    const items = figures.map((figure, u) => {
      const region = Data.regions[u];
      const [x, y] = at(Places.label(u));
      const stated = Figures.isKnown(figure);
      const lines = [[Words.pick(region.short).text, stated ? 16 : 13.5, stated ? 700 : 400]];
      if (stated && !loud) lines.push([figure.state === "unknown" ? "?" : Figures.say(figure, state, { short: true }), 15, 600]);
      if (loud) for (const line of stories(u, rows)) lines.push([line, 14, 600]);
      const w = Math.max(...lines.map((line) => Layout.width(...line)));
      const city = region.type === "city";
      if (city) {
        root.append(svg("circle", { cx: x, cy: y, r: 6.5, fill: fill(figure.css, p), stroke: p.edge, "stroke-width": 1.5 }));
        taken.push(Layout.box(x, y, 15, 15, 0));
      }
      const h = lines.length * 18;
      const near = city ? [[x + w / 2 + 11, y], [x - w / 2 - 11, y], [x, y + 18], [x, y - 18]] : spots(u, at);
      return { lines, w, h, forms: [{ w, h, spots: () => near }], rank: (stated ? 100 : 0) + (city ? 10 : 0), must: stated };
    }).sort((a, b) => b.rank - a.rank);
    Layout.place(items, ground);
    for (const item of items) {
      if (!item.at) continue;
      item.lines.forEach(([text, size, weight], k) => root.append(svg("text", { x: item.at[0], y: item.at[1] - item.h / 2 + 14 + k * 18, "text-anchor": "middle", "font-size": size, "font-weight": weight, fill: p.ink, stroke: p.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" }, text)));
    }
  }

  function* spots(u, at) {
    for (const spot of Places.spots(u)) yield at(spot);
  }

  // Places as dots, corridors as arrows, as on the live map.
  function sign(root, i, p, at, taken) {
    if (Places.sort(i) === Places.POINT) {
      const [cx, cy] = at(Places.anchor(i));
      root.append(svg("circle", { cx, cy, r: 6, fill: p.mark, stroke: p.ring, "stroke-width": 2 }));
      taken.push(Layout.box(cx, cy, 16, 16, 0));
    } else if (Places.sort(i) === Places.CORRIDOR) {
      const arrow = Arrow.ofIncident(i, at);
      const [x, y] = arrow.along(7)[2];
      root.append(svg("path", { d: arrow.d, fill: p.mark, stroke: p.ground, "stroke-width": 1.5, "paint-order": "stroke" }),
        svg("text", { x: x + 10, y, "font-size": 13, "font-style": "italic", fill: p.ink, stroke: p.ground, "stroke-width": 3, "paint-order": "stroke" }, Words.t("mark.corridor")));
      for (const [px, py] of arrow.along(13).slice(6)) taken.push(Layout.box(px, py, 9, 9, 0));
    }
  }

  // What happened in a region, in figures, as far as a label holds it.
  function stories(u, rows) {
    const found = [];
    for (const i of rows.slice(0, 20000)) {
      if (found.length > 2 || Data.units(i).length !== 1 || Data.units(i)[0] !== u) continue;
      for (const q of Data.stated(i)) if (q.measure.group === "substances" && q.value !== null) found.push(`${Words.quantity(q.value, q.flags, q.measure.unit)} · ${Words.pick(q.measure.name).text.toLowerCase()}`);
    }
    return found.slice(0, 2);
  }

  function legend(root, state, figures, p, top) {
    let [x, y] = [SIDE, top + 16];
    const measure = Words.pick(Data.measures.get(state.measure).name).text;
    const unit = Data.measures.get(state.measure).unit === "kg" ? `, ${Words.t("unit.kg.short")}` : "";
    const put = (css, text) => {
      const w = 34 + Layout.width(text, 15) + 22;
      if (x + w > WIDTH - SIDE) [x, y] = [SIDE, y + 26];
      root.append(swatch(css, x, y, p), svg("text", { x: x + 34, y: y + 5, "font-size": 15, fill: p.ink }, text));
      x += w;
    };
    root.append(svg("text", { x, y: y + 5, "font-size": 15, "font-weight": 700, fill: p.ink }, measure + unit));
    x += Layout.width(measure + unit, 15, 700) + 22;
    for (const one of Figures.classes(state)) put(one.css, one.text);
    const has = (test) => figures.some(test);
    if (has((f) => f.flags & Figures.AT_LEAST)) put("c1 at-least", Words.t("legend.at_least"));
    if (has((f) => f.flags & (Figures.ABOUT | Figures.AT_MOST))) put("c1 about", Words.t("legend.about"));
    for (const look of ["unknown", "zero", "not-stated", "not-mentioned"]) if (has((f) => f.state === look)) put(look, Words.t(`legend.${look.replace("-", "_")}`));
    return y + 10;
  }

  // A swatch has patterns of its own, at the size of the page: the map's are scaled.
  function swatch(css, x, y, p) {
    const id = `k-swatch-${css.replace(/ /g, "-")}`;
    const paint = fill(css, p);
    const box = { x, y: y - 9, width: 26, height: 18, stroke: p.border, "stroke-width": 0.8 };
    if (!paint.startsWith("url")) return svg("rect", { ...box, fill: paint });
    return svg("g", {}, svg("pattern", { id, href: paint.slice(4, -1), patternTransform: "scale(1)" }), svg("rect", { ...box, fill: `url(#${id})` }));
  }

  return { compose };
})();
