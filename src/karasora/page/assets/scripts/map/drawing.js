// Puts on the map what was placed: words, rings and leaders into its upper SVG, marks as buttons that stay while they move.
import { Choropleth } from "./choropleth.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Glyphs } from "./glyphs.js";
import { Layout } from "./layout.js";
import { Panes } from "./panes.js";
import { Plane } from "./plane.js";
import { Telling } from "./telling.js";
import { Words } from "../data/words.js";

export const Drawing = (() => {
  const { html, svg } = Dom;

  // One per page: `begin`, then any of label, mark, button, under; then `end`.
  function made() {
    const pool = new Map();
    const layer = html("div", { class: "marks" });
    const lower = svg("g", { class: "lower" });
    const words = svg("g", { class: "labels", "aria-hidden": "true" });
    Panes.put("marks", layer);
    Plane.sheets.upright.append(lower, words);
    let used = new Set(),
      picked = "",
      isQuiet = /** @type {(row: number) => boolean} */ (() => false);

    function begin(scene) {
      used = new Set();
      layer.classList.toggle("narrow", scene.size.narrow);
      picked = scene.state.incident;
      isQuiet = (i) => !scene.isLoud && scene.state.measure !== "incidents" && !Data.quantity(scene.state.measure, i);
      lower.replaceChildren();
      words.replaceChildren();
      Choropleth.above().replaceChildren();
    }

    function end() {
      for (const [key, element] of pool) if (!used.has(key)) (element.remove(), pool.delete(key));
    }

    // In the plane: a mark moved in space, as Leaflet does it, has a layer of its own, and hundreds of layers are slow.
    function button(key, css, [x, y]) {
      used.add(key);
      if (!pool.has(key)) {
        pool.set(key, html("button", { type: "button", "aria-haspopup": "dialog", "data-mark": true }));
        layer.append(pool.get(key));
      }
      const element = pool.get(key);
      element.className = css;
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      return element;
    }

    function mark(i, css, at, { text = "", more = null, caption = "", part = 0, leader = null } = {}) {
      line(leader);
      const looks = [
        "mark",
        css,
        isQuiet(i) && "quiet",
        Data.isContext(i) && "context",
        Data.isDraft(i) && "draft",
      ].filter(Boolean);
      const element = button(`${i} ${part}`, looks.join(" "), at);
      element.dataset.row = i;
      element.dataset.incident = Data.text("id", i);
      showPicked(element);
      const name = [Words.brief(Data.heading(i).text, 160), Telling.all(i)].filter(Boolean).join(". ");
      const visible = [text, more?.text, caption].filter(Boolean).join(" ");
      element.setAttribute("aria-label", name.includes(visible) ? name : `${name}. ${visible}`); // who speaks to a page says what stands there
      element.replaceChildren(
        ...[
          Glyphs.icon(Glyphs.name(i)),
          text && html("span", {}, text),
          more && Glyphs.icon(more.glyph),
          more && html("span", {}, more.text),
          caption && html("small", {}, caption),
        ].filter(Boolean),
      );
    }

    function line(leader) {
      if (leader)
        lower.append(
          ...["leader casing", "leader"].map((css) => svg("path", { class: css, d: `M${leader}` })),
          svg("circle", { class: "leader-end", cx: leader[0], cy: leader[1], r: 2.2 }),
        );
    }

    // Lines of words in the middle of a spot; what names a region opens it.
    function label(iso, lines, [x, y], leader) {
      line(leader);
      if (!lines.length) return;
      const heights = lines.map((line) => line.size * Layout.LINE);
      let foot = y - heights.reduce((sum, height) => sum + height, 0) / 2;
      const texts = lines.map((line, k) =>
        svg(
          "text",
          {
            class: line.css,
            x,
            y: (foot += heights[k]) - heights[k] * 0.24,
            "font-size": line.size,
            "font-weight": line.weight,
          },
          line.text,
        ),
      );
      words.append(svg("g", { class: "label", "data-label": iso || null, "data-of": iso || null }, texts));
    }

    // Where ids are not read yet, no mark has one, and none is picked.
    const showPicked = (element) =>
      element.classList.toggle("picked", Boolean(picked) && element.dataset.incident === picked);

    function pick(incident) {
      picked = incident;
      for (const element of pool.values()) showPicked(element);
    }

    return { begin, end, button, mark, label, pick, under: (element) => lower.append(element) };
  }

  return { made };
})();
