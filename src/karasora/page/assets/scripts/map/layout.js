// Where labels and plates go so that none covers another: the most important is placed first, each takes the first free spot.
export const Layout = (() => {
  const meter = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  let family = "";

  function width(text, size, weight = 400) {
    if (!family) family = getComputedStyle(document.body).fontFamily;
    const key = `${weight} ${size} ${text}`;
    if (!widths.has(key)) {
      meter.font = `${weight} ${size}px ${family}`;
      widths.set(key, Math.ceil(meter.measureText(text).width));
    }
    return widths.get(key);
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const box = (x, y, w, h, gap) => [x - w / 2 - gap, y - h / 2 - gap, x + w / 2 + gap, y + h / 2 + gap];

  // Spots around an anchor: itself, then rings of eight directions at growing distance.
  function* spots(x, y, w, h, rings = 6, step = 7) {
    for (let ring = 1; ring <= rings; ring++) {
      const [dx, dy] = [w / 2 + step * ring, h / 2 + step * ring];
      for (const [a, b] of [[0, 1], [0, -1], [1, 0], [-1, 0], [0.8, 0.8], [-0.8, 0.8], [0.8, -0.8], [-0.8, -0.8]]) yield [x + a * dx, y + b * dy];
    }
  }

  const within = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

  const moved = (x, y, here, view) => [x + Math.max(0, view[0] - here[0]) - Math.max(0, here[2] - view[2]), y + Math.max(0, view[1] - here[1]) - Math.max(0, here[3] - view[3])];

  // items: {w, h, spots or x and y, gap, must}; sets item.at = [x, y] or null; taken grows by every box placed.
  // A free spot inside `view` is taken before one outside; what must be seen is moved in where its edge would cut it.
  function place(items, taken, view) {
    for (const item of items) {
      const { w, h, gap = 2 } = item;
      let first = null, free = null;
      for (const [x, y] of item.spots || [[item.x, item.y]]) {
        const here = box(x, y, w, h, gap);
        first ??= [x, y, here];
        if (taken.some((other) => overlap(here, other))) continue;
        const seen = !view || within(here, view);
        if (seen || !free) free = [x, y, here];
        if (seen) break;
      }
      const [x, y, here] = free || (item.must && first) || [];
      const cut = view && here && overlap(here, view) && !within(here, view);
      item.at = !here || (cut && !item.must) ? null : cut ? moved(x, y, here, view) : [x, y];
      if (item.at) taken.push(box(...item.at, w, h, gap));
    }
  }

  return { width, place, spots, box };
})();
