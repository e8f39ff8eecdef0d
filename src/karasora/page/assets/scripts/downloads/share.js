// A link to exactly this view, and a snippet that shows it inside another page.
import { Announcer } from "../announcer.js";
import { Dom } from "../dom.js";
import { State } from "../data/state.js";
import { Words } from "../data/words.js";

export const Share = (() => {
  const { html, one } = Dom;

  function start() {
    const field = (id, tag, word, label) => [
      html(
        "label",
        {},
        html("span", { "data-word": label }),
        html(tag, { id, readonly: true, rows: tag === "textarea" ? "3" : null, focus: (e) => e.target.select() }),
      ),
      html("button", { type: "button", "data-word": word, click: (e) => copy(one(`#${id}`), e.currentTarget) }),
    ];
    const fold = one("#karasora-share");
    fold.append(
      html("summary", { "data-word": "share.title" }),
      ...field("karasora-link", "input", "share.copy", "share.title"),
      ...field("karasora-snippet", "textarea", "embed.copy", "embed.title"),
      html("p", { class: "hint", "data-word": "embed.help" }),
    );
    fold.addEventListener("toggle", show);
  }

  function show() {
    if (!one("#karasora-share").open) return;
    const address = State.address({ ...State.get(), lang: Words.lang() });
    const quote = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
    one("#karasora-link").value = address;
    one("#karasora-snippet").value =
      `<iframe src="${quote(address)}" title="${quote(document.title)}" width="100%" height="640" loading="lazy" sandbox="allow-scripts allow-downloads allow-popups"></iframe>`;
  }

  // Frames and old browsers refuse the clipboard; then the text is selected, ready to be copied by hand.
  async function copy(field, button) {
    show();
    field.select();
    let done;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      done = document.execCommand("copy");
    }
    button.focus();
    Announcer.say(Words.t(done ? "share.copied" : "share.failed"));
    button.textContent = Words.t(done ? "share.copied" : "share.failed");
    setTimeout(() => (button.textContent = Words.t(button.dataset.word)), 2500);
  }

  return { start, show };
})();
