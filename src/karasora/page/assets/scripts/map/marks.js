// Marks and labels: round marks for places, square plates for figures known only by region, an arrow for a corridor,
// outlines for several regions, and the regions' names. All are laid out anew after a zoom, so that none covers another.
import { Arrow } from "./arrow.js";
import { Choropleth } from "./choropleth.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "./geometry.js";
import { Glyphs } from "./glyphs.js";
import { Layout } from "./layout.js";
import { Places } from "./places.js";
import { Words } from "../data/words.js";

export const Marks = (() => {
  const { html, svg } = Dom;
  const CELL = 46; // pixels; places closer than this are drawn as one
  const WIDEST = 26; // pixels, the radius of the largest
  const FULL = 10; // regions with figures; beyond that, names that find no room inside their region are left out
  const MOST = { corridors: 6, several: 6, plates: 2 }; // beyond these, one mark with a count
  const pool = new Map();
  let map, layer, words, rows = new Uint32Array(0), there, state, figures, used, large, full;

  function start(onMap) {
    map = onMap;
    const pane = map.createPane("marks");
    layer = html("div", { class: "marks" });
    pane.append(layer);
    words = svg("g", { class: "labels", "aria-hidden": "true" });
    Choropleth.plane().upright.append(words);
    Choropleth.plane().on("update", draw);
  }

  function show(nextState, nextFigures, nextRows) {
    if (nextRows !== rows || !there) [rows, there] = [nextRows, gather(nextRows)];
    [state, figures] = [nextState, nextFigures];
    draw();
  }

  // With figures on the regions themselves, marks only say what and where.
  const loud = () => state.measure === "incidents" && state.per === "absolute";

  function figureOf(i) {
    const chief = Glyphs.chief(i);
    if (!chief || Data.isContext(i)) return "";
    return chief.value === null ? "" : Words.quantity(chief.value, chief.flags, chief.measure.unit);
  }

  // ---- what there is to draw ----
  function gather(rows) {
    const plain = { regions: new Map(), corridors: [], several: [] };
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      const sort = Places.sort(i);
      if (sort === Places.REGION) push(plain.regions, Data.units(i)[0], i);
      else if (sort === Places.CORRIDOR) plain.corridors.push(i);
      else if (sort === Places.SEVERAL) plain.several.push(i);
    }
    if (plain.corridors.length > MOST.corridors) for (const i of plain.corridors.splice(0)) push(plain.regions, Data.units(i)[0], i);
    if (plain.several.length > MOST.several) plain.several = [];
    return plain;
  }

  const push = (lists, key, one) => lists.has(key) ? lists.get(key).push(one) : lists.set(key, [one]);
  // By area, as far as its number fits in.
  const radius = (count, most) => (count === 1 ? 13 : Math.min(WIDEST, Math.max(12 + 13 * Math.sqrt(count / most), Layout.width(Words.compact(count), 12, 650) / 2 + 5)));

  // Places in the window; those that would touch a larger one are drawn with it.
  function circles() {
    const plane = Choropleth.plane();
    const found = Places.clusters(rows, plane, plane._bounds, CELL).sort((a, b) => b.count - a.count);
    const most = found.length ? found[0].count : 1;
    const kept = [];
    const around = new Map(); // what was kept, by squares so wide that only neighbours touch
    const square = (one, dx = 0, dy = 0) => (Math.floor(one.x / (2 * WIDEST)) + dx) * 1e4 + Math.floor(one.y / (2 * WIDEST)) + dy;
    const neighbours = (one) => [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => around.get(square(one, dx, dy)) || []));
    for (const one of found) {
      one.r = radius(one.count, most);
      const near = neighbours(one).find((other) => Math.hypot(other.x - one.x, other.y - one.y) < (one.r + other.r) * 0.95);
      if (!near) {
        kept.push(one);
        push(around, square(one), one);
        continue;
      }
      const total = near.count + one.count;
      near.x = (near.x * near.count + one.x * one.count) / total;
      near.y = (near.y * near.count + one.y * one.count) / total;
      near.count = total;
      near.cells.push(...one.cells);
      near.r = radius(total, most);
    }
    return kept;
  }

  // ---- drawing ----
  function draw() {
    if (!state) return;
    const plane = Choropleth.plane();
    const at = (point) => plane.at(point);
    const narrow = map.getSize().x < 560;
    large = map.getSize().x > 1200;
    words.classList.toggle("large", large);
    full = figures.filter(Figures.isKnown).length > FULL;
    const places = circles();
    const taken = [];
    used = new Set();
    words.replaceChildren();
    Choropleth.above().replaceChildren();

    const cities = ringCities(at, taken);
    const items = [];
    for (const place of places) {
      taken.push(Layout.box(place.x, place.y, 2 * place.r, 2 * place.r, 1));
      if (place.count === 1) mark(place.row, "place", [place.x, place.y], "");
      else cluster(place);
    }
    const captions = places.filter((p) => p.count === 1 && loud() && figureOf(p.row) && rows.length <= 200).map((p) => {
      const text = figureOf(p.row);
      const w = Layout.width(text, large ? 15 : 13, 650);
      const gap = p.r + 5;
      return { text, w, h: 16, kind: "figure", spots: [[p.x + gap + w / 2, p.y], [p.x - gap - w / 2, p.y], [p.x, p.y - gap - 8], [p.x, p.y + gap + 8]] };
    });
    Layout.place(captions, taken);
    const arrows = there.corridors.map((i) => corridor(i, at, taken));
    for (const [u, list] of there.regions) items.push(stack(u, list, at, narrow));
    const named = new Set(items.map((item) => item.u));
    const names = [...cities.filter((city) => !named.has(city.u)), ...regionNames(at, named, narrow)].sort((a, b) => b.rank - a.rank);
    const known = names.filter((name) => name.known);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const view = [corner.x, corner.y, corner.x + map.getSize().x, corner.y + map.getSize().y];
    Layout.place([...arrows, ...items.sort((a, b) => b.y - a.y), ...known], taken, view);
    for (const i of there.several) items.push(...several(i, at));
    Layout.place(items.filter((item) => item.kind === "macro"), taken);
    Layout.place(names.filter((name) => !name.known), taken);
    for (const item of [...arrows, ...items]) put(item);
    for (const label of [...captions, ...names]) write(label);
    for (const [key, element] of pool) if (!used.has(key)) element.remove(), pool.delete(key);
  }

  function ringCities(at, taken) {
    return [...Data.regions.keys()].filter((u) => Data.regions[u].type === "city").map((u) => {
      const [x, y] = at(Places.label(u));
      const box = Geometry.box([u]);
      const across = (box[2] - box[0]) * Choropleth.plane().factor;
      const small = across < 22;
      if (small) {
        words.append(svg("circle", { class: `ring ${figures[u].css}`, cx: x, cy: y, r: 6.5, "data-unit": Data.regions[u].iso }));
        taken.push(Layout.box(x, y, 15, 15, 0));
      }
      const name = nameOf(u);
      return { ...name, gap: 1, must: name.told, spots: small ? [...around(x, y, name, 10), ...around(x, y, name, 22)] : [[x, y]] };
    });
  }

  function around(x, y, { w, h }, gap) {
    return [[x + gap + w / 2, y], [x - gap - w / 2, y], [x, y + gap + h / 2 - 2], [x, y - gap - h / 2 + 2], [x + gap + w / 2, y + 12], [x - gap - w / 2, y + 12], [x + gap + w / 2, y - 12], [x - gap - w / 2, y - 12]];
  }

  // A region's name, and its figure below where the marks don't tell it.
  function nameOf(u) {
    const region = Data.regions[u];
    const figure = figures[u];
    const known = Figures.isKnown(figure);
    const text = Words.pick(region.short).text;
    const value = known && !loud() ? (figure.state === "unknown" ? "?" : Figures.say(figure, state, { short: true })) : "";
    const size = (known ? 13 : 11.5) + (large ? 2 : 0);
    const weight = known ? 600 : 400;
    const w = Math.max(Layout.width(text, size, weight), value ? Layout.width(value, size, 650) : 0);
    return { u, text, value, known, told: known && !full, w, h: (value ? 30 : 15) * (large ? 1.15 : 1), kind: known ? "name known" : "name", rank: (known ? 1000 : 0) + (region.type === "city" ? 200 : 0) + Math.log(region.area_km2) };
  }

  function regionNames(at, named, narrow) {
    const { factor } = Choropleth.plane();
    return [...Data.regions.keys()].filter((u) => Data.regions[u].type !== "city" && !named.has(u)).map((u) => {
      const name = nameOf(u);
      const box = Geometry.box([u]);
      if (!name.known && name.w > (box[2] - box[0]) * factor * (narrow ? 0.95 : 1.15)) return null;
      return { ...name, spots: spots(u, at, name.told ? name : null), must: name.told };
    }).filter(Boolean);
  }

  // Inside the region; what must be seen may also stand around it, with a line to it.
  function* spots(u, at, around) {
    for (const spot of Places.spots(u)) yield at(spot);
    if (around) yield* Layout.spots(...at(Places.label(u)), around.w, around.h);
  }

  // A region's name with the plates of what is known of it only as a whole: one per incident, or one with their number.
  function stack(u, list, at, narrow) {
    const [x, y] = at(Places.label(u));
    const name = nameOf(u);
    const many = list.length > MOST.plates;
    const plates = many ? [{ u, kind: "plate", count: list.length, text: Words.compact(list.length), w: Layout.width(Words.compact(list.length), 13, 650) + 22 }] : list.map((i) => {
      const text = loud() ? figureOf(i) : "";
      const more = loud() && !narrow ? second(i) : null;
      return { kind: "plate", row: i, text, more, w: 26 + (text ? Layout.width(text, 13, 650) + 6 : 0) + (more ? Layout.width(more.text, 13, 650) + 24 : 0) };
    });
    const w = Math.max(name.w, ...plates.map((plate) => plate.w));
    const h = name.h + 2 + plates.length * 28;
    return { kind: "stack", u, name, plates, y, h, spots: spots(u, at, { w, h }), anchor: [x, y], w, must: true };
  }

  // A second substance of the same incident, shown where there is room.
  function second(i) {
    const chief = Glyphs.chief(i);
    const other = Data.stated(i).find((q) => q.measure.group === "substances" && q.measure !== chief.measure && q.value !== null);
    return other && { glyph: other.measure.key, text: Words.quantity(other.value, other.flags, other.measure.unit) };
  }

  function several(i, at) {
    const units = Data.units(i);
    const lines = Geometry.lines(Geometry.used(1, units));
    const order = rows.indexOf(i) % 2 ? "odd" : "even";
    Choropleth.above().append(Choropleth.group("shared casing", lines), Choropleth.group(`shared ${order}`, lines));
    return Geometry.parts(units).map((part, k) => {
      const spots = Geometry.along(part).map(at);
      return { kind: "macro", row: i, part: k, u: null, spots, w: 26, h: 26, gap: 1 };
    });
  }

  // A curved arrow, thin where it comes from and broad where it arrives; its plate sits on it.
  function corridor(i, at, taken) {
    const shape = Arrow.ofIncident(i, at);
    words.append(svg("path", { class: "arrow", d: shape.d }));
    for (const [x, y] of shape.along(13).slice(6)) taken.push(Layout.box(x, y, 9, 9, 0));
    const text = loud() ? figureOf(i) : "";
    const macro = Data.text("from_macro", i);
    const caption = Words.t(macro ? `macro_from.${macro}` : "mark.corridor");
    const w = 30 + (text ? Layout.width(text, 13, 650) + 6 : 0) + Layout.width(caption, 12);
    return { kind: "plate corridor", row: i, u: null, spots: shape.plates(w, 26), must: true, text, caption, w, h: 26 };
  }

  // ---- elements ----
  function element(key, make) {
    used.add(key);
    if (!pool.has(key)) {
      pool.set(key, make());
      layer.append(pool.get(key));
    }
    return pool.get(key);
  }

  // In the plane: a mark moved in space, as Leaflet does it, has a layer of its own, and hundreds of layers are slow.
  function move(element, x, y) {
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  function mark(i, css, [x, y], text, { part = 0, more = null, caption = "" } = {}) {
    const id = Data.text("id", i);
    const button = element(`${i} ${part}`, () => html("button", { type: "button", "aria-haspopup": "dialog", "data-row": i }));
    button.dataset.incident = id;
    const quiet = !loud() && !Data.quantity(state.measure, i) && state.measure !== "incidents" ? " quiet" : "";
    button.className = `mark ${css}${quiet}${Data.isContext(i) ? " context" : ""}${Data.isDraft(i) ? " draft" : ""}`;
    showPicked(button);
    button.setAttribute("aria-label", [Words.brief(Data.heading(i).text, 160), Marks.said(i)].filter(Boolean).join(". "));
    button.replaceChildren(Glyphs.icon(Glyphs.name(i)), ...(text ? [html("span", {}, text)] : []), ...(more ? [Glyphs.icon(more.glyph), html("span", {}, more.text)] : []), ...(caption ? [html("small", {}, caption)] : []));
    move(button, x, y);
    return button;
  }

  function cluster(place) {
    const key = `cluster ${place.cells[0]}`;
    const button = element(key, () => html("button", { type: "button" }));
    button.className = "mark cluster";
    button.cluster = place;
    button.tabIndex = place.count > 1 && pool.size > 80 ? -1 : 0;
    button.setAttribute("aria-label", Words.plural("count.incidents", place.count));
    button.style.width = button.style.height = `${Math.round(2 * place.r)}px`;
    button.replaceChildren(Words.compact(place.count));
    move(button, place.x, place.y);
  }

  function put(item) {
    if (!item.at) return;
    const [x, y] = item.at;
    if (item.kind !== "stack") return mark(item.row, item.kind, item.at, item.text, item);
    const telling = item.name.known || item.plates.some((plate) => plate.text);
    if (telling && !Geometry.inside(item.u, ...Choropleth.plane().from(item.at))) words.append(svg("path", { class: "leader", d: `M${item.anchor}L${x} ${y}` }), svg("circle", { class: "leader-end", cx: item.anchor[0], cy: item.anchor[1], r: 2.2 }));
    const top = y - item.h / 2;
    write({ ...item.name, at: [x, top + item.name.h / 2] });
    item.plates.forEach((plate, k) => {
      const spot = [x, top + item.name.h + 16 + k * 28];
      if (plate.count) count(plate, spot);
      else mark(plate.row, plate.kind, spot, plate.text, plate);
    });
  }

  function count(plate, [x, y]) {
    const region = Data.regions[plate.u];
    const button = element(`region ${plate.u}`, () => html("button", { type: "button", "data-of": region.iso }));
    button.className = "mark plate many";
    button.setAttribute("aria-label", `${Words.pick(region.name).text}: ${Words.plural("count.incidents", plate.count)}`);
    button.replaceChildren(plate.text);
    move(button, x, y);
  }

  function write(label) {
    if (!label.at) return;
    const [x, y] = label.at;
    const group = svg("g", { class: `label ${label.kind}` });
    const line = (text, dy, css) => group.append(svg("text", { x, y: y + dy, class: css || null }, text));
    line(label.text, label.value ? -3 : 4.5);
    if (label.value) line(label.value, 12.5, "value");
    words.append(group);
  }

  // Where ids are not read yet, no mark has one, and none is picked.
  function showPicked(element) {
    element.classList.toggle("picked", Boolean(state.incident) && element.dataset.incident === state.incident);
  }

  function pick(nextState) {
    state = nextState;
    for (const element of pool.values()) showPicked(element);
  }

  const said = (i) => Data.stated(i).filter((q) => q.measure.group === "substances" || q.measure.unit !== "items")
    .map((q) => `${Words.pick(q.measure.name).text}: ${Words.quantity(q.value, q.flags, q.measure.unit)}`).join(", ");

  const members = (place) => Places.members(rows, place, Choropleth.plane().factor, CELL);

  return { start, show, draw, pick, said, members, figureOf };
})();
