// The elements of the time strip, made once for a language; what they do is the timeline's.
import { Dom } from "../dom.js";
import { Words } from "../data/words.js";

export const Timebox = (() => {
  const { html, svg } = Dom;
  const ICONS = { back: "M10 3L5 8l5 5", on: "M6 3l5 5-5 5" };

  // Its parts by name; `acts` are choose(name, value) of a select, clear, turn(by), press(event, end) and leave of an end.
  function made(play, acts) {
    const parts = {
      words: html("p", { class: "words" }),
      clear: html("button", { type: "button", class: "plain clear", click: acts.clear }, Words.t("time.clear")),
      beside: html("p", { class: "hint" }),
      back: turn("back", () => acts.turn(-1)),
      play,
      next: turn("on", () => acts.turn(1)),
      bars: svg("path", { class: "bars" }),
      on: svg("path", { class: "bars on" }),
      span: svg("rect", { class: "span", y: 0 }),
      ticks: svg("g"),
      from: end("from", acts),
      to: end("to", acts),
    };
    const drawn = [parts.span, parts.bars, parts.on, parts.ticks];
    const picture = svg("svg", { "aria-hidden": "true", focusable: "false" }, drawn);
    const strip = html("div", { class: "strip" }, picture, parts.from, parts.to);
    const selects = ["from", "to", "step"].map((name) => select(name, acts));
    const form = html("form", { class: "when", submit: (e) => e.preventDefault() }, selects);
    const tools = html("div", { class: "tools" }, form, html("div", { class: "turn" }, parts.back, play, parts.next));
    const head = html("div", { class: "time-head" }, parts.words, parts.clear, parts.beside, tools);
    const labels = { lang: Words.lang(), "aria-label": Words.t("time.title") };
    const root = html("section", { class: "time", "data-view": "time", ...labels }, head, strip);
    return { ...parts, svg: picture, strip, root };
  }

  const turn = (name, act) =>
    html(
      "button",
      { type: "button", class: name, "aria-label": Words.t(`time.${name}`), click: act },
      Dom.icon(ICONS[name]),
    );

  function select(name, { choose }) {
    const choice = html("select", { "data-control": name, change: (e) => choose(name, e.target.value) });
    return html("label", { class: name }, html("span", {}, Words.t(`control.${name}`)), choice);
  }

  // An end of the span: a slider whose value is a bin.
  function end(name, { press, leave }) {
    const label = Words.t(`time.thumb.${name}`);
    const acts = { keydown: (e) => press(e, name), blur: leave };
    return html("span", { class: `thumb ${name}`, role: "slider", tabindex: "0", "aria-label": label, ...acts });
  }

  return { made };
})();
