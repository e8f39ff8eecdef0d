// Beside the pointer, at once: what is under it, its figure, and which place that takes among the regions.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Telling } from "./telling.js";
import { Words } from "../data/words.js";

export const Tooltip = (() => {
  const { html } = Dom;
  const OFF = 14; // pixels from the pointer
  let tip = null,
    state = null,
    figures = [],
    under = null;

  function start(map) {
    tip = html("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    document.body.append(tip);
    const box = map.getContainer();
    box.addEventListener("pointermove", (e) => (e.pointerType === "mouse" && !e.buttons ? follow(e) : hide()));
    box.addEventListener("pointerleave", hide);
    map.on("movestart zoomstart", hide);
  }

  function show(nextState, nextFigures) {
    [state, figures] = [nextState, nextFigures];
    hide();
  }

  function hide() {
    if (!tip) return; // not before Leaflet says when the map moves
    under = null;
    tip.hidden = true;
  }

  function follow(e) {
    const target = e.target.closest?.("[data-region], [data-of], .mark");
    if (target !== under) {
      under = target;
      const lines = target && state ? said(target) : [];
      tip.hidden = !lines.length;
      tip.replaceChildren(...lines);
    }
    if (tip.hidden) return;
    const { offsetWidth: w, offsetHeight: h } = tip;
    const x = e.clientX + OFF + w > innerWidth ? e.clientX - OFF - w : e.clientX + OFF;
    const y = e.clientY + OFF + h > innerHeight ? e.clientY - OFF - h : e.clientY + OFF;
    tip.style.transform = `translate(${Math.max(0, x)}px, ${Math.max(0, y)}px)`;
  }

  function said(target) {
    const { region, of, row } = target.dataset;
    if (region || of) return ofRegion(Data.unitOf.get(region || of));
    if (row) return [html("b", {}, Words.brief(Data.heading(+row).text, 120)), html("span", {}, Telling.all(+row))];
    return [html("b", {}, target.getAttribute("aria-label"))];
  }

  function ofRegion(u) {
    const figure = figures[u];
    const stated = figures.filter((f) => f.state === "stated");
    const rank = stated.filter((f) => f.value > figure.value).length + 1;
    return [
      html("b", {}, Words.pick(Data.regions[u].name).text),
      html("span", {}, Figures.say(figure, state)),
      figure.state === "stated" && stated.length > 1
        ? html("small", {}, Words.t("map.rank", { rank: Words.number(rank), n: Words.number(stated.length) }))
        : "",
    ];
  }

  return { start, show };
})();
