// Where labels and marks go so that none covers another and no leader crosses one. It knows boxes and lines, no map.
export const Layout = (() => {
  const LINE = 1.18; // heights of letters from one line of words to the next
  const meter = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  const family = getComputedStyle(document.body).fontFamily;

  function width(text, size, weight = 400) {
    const key = `${weight} ${size} ${text}`;
    if (!widths.has(key)) {
      meter.font = `${weight} ${size}px ${family}`;
      widths.set(key, Math.ceil(meter.measureText(text).width));
    }
    return widths.get(key);
  }

  const box = (x, y, w, h, gap = 0) => [x - w / 2 - gap, y - h / 2 - gap, x + w / 2 + gap, y + h / 2 + gap];
  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const within = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

  // ---- leaders: [x0, y0, x1, y1] ----
  const side = (line, x, y) => Math.sign((line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0]));
  const cross = (a, b) => side(a, b[0], b[1]) !== side(a, b[2], b[3]) && side(b, a[0], a[1]) !== side(b, a[2], a[3]);
  // By a number that is asked once of each; equals keep their order.
  function sorted(list, by) {
    const numbers = list.map(by);
    return [...list.keys()].sort((a, b) => numbers[a] - numbers[b]).map((k) => list[k]);
  }

  const holds = (box, x, y) => x > box[0] && x < box[2] && y > box[1] && y < box[3];
  // Whether a leader's own box meets another: most don't, and need no closer look.
  const passes = (line, box) =>
    Math.min(line[0], line[2]) <= box[2] &&
    Math.max(line[0], line[2]) >= box[0] &&
    Math.min(line[1], line[3]) <= box[3] &&
    Math.max(line[1], line[3]) >= box[1];
  const cuts = (line, box) =>
    passes(line, box) &&
    (holds(box, line[0], line[1]) ||
      holds(box, line[2], line[3]) ||
      cross(line, box) ||
      cross(line, [box[0], box[3], box[2], box[1]]));

  // From a point to the nearest edge of a box.
  const leader = ([x, y], here) => [
    x,
    y,
    Math.min(here[2], Math.max(here[0], x)),
    Math.min(here[3], Math.max(here[1], y)),
  ];

  // ---- spots around an anchor: rings of sixteen directions at growing distance ----
  const AROUND = [
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
    ...[
      [0.8, 0.8],
      [0.4, 1],
      [1, 0.4],
    ].flatMap(([a, b]) => [
      [a, b],
      [-a, b],
      [a, -b],
      [-a, -b],
    ]),
  ];
  /** @returns {Generator<[number, number]>} */
  function* around(x, y, w, h, { rings = 6, step = 7, first = step } = {}) {
    for (let ring = 0; ring < rings; ring++) {
      const [dx, dy] = [w / 2 + first + step * ring, h / 2 + first + step * ring];
      for (const [a, b] of AROUND) yield [x + a * dx, y + b * dy];
    }
  }

  // What is taken: boxes and leaders. `view` is the window, in which what stands in it is seen whole.
  const ground = (view) => ({ boxes: [], lines: [], view });

  const isFree = (here, { boxes, lines }) =>
    !boxes.some((other) => overlap(here, other)) && !lines.some((other) => cuts(other, here));
  const isClear = (line, { boxes, lines }) =>
    !boxes.some((other) => cuts(line, other)) && !lines.some((other) => cross(line, other));

  // The leaders to a box from where they may start; none where it stands on its own place.
  function* leaders(starts, here) {
    if (!starts) yield null;
    else for (const from of starts) yield holds(here, ...from) ? null : leader(from, here);
  }

  function take(ground, here, line) {
    ground.boxes.push(here);
    if (line) ground.lines.push(line);
  }

  // item: {forms: [{w, h, spots}], gap, suits, must}; each form is tried in turn at each of its spots [x, y, starts],
  // `starts` being where a leader may start if the spot needs one, the best first. Sets item.form and item.at, or item.at = null. `suits` may
  // refuse a box for reasons of its own, `covers` hears of the one that was taken; `unless` what came before makes it needless.
  function place(items, ground) {
    for (const item of items) {
      const found = item.unless?.() ? null : search(item, ground);
      item.at = found ? found.at : null;
      if (!found) continue;
      item.form = found.form;
      item.leader = found.line;
      take(ground, found.here, found.line);
      item.covers?.(found.here, found.form);
    }
  }

  function search(item, ground) {
    let outside = null,
      first = null;
    for (const form of item.forms) {
      first = null; // what must be seen stands in its shortest form
      for (const [x, y, starts] of form.spots(form)) {
        const here = box(x, y, form.w, form.h, item.gap ?? 2);
        const seen = within(here, ground.view);
        const free = isFree(here, ground) && (!item.suits || item.suits(here, form));
        if (!free && (first || !seen)) continue;
        for (const line of leaders(starts, here)) {
          const found = { form, at: [x, y], here, line };
          if (seen) first ??= found;
          if (!free) break;
          if (line && !isClear(line, ground)) continue;
          if (seen) return found;
          if (!starts && !overlap(here, ground.view)) outside ??= found;
          break; // it stands beyond the window, whatever leads to it
        }
      }
      if (outside) return outside;
    }
    return item.must ? first : null;
  }

  return { LINE, SIDES: AROUND.length, width, box, sorted, around, ground, take, place };
})();
