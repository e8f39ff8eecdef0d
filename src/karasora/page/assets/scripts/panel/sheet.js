// On a phone the panel is a sheet with three stops: a glance, half, and whole. Drag the grip, tap it, or use the arrow keys.
// At half, where it begins, it fills what the country leaves free.
import { Dom } from "../dom.js";
import { Words } from "../data/words.js";

export const Sheet = (() => {
  const { one } = Dom;
  const STOPS = ["glance", "half", "whole"];
  const phone = matchMedia("(max-width: 799px) and (min-height: 560px)");
  const narrow = matchMedia("(max-width: 799px)");
  const COUNTRY = 0.62; // its height on the screen by the width of this
  const BUTTONS = 84; // pixels under it
  let stop = 1;

  function start() {
    const grip = one("#karasora-grip");
    let from = null;
    grip.addEventListener("click", () => from === null && go(stop === 2 ? 0 : stop + 1));
    grip.addEventListener("keydown", (e) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[e.key];
      if (!step) return;
      e.preventDefault();
      go(Math.min(2, Math.max(0, stop + step)));
    });
    grip.addEventListener("pointerdown", (e) => {
      from = { y: e.clientY, top: one("#karasora-sheet").getBoundingClientRect().top, moved: false };
      grip.setPointerCapture(e.pointerId);
    });
    grip.addEventListener("pointermove", (e) => {
      if (!from || Math.abs(e.clientY - from.y) < 6) return;
      from.moved = true;
      document.documentElement.classList.add("dragging");
      one("#karasora-sheet").style.height = `${innerHeight - Math.max(60, from.top + e.clientY - from.y)}px`;
    });
    grip.addEventListener("pointerup", (e) => {
      if (from && from.moved) {
        const height = one("#karasora-sheet").getBoundingClientRect().height;
        go(heights().map((h) => Math.abs(h - height)).reduce((best, gap, k, all) => (gap < all[best] ? k : best), 0));
        e.preventDefault();
      }
      const moved = from && from.moved;
      from = null;
      document.documentElement.classList.remove("dragging");
      if (moved) grip.addEventListener("click", (c) => c.stopImmediatePropagation(), { capture: true, once: true });
    });
    for (const media of [phone, narrow]) media.addEventListener("change", fit);
    // What gets the focus inside the sheet must be in sight.
    one("#karasora-sheet").addEventListener("focusin", (e) => phone.matches && stop === 0 && e.target !== grip && e.target.matches(":focus-visible") && go(1));
    fit();
  }

  function heights() {
    const glance = Math.min(innerHeight * 0.42, one("#karasora-legend").offsetHeight + one("#karasora-grip").offsetHeight + 14);
    const free = innerHeight - one("#karasora-map").getBoundingClientRect().top - innerWidth * COUNTRY - BUTTONS - (one("[data-view=time]")?.offsetHeight || 0);
    return [glance, Math.max(glance, Math.min(free, innerHeight * 0.6)), innerHeight * 0.9];
  }

  function go(next) {
    stop = next;
    const sheet = one("#karasora-sheet");
    sheet.dataset.stop = STOPS[stop];
    const height = heights();
    sheet.style.height = phone.matches ? `${height[stop]}px` : "";
    document.documentElement.style.setProperty("--sheet", `${height[Math.min(stop, 1)]}px`); // the map ends there
    if (stop === 0) sheet.scrollTop = 0;
    one("#karasora-grip").setAttribute("aria-expanded", String(stop > 0));
    speak();
  }

  function speak() {
    one("#karasora-grip-word").textContent = Words.t(stop === 2 ? "panel.close" : "panel.open");
  }

  function fit() {
    document.documentElement.classList.toggle("docked", narrow.matches);
    if (phone.matches) go(stop);
    else one("#karasora-sheet").style.height = "";
  }

  return { start, go, fit, speak, isPhone: () => phone.matches };
})();
