// What changed, said to a screen reader, once per change.
import { Dom } from "./dom.js";

export const Announcer = (() => {
  let waiting = 0;

  function say(text) {
    clearTimeout(waiting);
    waiting = setTimeout(() => (Dom.one("#karasora-live").textContent = text), 120);
  }

  return { say };
})();
