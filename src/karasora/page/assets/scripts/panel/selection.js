// What the reader narrowed the page down to, how much of all that is, and the way back: first in the panel.
import { Announcer } from "../announcer.js";
import { Bins } from "../data/bins.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Given } from "../data/given.js";
import { State } from "../data/state.js";
import { Words } from "../data/words.js";

export const Selection = (() => {
  const { html, one } = Dom;

  // The state of a reader who selected nothing.
  const none = (report) => ({ q: "", substance: "", kind: "", ...State.opening(report) });

  function parts(state) {
    const usual = none(state.report);
    const known = (key) => (Words.has(`kind.${key}`) ? Words.t(`kind.${key}`) : key);
    return [
      state.from !== usual.from || state.to !== usual.to ? Bins.say(state) || Words.t("time.clear") : "",
      state.substance && Words.pick(Data.measures.get(state.substance).name).text,
      state.kind && known(state.kind),
      state.q.trim() && Words.t("selection.query", { query: Words.brief(state.q.trim(), 40) }),
    ].filter(Boolean);
  }

  // One line for the panel, for paper and for what is announced; "" where nothing is selected.
  function say(state, rows) {
    const selected = parts(state).join(" · ");
    if (!selected) return "";
    const all = Data.reports.get(state.report).counts.read;
    const count = all ? Words.t("list.shown", { n: Words.number(rows.length), total: Words.number(all) }) : "";
    return [Words.t("selection.now", { selected }), count].filter(Boolean).join(". ");
  }

  function show(state, rows) {
    const text = say(state, rows);
    const box = one("#karasora-selection");
    box.hidden = !text;
    if (!text) return box.replaceChildren();
    // Figures that came already added up know no incident: they follow time alone.
    const rest =
      Given.of(state) && (state.substance || state.kind || state.q)
        ? html("span", { class: "hint" }, ` ${Words.t("selection.given")}`)
        : null;
    const undo = html(
      "button",
      { type: "button", class: "plain", click: () => State.set(none(State.get().report)) },
      Words.t("selection.undo"),
    );
    box.replaceChildren(...[text, rest, " ", undo].filter(Boolean));
  }

  // What a choice came to, for a screen reader.
  function announce(state, changed, rows) {
    if (["q", "substance", "kind", "from", "to"].some((key) => changed.has(key)))
      return Announcer.say(say(state, rows) || Words.t("search.results", { n: Words.number(rows.length) }));
    const name = (texts, written) => Words.pick(texts, written).text;
    const report = Data.reports.get(state.report);
    Announcer.say(
      Words.t("announce.view", {
        report: name(report.title, report.language),
        measure: name(Data.measures.get(state.measure).name),
        per: Words.t(`per.${state.per}`),
      }),
    );
  }

  return { announce, say, show };
})();
