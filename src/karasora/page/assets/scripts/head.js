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
  applyTheme();
  dark.addEventListener("change", applyTheme);
  addEventListener("hashchange", applyTheme);
})();
