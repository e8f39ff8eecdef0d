// Where the panel stands below the map it is a sheet with three stops: a glance, half, and whole. Drag or swipe its head,
// tap its grip, or use the arrow keys. At half, where it begins, it fills what the country leaves free.
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Geometry } from "../map/geometry.js";
import { Panes } from "../map/panes.js";
import { Words } from "../data/words.js";

export const Sheet = (() => {
  const { one } = Dom;
  const root = document.documentElement;
  const STOPS = ["glance", "half", "whole"];
  const HEAD = "#karasora-highlights, #karasora-legend"; // with touch-action: none in styles/sheet.css
  const BELOW = 56; // pixels under the country, for buttons
  const SWIPE = 0.5; // pixels in a millisecond: faster is a swipe, to the next stop
  const LEAST = 0.25; // of the window's height, for half of the sheet
  const HIGHEST = 60; // pixels of the window's top that stay free
  let stop = 1,
    from = null,
    dragged = false;

  const isSheet = () => root.dataset.frame === "sheet";
  const sheet = () => one("#karasora-sheet");

  function start() {
    const grip = one("#karasora-grip");
    grip.addEventListener("click", () => (dragged ? (dragged = false) : go(stop === 2 ? 0 : stop + 1)));
    grip.addEventListener("keydown", (e) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[e.key];
      if (!step) return;
      e.preventDefault();
      go(stop + step);
    });
    for (const [name, act] of Object.entries({
      pointerdown: take,
      pointermove: drag,
      pointerup: drop,
      pointercancel: drop,
    }))
      sheet().addEventListener(name, act);
    root.addEventListener("frame", fit);
    addEventListener("resize", fit);
    new ResizeObserver(fit).observe(one(".head")); // another language has longer words
    // What is being searched for stands in sight, in every frame.
    one('[data-control="search"]').addEventListener("input", () => {
      if (isSheet()) go(2);
      one("#karasora-list").scrollIntoView({ block: "start" });
    });
    // What gets the focus inside the sheet must be in sight.
    sheet().addEventListener(
      "focusin",
      (e) => isSheet() && stop === 0 && e.target !== grip && e.target.matches(":focus-visible") && go(1),
    );
    fit();
  }

  // Its head is the grip, and until it is whole what stands first; there the panel scrolls.
  function take(e) {
    dragged = false;
    const grip = e.target.closest("#karasora-grip");
    const isHead = grip || (stop < 2 && e.pointerType !== "mouse" && e.target.closest(HEAD));
    grip?.setPointerCapture(e.pointerId);
    from = isSheet() && isHead ? { y: e.clientY, time: e.timeStamp, top: sheet().getBoundingClientRect().top } : null;
  }

  function drag(e) {
    if (!from || (!dragged && Math.abs(e.clientY - from.y) < 6)) return;
    if (!dragged && e.target.id !== "karasora-grip") sheet().setPointerCapture(e.pointerId); // not before: a tap on a button is the button's
    dragged = true;
    root.classList.add("dragging");
    sheet().style.height = `${innerHeight - Math.max(HIGHEST, from.top + e.clientY - from.y)}px`;
  }

  function drop(e) {
    root.classList.remove("dragging");
    if (from && dragged) {
      const speed = (from.y - e.clientY) / Math.max(1, e.timeStamp - from.time);
      go(Math.abs(speed) > SWIPE ? stop + Math.sign(speed) : nearest(sheet().getBoundingClientRect().height));
    }
    from = null;
  }

  const nearest = (height) =>
    heights()
      .map((h) => Math.abs(h() - height))
      .reduce((best, gap, k, all) => (gap < all[best] ? k : best), 0);

  // Of the three stops, each worked out only where it is asked for: the legend's own height lays out the whole panel.
  function heights() {
    const [west, north, east, south] = Geometry.box(Data.regions.keys());
    const country = (innerWidth * (south - north)) / (east - west);
    const free =
      innerHeight -
      one("#karasora-map").getBoundingClientRect().top -
      country -
      BELOW -
      (one("[data-view=time]")?.offsetHeight || 0);
    const half = Math.max(innerHeight * LEAST, Math.min(free, innerHeight * 0.6));
    const glance = () => Math.min(half, one("#karasora-legend").offsetHeight + one("#karasora-grip").offsetHeight + 14);
    return [glance, () => half, () => innerHeight * 0.9];
  }

  function go(next) {
    stop = Math.min(2, Math.max(0, next));
    const height = isSheet() ? heights() : null;
    const [map, own] = [Math.min(stop, 1), stop].map((k) => (height ? `${height[k]()}px` : "")); // the map ends at the first two
    sheet().dataset.stop = STOPS[stop];
    sheet().style.height = own;
    document.body.style.paddingBottom = map;
    Panes.dock().style.setProperty("--sheet", map); // for cards alone: from the root, every style would hang on it
    if (stop === 0) sheet().scrollTop = 0;
    one("#karasora-grip").setAttribute("aria-expanded", String(stop > 0));
    speak();
  }

  function speak() {
    one("#karasora-grip-word").textContent = Words.t(stop === 2 ? "panel.close" : "panel.open");
  }

  const fit = () => go(stop);

  return { start, go, fit, speak, isPhone: isSheet };
})();
