// Boxes of everything on the map, and what they do to each other; points of the regions are asked of their own paths.
() => {
  const box = (e) => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const all = (s) => [...document.querySelectorAll(s)];
  const overlap = (a, b, by = 1) => Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > by && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > by;
  const held = (path, x, y) => { const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse()); return path.isPointInFill(at); };
  const window_ = box(document.querySelector('.leaflet-container'));
  const units = all('[data-region]');
  const boxes = units.map(box);
  const country = [0, 1, 2, 3].map((k) => Math[k < 2 ? 'min' : 'max'](...boxes.map((b) => b[k])));
  const labels = all('.label[data-label]').map((e) => ({ iso: e.dataset.label, text: e.textContent, box: box(e) }));
  const marks = all('[data-mark]').map((e) => ({ name: e.className, box: box(e) }));
  const rings = all('.ring').map((e) => ({ iso: e.dataset.unit, box: box(e), target: box(e.parentNode) }));
  const leaders = all('path.leader').map((e) => { const n = e.getTotalLength(); const m = e.getScreenCTM();
    return Array.from({ length: 21 }, (_, k) => e.getPointAtLength((n * k) / 20).matrixTransform(m)).map((p) => [p.x, p.y]); });
  const over = all('.controls, .credit, .scale').map(box);
  const within = (b) => b[0] > window_[0] - 1 && b[1] > window_[1] - 1 && b[2] < window_[2] + 1 && b[3] < window_[3] + 1;
  const covered = units.map((path, k) => {
    const [west, north, east, south] = boxes[k];
    let inside = 0, under = 0, steered = 0;
    for (let i = 0.5; i < 16; i++) for (let j = 0.5; j < 16; j++) {
      const [x, y] = [west + ((east - west) * i) / 16, north + ((south - north) * j) / 16];
      if (!held(path, x, y)) continue;
      const has = ({ box: b }) => x > b[0] && x < b[2] && y > b[1] && y < b[3];
      inside++;
      if (marks.some(has)) under++;
      if (over.some((b) => has({ box: b }))) steered++;
    }
    return { iso: path.dataset.region, stated: path.dataset.state === 'stated', share: under / inside, steered, wide: east - west };
  });
  const clashes = [];
  const texts = [...labels.map((l) => ({ name: l.text, box: l.box })), ...marks.map((m) => ({ name: m.name, box: m.box }))];
  for (const [i, a] of texts.entries()) for (const b of texts.slice(i + 1)) if (overlap(a.box, b.box, 3)) clashes.push(`${a.name} over ${b.name}`);
  const crossed = leaders.flatMap((points) => labels.filter(({ box: b }) => points.some(([x, y]) => x > b[0] + 2 && x < b[2] - 2 && y > b[1] + 3 && y < b[3] - 3)).map((l) => l.text));
  return {
    width: (country[2] - country[0]) / (window_[2] - window_[0]), height: (country[3] - country[1]) / (window_[3] - window_[1]),
    whole: within(country), covered, labels: labels.map((l) => ({ ...l, seen: within(l.box) })), rings, clashes, crossed,
    markArea: marks.reduce((sum, { box: b }) => sum + (b[2] - b[0]) * (b[3] - b[1]), 0) / ((country[2] - country[0]) * (country[3] - country[1])),
    classes: new Set(units.filter((u) => u.dataset.state === 'stated').map((u) => /\b[cnp]\d\b/.exec(u.getAttribute('class'))?.[0])).size,
    scroll: document.documentElement.scrollWidth - innerWidth,
  };
}
