// On a phone the panel is a sheet with three stops: a glance, half, and whole. Drag the grip, tap it, or use the arrow keys.
const Sheet = (() => {
  const { one } = Dom;
  const STOPS = ["glance", "half", "whole"];
  const phone = matchMedia("(max-width: 799px) and (min-height: 560px)");
  const narrow = matchMedia("(max-width: 799px)");
  let stop = 0;

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
        const heights = [glance(), innerHeight * 0.5, innerHeight * 0.9];
        go(heights.map((h) => Math.abs(h - height)).reduce((best, gap, k, all) => (gap < all[best] ? k : best), 0));
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

  // At a glance: the grip and the legend, however tall the legend is.
  const glance = () => Math.min(innerHeight * 0.42, one("#karasora-legend").offsetHeight + one("#karasora-grip").offsetHeight + 14);

  function go(next) {
    stop = next;
    const sheet = one("#karasora-sheet");
    sheet.dataset.stop = STOPS[stop];
    sheet.style.height = phone.matches ? `${[glance(), innerHeight * 0.5, innerHeight * 0.9][stop]}px` : "";
    if (stop === 0) sheet.scrollTop = 0;
    one("#karasora-grip").setAttribute("aria-expanded", String(stop > 0));
    speak();
  }

  function speak() {
    one("#karasora-grip-word").textContent = Words.t(stop === 2 ? "panel.close" : "panel.open");
  }

  function fit() {
    document.documentElement.classList.toggle("docked", narrow.matches);
    if (phone.matches) {
      go(stop);
      document.documentElement.style.setProperty("--glance", `${glance()}px`);
    } else one("#karasora-sheet").style.height = "";
  }

  return { start, go, speak, isPhone: () => phone.matches };
})();
