// Runs in the head, before anything is drawn: the page knows whether it will come alive, and which theme it wears.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const applyTheme = () => {
    const chosen = /[#&]theme=(light|dark)(?:&|$)/.exec(location.hash);
    root.dataset.theme = chosen ? chosen[1] : dark.matches ? "dark" : "light";
  };
  // A browser that can't unpack the data, or a script that fails, leaves the still map and the tables.
  const still = () => root.dataset.ready || root.classList.remove("js");
  if (window.DecompressionStream) root.classList.add("js");
  addEventListener("error", still);
  addEventListener("unhandledrejection", still);
  // The frame of the page (styles/layout.css): the only place that knows its breakpoints.
  const side = matchMedia("(min-width: 68.75em), (min-width: 43.75em) and (min-aspect-ratio: 5/4)");
  const tall = matchMedia("(min-height: 41em)");
  const low = matchMedia("(max-height: 29.99em), (max-height: 36em) and (max-width: 43.74em)");
  const applyFrame = () => {
    root.dataset.frame = side.matches ? "side" : tall.matches ? "sheet" : "flow";
    root.toggleAttribute("data-short", low.matches);
    root.dispatchEvent(new Event("frame"));
  };
  for (const media of [side, tall, low]) media.addEventListener("change", applyFrame);
  applyFrame();
  applyTheme();
  dark.addEventListener("change", applyTheme);
  addEventListener("hashchange", applyTheme);
})();
