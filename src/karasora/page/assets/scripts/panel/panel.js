// Beside the map: controls, legend, and what the measure can and cannot say.
import { Bins } from "../data/bins.js";
import { Change } from "../data/change.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Given } from "../data/given.js";
import { Periods } from "../data/periods.js";
import { Scene } from "../map/scene.js";
import { State } from "../data/state.js";
import { Story } from "./story.js";
import { Words } from "../data/words.js";

export const Panel = (() => {
  const { html, one, all } = Dom;
  const CHOICES = ["lang", "theme", "report", "measure", "per", "marks", "substance", "kind"];
  const control = (name) => one(`[data-control="${name}"]`);

  function start() {
    if (!Data.n) one("#karasora-list").dataset.word = "control.search"; // figures have no list of incidents
    for (const form of all("form")) form.addEventListener("submit", (e) => e.preventDefault());
    for (const name of CHOICES) {
      control(name).addEventListener("change", (e) =>
        State.set(
          name === "lang" || name === "theme"
            ? { [name]: e.target.value }
            : { ...leaving(name, e.target.value), [name]: e.target.value },
        ),
      );
    }
    let typing = 0;
    control("search").addEventListener("input", (e) => {
      clearTimeout(typing);
      typing = setTimeout(() => State.set({ q: e.target.value }, { quiet: true }), Data.n > 5000 ? 250 : 60);
    });
  }

  // Another report has other incidents, and perhaps not the measure: what was open is closed.
  function leaving(name, id) {
    if (name !== "report") return {};
    const report = Data.reports.get(id);
    return {
      incident: "",
      region: "",
      measure: states(report, State.get().measure) ? State.get().measure : report.measure,
    };
  }

  // Whether a report says anything under a measure; incidents, where it has rows or figures of them.
  const states = (report, key) =>
    Boolean(key === "incidents" ? report.counts.read || report.figures?.measures.incidents : report.sums[key]);

  const option = (value, text) => html("option", { value }, text);

  // Options of a select, [group or "", [[value, text]…]]…; what stands there already is left alone.
  const filled = new Map();
  function fill(name, groups) {
    const wanted = JSON.stringify(groups);
    if (filled.get(name) === wanted) return;
    filled.set(name, wanted);
    control(name).replaceChildren(
      ...groups.flatMap(([label, list]) => {
        const options = list.map(([value, text]) => option(value, text));
        return label ? [html("optgroup", { label }, options)] : options;
      }),
    );
  }
  // As many clauses of a title as a select holds in any language's letters; a dash may stand in a span of months.
  const LETTERS = 34;
  const brief = (title) =>
    title.length <= LETTERS
      ? title
      : title
          .slice(0, LETTERS + 1)
          .replace(/[,:;—.]?[^,:;—.]*$/, "")
          .trim() || Words.brief(title, LETTERS);
  const measureName = (m) => Words.pick(m.name).text;

  // Every word of the page's own, in the language chosen; then the choices.
  function speak(state) {
    document.documentElement.lang = Words.lang();
    for (const element of all("[data-word]")) {
      const text = Words.t(element.dataset.word, element.dataset);
      if (element.textContent !== text) element.textContent = text; // what stands there already needs no new layout
    }
    for (const element of all("[data-name]")) element.setAttribute("aria-label", Words.t(element.dataset.name));
    control("search").placeholder = Words.t("search.placeholder");
    control("lang").replaceChildren(
      ...Words.LANGS.map((l) => html("option", { value: l, lang: l }, Words.t(`lang.${l}`))),
    );
    control("theme").replaceChildren(
      option("", Words.t("theme.auto")),
      option("light", Words.t("theme.light")),
      option("dark", Words.t("theme.dark")),
    );
    control("report").replaceChildren(
      ...Data.page.reports.map((r) =>
        option(r.id, brief(Words.pick(r.title, r.language).text) || Words.t("report.own")),
      ),
    );
    control("kind").replaceChildren(
      option("", Words.t("filter.all")),
      ...Data.kinds().map((k) => option(k, Story.kindName(k))),
    );
    control("marks").replaceChildren(
      option("", Words.t("marks.auto")),
      ...State.MARKS.map((marks) => option(marks, Words.t(`marks.${marks}`))),
    );
    choices(state);
  }

  // Measures of the report shown come first; the others can be chosen all the same.
  function choices(state) {
    const report = Data.reports.get(state.report);
    const here = report.sums;
    const groups = new Map();
    for (const m of Data.page.measures) {
      if (!states(report, m.key) && m.key !== state.measure) continue;
      const group = Words.has(`group.${m.group}`) ? m.group : "other";
      groups.set(group, [...(groups.get(group) || []), m]);
    }
    const named = (list) => list.map((m) => [m.key, measureName(m)]);
    fill(
      "measure",
      [...groups].map(([group, list]) => [Words.t(`group.${group}`), named(list)]),
    );
    fill("per", [["", Figures.pers(state).map((per) => [per, Words.t(`per.${per}`)])]]);
    const substances = Data.page.measures.filter(
      (m) =>
        m.group === "substances" && (here[m.key] || m.key === state.substance || Data.names.includes(`${m.key}:flags`)),
    );
    fill("substance", [["", [["", Words.t("filter.all")], ...named(substances)]]]);
    for (const name of CHOICES) control(name).value = name === "lang" ? Words.lang() : state[name];
    if (document.activeElement !== control("search")) control("search").value = state.q;
    control("marks").closest("label").hidden = !Scene.isRegister(Data.reports.get(state.report).counts.read);
    one(".filters").hidden = !report.counts.read; // figures that came already added up can't be filtered
    control("kind").closest("label").hidden = Data.kinds().length < 2;
    if (state.substance || state.kind) one(".filters").open = true;
    control("report").closest("label").hidden = Data.page.reports.length < 2;
  }

  function claim(state) {
    const report = Data.reports.get(state.report);
    const texts = [Words.pick(Data.measures.get(state.measure).claim).text];
    if (state.per !== "absolute")
      texts.push(Words.t(`per.${state.per}.caveat`), state.per === "change" ? Change.against(state) : about(state.per));
    const last = Given.lastOf(state);
    if (last && (state.from !== last || state.to !== last))
      texts.push(Words.t("time.last", { period: Periods.say(last) }));
    if (Given.isBeforeDivision(state)) texts.push(Words.t("time.division"));
    if (Data.measures.get(state.measure).additive === false && Bins.axis(state))
      texts.push(Words.t("diff.not_additive"));
    if (report.coverage === "partial" && state.measure !== "incidents") texts.push(Words.t("report.partial"));
    one("#karasora-claim").replaceChildren(...texts.filter(Boolean).map((text) => html("p", {}, text)));
  }

  const about = (per) =>
    per === "100k"
      ? Words.t("about.population", {
          date: Words.asOf(Data.page.population.date),
          source: Words.t("about.population.source"),
        })
      : Words.t("about.area");

  return { start, speak, choices, claim };
})();
