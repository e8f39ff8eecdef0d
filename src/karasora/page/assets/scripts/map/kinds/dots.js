// A register's places: fine dots of ink on one canvas, counted into small squares, so that a million cost one pass.
// The more incidents a square holds, the stronger its ink; all ink together never takes a tenth of the country.
import { Data } from "../../data/data.js";
import { Geometry } from "../geometry.js";
import { Places } from "../places.js";

export const Dots = (() => {
  const CELL = 2; // pixels
  const BUDGET = 0.07; // of the country's area
  const STRONGEST = 0.85;
  const ROUND = 4000; // squares; so few are drawn as round dots
  const radius = (width) => Math.min(1.6, Math.max(1, width / 700)); // fine, and finer on a small map

  function draw({ marks, rows, plane, figures, width: window }) {
    const { canvas, bounds } = plane;
    const pixels = canvas.getContext("2d");
    const ratio = Math.min(2, devicePixelRatio || 1);
    const { width, height } = bounds;
    const shown = marks === "dots" && rows.length;
    canvas.hidden = !shown;
    if (!shown) return;
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    const grid = count(rows, plane, bounds.min, Math.ceil(width / CELL), Math.ceil(height / CELL), onDark(figures));
    const step = strength(grid, plane);
    pixels.scale(ratio, ratio);
    if (grid.filled <= ROUND) round(pixels, grid, step, radius(window));
    else squares(pixels, grid, step);
  }

  // Regions of the darker classes take light ink.
  const onDark = (figures) => Uint8Array.from(figures, (figure) => (/^[cnp][2-4]/.test(figure.css) ? 1 : 0));

  function count(rows, { factor, shift }, min, across, down, dark) {
    const counts = new Uint32Array(across * down);
    const inks = new Uint8Array(across * down);
    const { sort, x, y, unit } = Places.columns();
    const [left, top] = [(shift[0] - min.x) / CELL, (shift[1] - min.y) / CELL];
    const scale = factor / CELL;
    let filled = 0;
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k];
      if (sort[i] !== Places.POINT) continue;
      const column = Math.floor(x[i] * scale + left);
      const line = Math.floor(y[i] * scale + top);
      if (column < 0 || line < 0 || column >= across || line >= down) continue;
      const at = line * across + column;
      if (!counts[at]++) filled++;
      inks[at] = dark[unit[i]];
    }
    return { counts, inks, across, down, filled };
  }

  // How much ink one incident has, so that all together keep to the budget.
  function strength({ filled }, { factor }) {
    const area = Data.regions.reduce((sum, region) => sum + region.area_km2, 0) * 1e6;
    const squares = area / (Geometry.METRES / factor) ** 2 / CELL ** 2;
    return Math.min(STRONGEST, Math.max(0.08, (BUDGET * squares) / filled));
  }

  const inkOf = (count, step) => Math.min(STRONGEST, step * Math.sqrt(count));

  // Dark ink and light, as the theme has them; a canvas writes any colour as #rrggbb.
  function colours(pixels) {
    const style = getComputedStyle(document.documentElement);
    return ["--mark", "--on-mark"].map((name) => {
      pixels.fillStyle = style.getPropertyValue(name).trim();
      return [1, 3, 5].map((k) => parseInt(pixels.fillStyle.slice(k, k + 2), 16));
    });
  }

  function round(pixels, { counts, inks, across }, step, r) {
    const inkColours = colours(pixels);
    for (let at = 0; at < counts.length; at++) {
      if (!counts[at]) continue;
      pixels.fillStyle = `rgba(${inkColours[inks[at]]}, ${inkOf(counts[at], step).toFixed(2)})`;
      pixels.beginPath();
      pixels.arc(((at % across) + 0.5) * CELL, (Math.floor(at / across) + 0.5) * CELL, r, 0, 2 * Math.PI);
      pixels.fill();
    }
  }

  function squares(pixels, { counts, inks, across, down }, step) {
    const image = new ImageData(across, down);
    const inkColours = colours(pixels);
    for (let at = 0; at < counts.length; at++) {
      if (!counts[at]) continue;
      const ink = inkColours[inks[at]];
      image.data[4 * at] = ink[0];
      image.data[4 * at + 1] = ink[1];
      image.data[4 * at + 2] = ink[2];
      image.data[4 * at + 3] = 255 * inkOf(counts[at], step);
    }
    const small = document.createElement("canvas");
    [small.width, small.height] = [across, down];
    small.getContext("2d").putImageData(image, 0, 0);
    pixels.imageSmoothingEnabled = false;
    pixels.drawImage(small, 0, 0, across * CELL, down * CELL);
  }

  return { draw };
})();
