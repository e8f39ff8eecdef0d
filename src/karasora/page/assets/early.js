// Runs in the head, before anything is drawn: the page knows that scripts work, and which theme it wears.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wear = () => {
    const chosen = /[#&]theme=(light|dark)(?:&|$)/.exec(location.hash);
    root.dataset.theme = chosen ? chosen[1] : dark.matches ? "dark" : "light";
  };
  root.classList.add("js");
  wear();
  dark.addEventListener("change", wear);
  addEventListener("hashchange", wear);
})();
