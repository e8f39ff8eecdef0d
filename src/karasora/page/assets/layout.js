// Where labels and plates go so that none covers another: the most important is placed first, each takes the first free spot.
const Layout = (() => {
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

  // items: {w, h, spots or x and y, gap, must}; sets item.at = [x, y] or null; taken grows by every box placed.
  function place(items, taken, inside) {
    for (const item of items) {
      item.at = null;
      const { w, h, gap = 2 } = item;
      let first = null;
      for (const [x, y] of item.spots || [[item.x, item.y]]) {
        const here = box(x, y, w, h, gap);
        first = first || [x, y, here];
        if (inside && (here[0] < inside[0] || here[1] < inside[1] || here[2] > inside[2] || here[3] > inside[3])) continue;
        if (taken.some((other) => overlap(here, other))) continue;
        item.at = [x, y];
        taken.push(here);
        break;
      }
      if (!item.at && item.must) {
        item.at = [first[0], first[1]];
        taken.push(first[2]);
      }
    }
  }

  return { width, place, spots, box };
})();
