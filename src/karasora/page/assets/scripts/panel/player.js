// Plays a span step by step, and only because the reader asked for it.
import { Dom } from "../dom.js";
import { Words } from "../data/words.js";

export const Player = (() => {
  const BEAT = 900; // milliseconds per step
  const ICONS = { play: "M5 3l8 5-8 5z", pause: "M5 3v10M11 3v10" };

  // A button: `rewind` is done first, then `step` at each beat, until `isLast`.
  function made({ rewind, step, isLast }) {
    let playing = 0;
    const button = Dom.html("button", { type: "button", class: "play", click: () => (playing ? stop() : play()) });

    function play() {
      rewind();
      playing = setInterval(() => (isLast() ? stop() : step()), BEAT);
      look("pause");
    }

    function stop() {
      clearInterval(playing);
      playing = 0;
      look("play");
    }

    function look(name) {
      button.setAttribute("aria-label", Words.t(`time.${name}`));
      button.replaceChildren(Dom.icon(ICONS[name]));
    }

    look("play");
    return { button, stop, isPlaying: () => playing > 0 };
  }

  return { made };
})();
