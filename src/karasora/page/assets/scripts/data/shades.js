// The look of each class between breaks; classes.py is its twin. Few classes are spread over the shades, so that the
// outermost is always the darkest; where zero is a break, the two sides have hues of their own.
export const Shades = (() => {
  const DARKEST = 4;
  const SIDES = { 0: [], 1: [2], 2: [1, 3], 3: [1, 2, 3], 4: [0, 1, 2, 3] };

  const place = (value, breaks) => breaks.filter((bound) => value >= bound).length;

  // c0 to c4, or n3 to n0 below zero and p0 to p3 above; the lowest class first.
  function names(breaks) {
    if (!breaks.length) return ["c3"];
    if (breaks.every((bound) => bound > 0))
      return [0, ...breaks].map((_, k) => `c${Math.round((k * DARKEST) / breaks.length)}`);
    const below = breaks.includes(0) ? breaks.filter((bound) => bound <= 0).length : breaks.length + 1;
    return [
      ...[...SIDES[below]].reverse().map((k) => `n${k}`),
      ...SIDES[breaks.length + 1 - below].map((k) => `p${k}`),
    ];
  }

  const of = (value, breaks) => names(breaks)[place(value, breaks)];

  return { names, of };
})();
