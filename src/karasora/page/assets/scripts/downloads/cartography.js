// The map of a picture: the regions as they are painted on the page, each with its name and its own figure, and the marks.
import { Arrow } from "../map/arrow.js";
import { Choropleth } from "../map/choropleth.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "../map/geometry.js";
import { Ink } from "./ink.js";
import { Layout } from "../map/layout.js";
import { Places } from "../map/places.js";
import { Scene } from "../map/scene.js";
import { Words } from "../data/words.js";

export const Cartography = (() => {
  const { svg } = Dom;
  const RIM = 12; // pixels of the neighbours around the country
  const SIZES = { name: 16, quiet: 13.5, value: 15 };
  const LEVELS = 5,
    CELL = 2; // of a dot's ink; pixels

  // How high the country is by its width.
  const LEAST = 0.95; // of the letters on the map, however narrow it is: a post is seen at a third of its size
  const aspect = () => {
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    return (south - north) / (east - west);
  };

  // `box`: {x, y, w, h} that the country fits into; `frame`: what of its neighbours is shown, [x, y, w, h].
  function draw(root, view, p, box, frame) {
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    const scale = Math.min(box.w / (east - west), box.h / (south - north));
    const [left, top] = [box.x + (box.w - (east - west) * scale) / 2, box.y + (box.h - (south - north) * scale) / 2];
    const at = ([x, y]) => [left + (x - west) * scale, top + (y - north) * scale];
    const [x, y, width, height] = frame;
    // A pattern inside a scaled group would shrink with it: it is told to grow first.
    for (const one of Dom.all("defs pattern", root)) one.setAttribute("patternTransform", `scale(${1 / scale})`);
    root.append(
      svg("clipPath", { id: "k-frame" }, svg("rect", { x, y, width, height })),
      svg("rect", { x, y, width, height, fill: p.abroad }),
      svg(
        "g",
        { "clip-path": "url(#k-frame)" },
        shapes(
          view,
          p,
          svg("g", { transform: `translate(${left - west * scale} ${top - north * scale}) scale(${scale})` }),
        ),
      ),
    );
    const ground = Layout.ground([x, y, x + width, y + height]);
    marks(root, view, p, at, scale, ground);
    labels(root, view, p, at, ground, Math.min(1, Math.max(LEAST, ((east - west) * scale) / 1120)));
  }

  function shapes({ figures }, p, group) {
    const still = { "vector-effect": "non-scaling-stroke", fill: "none" };
    const { backdrop } = Data.page;
    const loose = (kind, closed) => Geometry.loose(backdrop[kind] || [], backdrop.scale, closed).join("");
    const { inner, edge } = Choropleth.borders();
    group.append(
      svg("path", { d: loose("water", true), fill: p.water }),
      svg("path", { ...still, d: loose("lines", false), stroke: p.border, "stroke-width": 0.7 }),
      ...figures.map((figure, u) =>
        svg("path", { d: Geometry.unit(u), fill: Ink.fill(figure.css, p), "data-unit": Data.regions[u].iso }),
      ),
      svg("path", { d: loose("lakes", true), fill: p.water }),
      svg("path", { ...still, d: inner, stroke: p.ground, "stroke-width": 2 }),
      svg("path", { ...still, d: inner, stroke: p.border, "stroke-width": 0.8 }),
      svg("path", { ...still, d: edge, stroke: p.edge, "stroke-width": 1.5 }),
    );
    return group;
  }

  // As on the page: few incidents one by one, a register as fine dots, or none.
  function marks(root, { state, figures, rows }, p, at, scale, ground) {
    const kind = Scene.marksOf(state, rows, 0);
    if (kind === "none") return;
    if (kind !== "words") return root.append(...dots(rows, figures, p, at));
    for (const i of rows) {
      if (Places.sort(i) === Places.POINT) {
        const [cx, cy] = at(Places.anchor(i));
        root.append(
          svg("circle", { cx, cy, r: 6, fill: p.mark, stroke: p.ring, "stroke-width": 2, "data-mark": "place" }),
        );
        Layout.take(ground, Layout.box(cx, cy, 16, 16));
      } else if (Places.sort(i) === Places.CORRIDOR) corridor(root, i, p, at, ground);
    }
  }

  function corridor(root, i, p, at, ground) {
    const arrow = Arrow.ofIncident(i, at);
    const [x, y] = arrow.along(7)[2];
    root.append(
      svg("path", { d: arrow.d, fill: p.mark, stroke: p.ground, "stroke-width": 1.5, "paint-order": "stroke" }),
      words(x + 10, y, Words.t("mark.corridor"), p, {
        "font-size": 13,
        "font-style": "italic",
        "text-anchor": "start",
      }),
    );
    for (const [px, py] of arrow.along(13).slice(6)) Layout.take(ground, Layout.box(px, py, 9, 9));
  }

  // Squares of two pixels, as many paths as there are strengths of ink: a register of any size stays a small file.
  function dots(rows, figures, p, at) {
    const counts = new Map();
    for (const i of rows) {
      if (Places.sort(i) !== Places.POINT) continue;
      const key = at(Places.anchor(i))
        .map((v) => Math.round(v / CELL) * CELL)
        .join(" ");
      const found = counts.get(key) || { count: 0, dark: /^[cnp][2-4]/.test(figures[Data.units(i)[0]]?.css || "") };
      counts.set(key, found);
      found.count++;
    }
    const paths = new Map();
    for (const [spot, { count, dark }] of counts) {
      const key = `${dark ? p["on-mark"] : p.mark} ${Math.min(LEVELS, Math.ceil(Math.sqrt(count)))}`;
      paths.set(key, `${paths.get(key) || ""}M${spot}h0`);
    }
    return [...paths].map(([key, d]) => {
      const [, colour, level] = /^(.*) (\d)$/.exec(key);
      return svg("path", {
        d,
        fill: "none",
        stroke: colour,
        "stroke-width": 3,
        "stroke-linecap": "round",
        "stroke-opacity": 0.25 + (0.6 * +level) / LEVELS,
        "data-mark": "dots",
      });
    });
  }

  // ---- names and figures ----
  function labels(root, view, p, at, ground, size) {
    const items = view.figures
      .map((figure, u) => label(u, figure, view.state, p, at, ground, root, size))
      .sort((a, b) => b.rank - a.rank);
    Layout.place(items, ground);
    for (const item of items) if (item.at) write(root, item, p);
  }

  function label(u, figure, state, p, at, ground, root, size) {
    const region = Data.regions[u];
    const known = Figures.isKnown(figure);
    const lines = [[Words.pick(region.short).text, (known ? SIZES.name : SIZES.quiet) * size, known ? 700 : 400]];
    if (known) lines.push([Figures.say(figure, state, { short: true }), SIZES.value * size, 600]);
    const [w, h] = [Math.max(...lines.map((line) => Layout.width(...line))), lines.length * 18 * size];
    const [x, y] = at(Places.label(u));
    const city = region.type === "city";
    if (city) {
      root.append(
        svg("circle", { cx: x, cy: y, r: 6.5, fill: Ink.fill(figure.css, p), stroke: p.edge, "stroke-width": 1.5 }),
      );
      Layout.take(ground, Layout.box(x, y, 15, 15));
    }
    const beside = [
      [x + w / 2 + 11, y],
      [x - w / 2 - 11, y],
      [x, y + h / 2 + 9],
      [x, y - h / 2 - 9],
    ];
    function* spots() {
      if (city) yield* beside;
      else for (const spot of Places.spots(u)) yield at(spot);
      for (const spot of Layout.around(x, y, w, h, { rings: known ? 14 : 0, step: 9 })) yield [...spot, [x, y]];
    }
    return {
      iso: region.iso,
      lines,
      size,
      forms: [{ w, h, spots }],
      rank: (known ? 100 : 0) + (city ? 200 : 0),
      must: known,
    };
  }

  function write(root, { iso, lines, size, at: [x, y], leader, forms: [{ h }] }, p) {
    const group = svg("g", { "data-label": iso });
    if (leader)
      group.append(
        svg("path", { d: `M${leader[0]} ${leader[1]}L${leader[2]} ${leader[3]}`, stroke: p.ink, "stroke-width": 1 }),
      );
    lines.forEach(([text, letters, weight], k) =>
      group.append(
        words(x, y - h / 2 + (14 + k * 18) * size, text, p, { "font-size": letters, "font-weight": weight }),
      ),
    );
    root.append(group);
  }

  const words = (x, y, text, p, look) =>
    svg(
      "text",
      {
        x,
        y,
        "text-anchor": "middle",
        fill: p.ink,
        stroke: p.ground,
        "stroke-width": 3.5,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
        ...look,
      },
      text,
    );

  return { RIM, aspect, draw };
})();
