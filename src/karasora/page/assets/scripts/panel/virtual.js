// Long lists: only what is in sight stands in the document. One way for the list of the panel and for table rows.
export const Virtual = (() => {
  const WHOLE = 200; // up to here everything is drawn
  const SPARE = 12;
  const TALLEST = 8e6; // pixels; browsers give up on taller boxes, so beyond this one pixel of scrolling means more

  function scrollerOf(element) {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
    }
    return document.scrollingElement;
  }

  // `make(i, k)` builds the element of rows[k] = i; `spacer()` an empty one whose height is set.
  function list(holder, height, make, spacer) {
    let rows = [],
      scroller = null,
      from = -1,
      to = -1;
    const [before, after] = [spacer(), spacer()];

    function draw() {
      if (rows.length <= WHOLE) return;
      const ratio = Math.min(1, TALLEST / (rows.length * height));
      const view = scroller.getBoundingClientRect();
      const top = Math.max(0, Math.max(view.top, 0) - holder.getBoundingClientRect().top);
      const seen = Math.ceil(Math.min(view.height || innerHeight, innerHeight) / height);
      const first = Math.min(Math.max(0, Math.floor(top / (height * ratio)) - SPARE), Math.max(0, rows.length - seen));
      const last = Math.min(rows.length, first + seen + 2 * SPARE);
      if (first === from && last === to) return;
      [from, to] = [first, last];
      const focused = holder.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement.closest("[data-at]"))
        : null;
      const kept = focused && +focused.dataset.at >= first && +focused.dataset.at < last ? +focused.dataset.at : -1;
      const total = rows.length * height * ratio;
      const lead =
        ratio === 1
          ? first * height
          : Math.min(Math.max(0, top - SPARE * height), Math.max(0, total - (last - first) * height));
      before.style.height = `${lead}px`;
      after.style.height = `${Math.max(0, total - lead - (last - first) * height)}px`;
      const drawn = Array.from(rows.slice(first, last), (i, k) => item(i, first + k));
      holder.replaceChildren(before, ...drawn, after);
      if (kept >= 0) drawn[kept - first].querySelector("button, a")?.focus({ preventScroll: true });
    }

    const target = () => (scroller === document.scrollingElement ? window : scroller);

    function item(i, k) {
      const element = make(i, k);
      element.dataset.at = k;
      return element;
    }

    function show(nextRows) {
      rows = nextRows;
      [from, to] = [-1, -1];
      if (scroller) target().removeEventListener("scroll", draw);
      if (rows.length <= WHOLE) {
        holder.replaceChildren(...Array.from(rows, item));
        return;
      }
      scroller = scrollerOf(holder);
      target().addEventListener("scroll", draw, { passive: true });
      draw();
    }

    addEventListener("resize", () => draw());
    return { show, draw: () => ((from = -1), draw()) };
  }

  return { list };
})();
