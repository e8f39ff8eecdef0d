// Shared border arcs -> paths of units, of borders, and of any group of units, in whole steps of one base zoom.
import { Albers } from "./albers.js";

export const Geometry = (() => {
  const ZOOM = 11; // one step is 76 m: finer than the borders are
  const METRES = Albers.metres(ZOOM); // of one step
  const origin = /** @type {[number, number]} */ (Albers.pixels(ZOOM)(67, 48).map(Math.round));
  let arcs, bounds, units, uses;

  const place = Albers.pixels(ZOOM, origin);

  function decode(flat, scale) {
    const out = new Int32Array(flat.length);
    for (let i = 0, lon = 0, lat = 0; i < flat.length; i += 2) {
      const at = place((lon += flat[i]) / scale, (lat += flat[i + 1]) / scale);
      out[i] = Math.round(at[0]);
      out[i + 1] = Math.round(at[1]);
    }
    return out;
  }

  function load(borders) {
    arcs = borders.arcs.map((flat) => decode(flat, borders.scale));
    bounds = arcs.map(boundsOf);
    units = borders.units;
    uses = units.map((unit) => unit.flat(2).map((a) => (a < 0 ? ~a : a)));
  }

  // The steps along one arc, from its second point on. Forwards they are asked for by a unit and as a border.
  const forwards = [];
  const steps = (arc, backwards) =>
    backwards ? written(arcs[arc], true) : (forwards[arc] ??= written(arcs[arc], false));

  function written(points, backwards) {
    const last = points.length - 2;
    let text = "";
    for (let i = 2; i <= last; i += 2) {
      const from = backwards ? last - i + 2 : i - 2;
      const to = backwards ? last - i : i;
      const dx = points[to] - points[from];
      const dy = points[to + 1] - points[from + 1];
      if (dx || dy) text += `${dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : " "}${dy}`;
    }
    return text && `l${text}`;
  }

  function begin(arc, backwards) {
    const at = backwards ? arcs[arc].length - 2 : 0;
    return `M${arcs[arc][at]} ${arcs[arc][at + 1]}`;
  }

  const ring = (list) =>
    list.reduce((d, a) => d + steps(a < 0 ? ~a : a, a < 0), begin(list[0] < 0 ? ~list[0] : list[0], list[0] < 0)) + "z";
  const unit = (u) => units[u].flat().map(ring).join("");
  const lines = (list) => list.map((a) => begin(a, false) + steps(a, false));

  // Arcs by how many of `group`'s units use them: once is the group's outline, twice a border inside it.
  function used(times, group = units.keys()) {
    const count = new Uint8Array(arcs.length);
    for (const u of group) for (const a of uses[u]) count[a] += 1;
    return [...count.keys()].filter((a) => count[a] === times);
  }

  // The parts of a group that hang together, each a list of units.
  function parts(group) {
    const left = new Set(group);
    const found = [];
    for (const first of group) {
      if (!left.delete(first)) continue;
      const part = [first];
      for (const u of part)
        for (const v of [...left]) if (uses[u].some((a) => uses[v].includes(a))) (left.delete(v), part.push(v));
      found.push(part);
    }
    return found;
  }

  // Some points along the outline of a group of units.
  function along(group, every = 24) {
    return used(1, group).flatMap((a) =>
      Array.from({ length: Math.ceil(arcs[a].length / 2 / every) }, (_, k) => [
        arcs[a][2 * k * every],
        arcs[a][2 * k * every + 1],
      ]),
    );
  }

  // Where a unit's border crosses the line at this height.
  function crossings(u, y) {
    const found = [];
    for (const a of uses[u]) {
      const line = arcs[a];
      if (y < bounds[a][1] || y > bounds[a][3]) continue;
      for (let i = 2; i < line.length; i += 2) {
        const y0 = line[i - 1];
        const y1 = line[i + 1];
        if (y0 > y !== y1 > y) found.push(((line[i] - line[i - 2]) * (y - y0)) / (y1 - y0) + line[i - 2]);
      }
    }
    return found;
  }

  // Whether a point at some height lies in a unit, by where the unit's border crosses that height: an odd number of times on the way out.
  function isInside(x, border) {
    let odd = false;
    for (const at of border) if (x < at) odd = !odd;
    return odd;
  }

  const inside = (u, x, y) => isInside(x, crossings(u, y));

  // Whether a box lies in a unit, by its corners and the middles of its sides; borders crossed are remembered by height.
  function holder(u) {
    const known = new Map();
    const across = (y) => known.get(y) || known.set(y, crossings(u, y)).get(y);
    const [west, north, east, south] = boxOf(u);
    return ([x, y], [dx, dy]) =>
      x - dx >= west &&
      x + dx <= east &&
      y - dy >= north &&
      y + dy <= south &&
      [y - dy, y, y + dy].every((height) => [x - dx, x, x + dx].every((at) => isInside(at, across(height))));
  }

  // ---- boxes: [west, north, east, south] ----
  const nothing = () => /** @type {[number, number, number, number]} */ ([Infinity, Infinity, -Infinity, -Infinity]);

  function boundsOf(line) {
    const out = nothing();
    for (let i = 0; i < line.length; i += 2) {
      const x = line[i],
        y = line[i + 1];
      if (x < out[0]) out[0] = x;
      if (x > out[2]) out[2] = x;
      if (y < out[1]) out[1] = y;
      if (y > out[3]) out[3] = y;
    }
    return out;
  }

  function around(boxes) {
    const out = nothing();
    for (const one of boxes)
      for (let k = 0; k < 2; k++) {
        out[k] = Math.min(out[k], one[k]);
        out[k + 2] = Math.max(out[k + 2], one[k + 2]);
      }
    return out;
  }

  const boxes = []; // of units
  const boxOf = (u) => (boxes[u] ??= around(uses[u].map((a) => bounds[a])));
  const box = (group) => around(Array.from(group, boxOf));

  // A backdrop's lines are drawn every now and then coarser: they are never looked at closely.
  function loose(list, scale, closed) {
    return list.map((flat) => {
      const points = decode(flat, scale);
      let d = `M${points[0]} ${points[1]}L`;
      for (let i = 2; i < points.length; i += 2) d += `${points[i]} ${points[i + 1]} `;
      return d.trimEnd() + (closed ? "z" : "");
    });
  }

  // GeoJSON coordinates of one unit, as the page carries them.
  function coordinates(borders, u) {
    const open = (a) => {
      const flat = borders.arcs[a < 0 ? ~a : a];
      const line = [];
      for (let i = 0, lon = 0, lat = 0; i < flat.length; i += 2)
        line.push([(lon += flat[i]) / borders.scale, (lat += flat[i + 1]) / borders.scale]);
      return a < 0 ? line.reverse() : line;
    };
    return borders.units[u].map((polygon) =>
      polygon.map((arcList) => arcList.flatMap((a, i) => open(a).slice(i ? 1 : 0))),
    );
  }

  return {
    ZOOM,
    METRES,
    origin,
    place,
    load,
    unit,
    lines,
    used,
    parts,
    along,
    crossings,
    isInside,
    inside,
    holder,
    box,
    boxOf,
    loose,
    coordinates,
  };
})();
