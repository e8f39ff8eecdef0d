// Time under the map: bars of the measure and filter shown. A span is chosen on them by pointer or keys, or in the
// selects; while it is being drawn the map is only painted anew, all else follows once it is let go.
import { Bins } from "../data/bins.js";
import { Brush } from "./brush.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Ends } from "./ends.js";
import { Periods } from "../data/periods.js";
import { Sheet } from "./sheet.js";
import { State } from "../data/state.js";
import { Strip } from "./strip.js";
import { Sums } from "../data/sums.js";
import { View } from "../map/view.js";
import { Words } from "../data/words.js";

export const Timeline = (() => {
  const { html, svg, one } = Dom;
  const TALL = 46,
    LOW = 28,
    FOOT = 17; // pixels of the bars, in a low window, and of the words under them
  const ICONS = { back: "M10 3L5 8l5 5", on: "M6 3l5 5-5 5", play: "M5 3l8 5-8 5z", pause: "M5 3v10M11 3v10" };
  const BEAT = 900; // milliseconds per step while it plays
  let tall = TALL,
    paint,
    root = null,
    parts,
    bins,
    brush,
    state,
    width = 0,
    playing = 0,
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
    go([to, to + length - 1], { quiet: playing > 0 });
  }

  // ---- the elements ----
  function build() {
    const select = (name) =>
      html(
        "label",
        { class: name },
        html("span", {}, Words.t(`control.${name}`)),
        html("select", {
          "data-control": name,
          change: (e) => State.set(Ends.chosen(name, e.target.value, bins, state)),
        }),
      );
    const button = (name, act) =>
      html(
        "button",
        { type: "button", class: name, "aria-label": Words.t(`time.${name}`), click: act },
        Dom.icon(ICONS[name]),
      );
    const thumb = (name) =>
      html("span", {
        class: `thumb ${name}`,
        role: "slider",
        tabindex: "0",
        "aria-label": Words.t(`time.thumb.${name}`),
        keydown: (e) => press(e, name),
        blur: () => (touched = ""),
      });
    parts = {
      words: html("p", { class: "words" }),
      clear: html(
        "button",
        { type: "button", class: "plain clear", click: () => State.set({ from: "", to: "" }) },
        Words.t("time.clear"),
      ),
      bars: svg("path", { class: "bars" }),
      on: svg("path", { class: "bars on" }),
      span: svg("rect", { class: "span", y: 0 }),
      ticks: svg("g"),
      from: thumb("from"),
      to: thumb("to"),
      beside: html("p", { class: "hint" }),
      back: button("back", () => turn(-1)),
      next: button("on", () => turn(1)),
      play: button("play", play),
    };
    parts.svg = svg(
      "svg",
      { "aria-hidden": "true", focusable: "false" },
      parts.span,
      parts.bars,
      parts.on,
      parts.ticks,
    );
    parts.strip = html("div", { class: "strip" }, parts.svg, parts.from, parts.to);
    brush = Brush.on(parts.strip, () => ({ n: bins.n, width, span: picked(), isOpen: isOpen() }), {
      take: stop,
      over: hint,
      away: () => tell(),
      drawing,
      choose: chosen,
      drop: undrawn,
    });
    const form = html(
      "form",
      { class: "when", submit: (e) => e.preventDefault() },
      select("from"),
      select("to"),
      select("step"),
    );
    leave();
    root = html(
      "section",
      { class: "time", "data-view": "time", lang: Words.lang(), "aria-label": Words.t("time.title") },
      html(
        "div",
        { class: "time-head" },
        parts.words,
        parts.clear,
        parts.beside,
        html("div", { class: "tools" }, form, html("div", { class: "turn" }, parts.back, parts.play, parts.next)),
      ),
      parts.strip,
    );
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
    const far = Math.max(2, Math.round(bins.n / 10));
    const to = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - far,
      PageUp: at + far,
      Home: 0,
      End: bins.n - 1,
    }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    stop();
    const k = name === "from" ? Math.min(b, Math.max(0, to)) : Math.max(a, Math.min(bins.n - 1, to));
    const again = touched === name; // keys pressed while an end has the focus are one step for Back
    touched = name;
    go(name === "from" ? [k, b] : [a, k], { quiet: again });
  }

  // ---- step by step, only because the reader asked for it ----
  function play() {
    if (playing) return stop();
    const on = () => (!isOpen() && picked()[1] === bins.n - 1 ? stop() : turn(1));
    if (isOpen() || picked()[1] === bins.n - 1) go([0, isOpen() ? 0 : picked()[1] - picked()[0]]);
    playing = setInterval(on, BEAT);
    look("pause");
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    look("play");
  }

  function look(name) {
    parts.play.setAttribute("aria-label", Words.t(`time.${name}`));
    parts.play.replaceChildren(Dom.icon(ICONS[name]));
  }

  return { start, show };
})();
