// Where each incident belongs on the map, once for all: a point, one region, a corridor, several regions, or nowhere.
import { Data } from "../data/data.js";
import { Geometry } from "./geometry.js";
import { Lattice } from "./lattice.js";

export const Places = (() => {
  const NOWHERE = 0,
    POINT = 1,
    REGION = 2,
    CORRIDOR = 3,
    SEVERAL = 4;
  let sort, x, y, unit, byUnit;

  function load() {
    const { n } = Data;
    sort = new Uint8Array(n);
    x = new Float32Array(n);
    y = new Float32Array(n);
    unit = new Uint8Array(n); // the first
    byUnit = Data.regions.map(() => ({ own: [], shared: [], from: [] }));
    const [lat, lon] = [Data.column("lat"), Data.column("lon")];
    for (let i = 0; i < n; i++) {
      const units = Data.units(i);
      const origins = Data.get("from_units", i) || [];
      const at = lat && lat(i);
      const comes = origins.length || Data.text("from_macro", i);
      if (units.length) unit[i] = units[0];
      for (const u of units) byUnit[u][units.length > 1 ? "shared" : "own"].push(i);
      for (const u of origins) if (!units.includes(u)) byUnit[u].from.push(i);
      if (units.length > 1) sort[i] = SEVERAL;
      else if (units.length && comes) sort[i] = CORRIDOR;
      else if (units.length && typeof at === "number" && typeof lon(i) === "number") {
        sort[i] = POINT;
        [x[i], y[i]] = Geometry.place(lon(i), at);
      } else sort[i] = units.length ? REGION : NOWHERE;
    }
  }

  // A region's incidents in all reports: its own, then those it shares, then the corridors that lead from it.
  const ofUnit = (u) => Object.values(byUnit[u]).flat();

  // Where a unit's label may stand: at its own place, else anywhere inside it, nearest first (worked out only if needed).
  const { label } = Lattice;
  const found = [];
  const spots = (u) => (found[u] ??= Lattice.spots(u));

  // Where a popup of this incident points to, in Geometry's steps.
  function anchor(i) {
    if (sort[i] === POINT) return [x[i], y[i]];
    const units = Data.units(i);
    return units.length ? label(units[0]) : Geometry.place(67, 48);
  }

  // Points in the window, gathered by a grid that stands still while the map is panned.
  // -> [{x, y, count, row}] in screen pixels; `row` is one of the cluster's incidents.
  function clusters(rows, plane, bounds, cell) {
    const { factor, shift } = plane;
    const [left, top] = [Math.floor((bounds.min.x - shift[0]) / cell), Math.floor((bounds.min.y - shift[1]) / cell)];
    const across = Math.ceil((bounds.max.x - shift[0]) / cell) - left + 1;
    const down = Math.ceil((bounds.max.y - shift[1]) / cell) - top + 1;
    const count = new Uint32Array(across * down);
    const sums = new Float64Array(across * down * 2);
    const first = new Uint32Array(across * down);
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      if (sort[i] !== POINT) continue;
      const [px, py] = [x[i] * factor, y[i] * factor];
      const [column, line] = [Math.floor(px / cell) - left, Math.floor(py / cell) - top];
      if (column < 0 || line < 0 || column >= across || line >= down) continue;
      const at = line * across + column;
      if (!count[at]++) first[at] = i;
      sums[2 * at] += px;
      sums[2 * at + 1] += py;
    }
    const found = [];
    for (let at = 0; at < count.length; at++) {
      if (!count[at]) continue;
      found.push({
        x: sums[2 * at] / count[at] + shift[0],
        y: sums[2 * at + 1] / count[at] + shift[1],
        count: count[at],
        row: first[at],
        cells: [cellKey((at % across) + left, Math.floor(at / across) + top)],
      });
    }
    return found;
  }

  // The one incident within reach of a spot on the screen; -1 where there is none, or several.
  function only(rows, { factor, shift }, [px, py], reach) {
    const [left, top, near] = [(px - shift[0]) / factor, (py - shift[1]) / factor, (reach / factor) ** 2];
    let found = -1;
    for (const i of rows) {
      if (sort[i] !== POINT || (x[i] - left) ** 2 + (y[i] - top) ** 2 > near) continue;
      if (found >= 0) return -1;
      found = i;
    }
    return found;
  }

  const cellKey = (column, line) => column * 1e7 + line;

  // The incidents of a cluster, and the box around them in Geometry's steps.
  function members(rows, cluster, factor, cell) {
    const wanted = new Set(cluster.cells);
    const inside = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      if (
        sort[i] !== POINT ||
        !wanted.has(cellKey(Math.floor((x[i] * factor) / cell), Math.floor((y[i] * factor) / cell)))
      )
        continue;
      inside.push(i);
      box[0] = Math.min(box[0], x[i]);
      box[1] = Math.min(box[1], y[i]);
      box[2] = Math.max(box[2], x[i]);
      box[3] = Math.max(box[3], y[i]);
    }
    return { rows: inside, box };
  }

  return {
    NOWHERE,
    POINT,
    REGION,
    CORRIDOR,
    SEVERAL,
    load,
    ofUnit,
    label,
    spots,
    anchor,
    clusters,
    members,
    only,
    columns: () => ({ sort, x, y, unit }),
    sort: (i) => sort[i],
  };
})();
