// What one drawing of the map shows, decided in one place: how large words are, and which marks the amount of data allows.
import { Cover } from "./cover.js";
import { Data } from "../data/data.js";
import { Figures } from "../data/figures.js";
import { Geometry } from "./geometry.js";
import { Layout } from "./layout.js";
import { Places } from "./places.js";
import { Plane } from "./plane.js";

export const Scene = (() => {
  const ARTICLE = 200; // incidents: so few are told one by one, with words and plates
  const NARROW = 20; // where a narrow map has figures on its regions: more would hide them
  const CLOSE = 3.2; // windows that the country is wide or high: from here a region fills one
  const MOST = { corridors: 6, several: 6 }; // beyond these the regions' own marks stand for them

  const isRegister = (count) => count > ARTICLE;

  // words: each incident by itself; dots: where they are; numbers: how many at each place; none.
  function marksOf(state, rows, closeness, narrow = false) {
    if (state.marks) return state.marks;
    if (!isRegister(rows.length) && !(narrow && rows.length > NARROW && !Figures.isNeutral(state))) return "words";
    return closeness >= CLOSE ? "numbers" : "dots";
  }

  // Incidents by what they are on the map; a register's corridors and groups are too many to draw.
  function gather(rows) {
    const found = { regions: new Map(), corridors: [], several: [] };
    const toRegion = (i) => {
      const u = Data.units(i)[0];
      if (found.regions.has(u)) found.regions.get(u).push(i);
      else found.regions.set(u, [i]);
    };
    for (let k = 0; k < rows.length; k++) {
      const sort = Places.sort(rows[k]);
      if (sort === Places.REGION) toRegion(rows[k]);
      else if (sort === Places.CORRIDOR) found.corridors.push(rows[k]);
      else if (sort === Places.SEVERAL) found.several.push(rows[k]);
    }
    if (found.corridors.length > MOST.corridors) found.corridors.splice(0).forEach(toRegion);
    if (found.several.length > MOST.several) found.several = [];
    return found;
  }

  // The page's letters, by those of 16 pixels; asked once for a window, before anything changes: to ask may lay out the page.
  const letters = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  let rem = letters();
  addEventListener("resize", () => (rem = letters()));

  // Sizes of words on the map, in pixels: by its width, and by the reader's own size of letters.
  function sizes(width) {
    const step = width < 360 ? 0 : width < 560 ? 1 : width <= 1200 ? 2 : 3;
    const [quiet, name, value, mark] = [
      [9.5, 10, 10, 11.5],
      [10.5, 11.5, 11.5, 12],
      [11.5, 13, 12.5, 13],
      [13.5, 15, 15, 14],
    ][step].map((size) => size * rem);
    const narrow = step < 2;
    return { quiet, name, value, mark, sign: (narrow ? 24 : 26) * rem, rem, narrow };
  }

  // Regions whose incidents are too many for a plate each.
  const crowded = ({ regions }) => new Set([...regions].filter(([, list]) => list.length > 2).map(([u]) => u));

  function of(state, figures, rows, gathered, avoid) {
    const plane = Plane.sheets;
    const { left: x, top: y, width, height } = plane.window;
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    const closeness = Math.max(((east - west) * plane.factor) / width, ((south - north) * plane.factor) / height);
    const size = sizes(width);
    const marks = marksOf(state, rows, closeness, size.narrow);
    const ground = Layout.ground([x, y, x + width, y + height]);
    for (const { left, top, right, bottom } of avoid) ground.boxes.push([x + left, y + top, x + right, y + bottom]);
    const scene = {
      state,
      figures,
      rows,
      ...gathered,
      marks,
      ground,
      plane,
      width,
      height,
      at: (point) => plane.at(point),
      size,
      crowded: crowded(gathered),
      // With figures on the regions themselves, marks only say what and where.
      isLoud: marks === "words" && Figures.isNeutral(state),
    };
    return { ...scene, cover: Cover.of(scene) };
  }

  return { of, gather, isRegister, marksOf };
})();
