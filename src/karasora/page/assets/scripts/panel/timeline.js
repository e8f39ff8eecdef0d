// Time under the map: bars of the measure and filter shown. A span is chosen on them by pointer or keys, or in the
// selects; while it is being drawn the map is only painted anew, all else follows once it is let go.
import { Bins } from "../data/bins.js";
import { Brush } from "./brush.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Ends } from "./ends.js";
import { Periods } from "../data/periods.js";
import { Player } from "./player.js";
import { Sheet } from "./sheet.js";
import { State } from "../data/state.js";
import { Strip } from "./strip.js";
import { Sums } from "../data/sums.js";
import { Timebox } from "./timebox.js";
import { View } from "../map/view.js";
import { Words } from "../data/words.js";

export const Timeline = (() => {
  const { html, svg, one } = Dom;
  const TALL = 46,
    LOW = 28,
    FOOT = 17; // pixels of the bars, in a low window, and of the words under them
  let root = null,
    parts,
    brush,
    player = null; // made once for a language
  let state, bins, paint;
  let tall = TALL,
    width = 0,
    touched = "";

  // `onPaint(state, bins, span)` colours the regions for a span that is only being drawn.
  function start(onPaint) {
    paint = onPaint;
    new ResizeObserver(() => root && draw()).observe(one("#karasora-map"));
  }

  function show(next, rows) {
    state = next;
    const axis = Bins.axis(state);
    document.documentElement.classList.toggle("timed", Boolean(axis));
    if (!axis) return leave();
    bins = Bins.of(state, rows);
    if (!root || root.lang !== Words.lang()) build();
    Ends.show(root, bins, state);
    draw();
  }

  function leave() {
    root = root?.remove() ?? null;
  }

  // ---- the span as bins ----
  const isLast = () => !isOpen() && picked()[1] === bins.n - 1;
  const isOpen = () => !state.from && !state.to;
  const whole = /** @returns {[number, number]} */ () => [0, bins.n - 1];

  function picked() {
    const inside = (day) => Math.min(bins.n - 1, Math.max(0, Periods.binOf(bins.step, day) - bins.lo));
    const { first, last } = Bins.axis(state);
    const [from, to] = Periods.span(state.from, state.to);
    return /** @type {[number, number]} */ ([inside(Math.max(from, first)), inside(Math.min(to, last))]);
  }

  const code = (k, end) => Periods.codes(bins.step, bins.lo + k)[end];
  const patch = ([a, b]) => (a === 0 && b === bins.n - 1 ? { from: "", to: "" } : { from: code(a, 0), to: code(b, 1) });
  const say = ([a, b]) => Periods.say(code(a, 0), code(b, 1));

  function go(span, options) {
    State.set(patch(span), options);
  }

  // By its own length, as far as there is time.
  function turn(by) {
    const [a, b] = picked();
    const length = b - a + 1;
    if (isOpen()) return go(by > 0 ? [0, 0] : [bins.n - 1, bins.n - 1]);
    const to = Math.min(bins.n - length, Math.max(0, a + by * length));
    go([to, to + length - 1], { quiet: player.isPlaying() });
  }

  function build() {
    player?.stop();
    player = Player.made({ rewind, step: () => turn(1), isLast });
    parts = Timebox.made(player.button, {
      choose: (name, value) => State.set(Ends.chosen(name, value, bins, state)),
      clear: () => State.set({ from: "", to: "" }),
      turn,
      press,
      leave: () => (touched = ""),
    });
    brush = Brush.on(parts.strip, () => ({ n: bins.n, width, span: picked(), isOpen: isOpen() }), {
      take: player.stop,
      over: hint,
      away: () => tell(),
      drawing,
      choose: chosen,
      drop: undrawn,
    });
    leave();
    root = parts.root;
    one("#karasora-map").after(root);
    draw();
    Sheet.fit();
    View.refit();
  }

  // ---- drawing ----
  function draw() {
    width = parts.strip.clientWidth; // asked here alone: every asking lays out the page
    if (!width) return; // folded away, or in print
    tall = document.documentElement.hasAttribute("data-short") ? LOW : TALL;
    (parts.svg.setAttribute("height", tall + FOOT), parts.span.setAttribute("height", tall));
    parts.svg.setAttribute("width", width);
    parts.bars.setAttribute("d", Strip.bars(bins, whole(), width, tall));
    parts.ticks.replaceChildren(...Strip.ticks(bins, width).map(([x, text]) => svg("text", { x, y: tall + 13 }, text)));
    const beside = [
      ["undated", bins.undated],
      ["wide", bins.wide.length],
    ].filter(([, n]) => n);
    parts.beside.replaceChildren(
      ...beside.map(([name, n]) =>
        html(
          "span",
          { title: Words.t(`time.${name}.help`) },
          Words.t(`time.${name}`, { n: Words.number(n) }),
          html("span", { class: "unseen" }, ` ${Words.t(`time.${name}.help`)}`),
        ),
      ),
    );
    mark(picked(), isOpen());
  }

  // The span on the bars.
  function mark(span, open = false) {
    const [a, b] = span;
    const [x, end] = [Strip.left(a, bins.n, width), Strip.left(b + 1, bins.n, width)];
    root.classList.toggle("narrowed", !open);
    parts.on.setAttribute("d", Strip.bars(bins, span, width, tall));
    parts.span.setAttribute("x", x);
    parts.span.setAttribute("width", end - x);
    for (const [name, k, at, low, high] of [
      ["from", a, x, 0, b],
      ["to", b, end, a, bins.n - 1],
    ]) {
      const thumb = parts[name];
      thumb.style.insetInlineStart = `${at}px`;
      for (const [key, value] of [
        ["min", low],
        ["max", high],
        ["now", k],
        ["text", Periods.sayBin(bins.step, bins.lo + k)],
      ])
        thumb.setAttribute(`aria-value${key}`, value);
    }
    parts.clear.classList.toggle("gone", open);
    for (const [button, ended] of [
      [parts.back, !open && a === 0],
      [parts.next, !open && b === bins.n - 1],
    ])
      button.setAttribute("aria-disabled", String(ended));
    parts.play.hidden = View.prefersReducedMotion() || bins.n < 3;
    tell(span, open);
  }

  const tell = (span = picked(), open = isOpen()) =>
    (parts.words.textContent = open
      ? Words.t("time.all", { span: Bins.sayAll(state) })
      : brush.isDrawing() || state.from === ""
        ? say(span)
        : Bins.say(state));

  // What one bar says, while the pointer rests on it.
  function hint(k) {
    const flags = bins.totalFlags[k];
    if ((!flags && state.measure !== "incidents") || bins.isBare) return (parts.words.textContent = say([k, k]));
    const unit = state.measure === "incidents" ? "incidents" : Data.measures.get(state.measure).unit;
    const value = Words.quantity(bins.total[k], Sums.finalFlags(flags, true), unit) || Words.amount(0, unit);
    parts.words.textContent = Words.t("time.bar", { span: say([k, k]), value });
  }

  // ---- a span that is being drawn ----
  function drawing(span) {
    mark(span);
    paint({ ...state, ...patch(span) }, bins, span);
  }

  function chosen(span, moved) {
    go(span);
    if (moved) draw();
  }

  function undrawn() {
    draw();
    paint(state, bins, picked());
  }

  // ---- keys ----
  function press(e, name) {
    const [a, b] = picked();
    const at = name === "from" ? a : b;
    const to = Strip.reached(e.key, at, bins.n);
    if (to === undefined) return;
    e.preventDefault();
    player.stop();
    const k = name === "from" ? Math.min(b, Math.max(0, to)) : Math.max(a, Math.min(bins.n - 1, to));
    const again = touched === name; // keys pressed while an end has the focus are one step for Back
    touched = name;
    go(name === "from" ? [k, b] : [a, k], { quiet: again });
  }

  // From the beginning, if it stands at the end.
  function rewind() {
    if (isOpen()) go([0, 0]);
    else if (isLast()) go([0, picked()[1] - picked()[0]]);
  }

  return { start, show };
})();
