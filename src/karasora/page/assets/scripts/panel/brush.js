// A span drawn on the strip by pointer: a new one, the one there is moved, or one of its ends pulled. It knows bins by number, no page.
import { Strip } from "./strip.js";

export const Brush = (() => {
  const REACH = 9; // pixels around an edge that still take hold of it
  const STILL = 4; // pixels: a tap moves no further

  // `view()` says how the strip stands: { n, width, span, isOpen }. Of what the pointer does the strip's owner is told:
  // take, over (a bin that the mouse rests on), away, drawing (a span, once a frame), choose (a span), drop (nothing came of it).
  function on(strip, view, { take, over, away, drawing, choose, drop }) {
    let drag = null,
      frame = 0;
    const spot = (e) => e.clientX - (drag ? drag.edge : strip.getBoundingClientRect().left);
    const binAt = (x) => Strip.binAt(x, view().n, view().width);

    function down(e) {
      if (e.button || !e.isPrimary) return;
      const x = spot(e),
        k = binAt(x);
      const { n, width, span, isOpen } = view();
      const [left, right] = [Strip.left(span[0], n, width), Strip.left(span[1] + 1, n, width)];
      const reach = e.pointerType === "mouse" ? REACH : 2 * REACH;
      const within = !isOpen && x > left && x < right;
      const wide = right - left > 3 * reach || !within;
      const edge = !wide ? "" : Math.abs(x - left) <= reach ? "from" : Math.abs(x - right) <= reach ? "to" : "";
      drag = { x, edge: e.clientX - x, k, was: span, how: edge || (within ? "move" : "new"), span, moved: false };
      strip.setPointerCapture(e.pointerId);
      take();
    }

    function move(e) {
      if (!drag) return e.pointerType === "mouse" && over(binAt(spot(e)));
      const x = spot(e);
      drag.moved ||= Math.abs(x - drag.x) > STILL;
      const span = drag.moved ? drawn(binAt(x)) : drag.span;
      if (span.join() === drag.span.join()) return;
      drag.span = span;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => drawing(span));
    }

    // The span that the pointer means at a bin.
    function drawn(k) {
      const [a, b] = drag.was;
      const by = Math.min(view().n - 1 - b, Math.max(-a, k - drag.k));
      const [one, two] = { from: [k, b], to: [a, k], move: [a + by, b + by], new: [drag.k, k] }[drag.how];
      return /** @type {[number, number]} */ ([Math.min(one, two), Math.max(one, two)]);
    }

    // A tap takes one bar, and once more on the only one gives it up.
    function up() {
      if (!drag) return;
      const {
        moved,
        span,
        k,
        was: [a, b],
      } = drag;
      end();
      choose(moved ? span : !view().isOpen && a === b && a === k ? [0, view().n - 1] : [k, k], moved);
    }

    function end() {
      drag = null;
      cancelAnimationFrame(frame);
    }

    const cancel = () => (end(), drop());
    const leave = () => drag || away();
    const acts = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel, pointerleave: leave };
    for (const [name, act] of Object.entries(acts)) strip.addEventListener(name, act);
    return { isDrawing: () => Boolean(drag) };
  }

  return { on };
})();
