// What stands out, in the panel's first lines, each a button: the largest find of each substance, where a report tells of
// few; for a register or statistics the highest region, the steepest rise, and the time there is.
import { Bins } from "../data/bins.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Figures } from "../data/figures.js";
import { Given } from "../data/given.js";
import { Periods } from "../data/periods.js";
import { Popup } from "./popup.js";
import { State } from "../data/state.js";
import { Words } from "../data/words.js";

export const Highlights = (() => {
  const { html, one } = Dom;
  const FEW = 300; // incidents: so few that single ones stand out
  const MOST = 4; // lines

  async function show(state, rows, figures) {
    const isFew = !Given.of(state) && rows.length && Data.reports.get(state.report).counts.read <= FEW;
    if (isFew) await Data.need(Data.LIST());
    const found = isFew ? finds(rows) : [highest(state, figures), steepest(state), time(state)].filter(Boolean);
    const box = one("#karasora-highlights");
    box.hidden = !found.length;
    box.replaceChildren(
      ...found
        .slice(0, MOST)
        .map(({ lead, text, act }) =>
          html(
            "li",
            {},
            html(
              "button",
              { type: "button", click: (e) => act(e.currentTarget) },
              lead && html("b", {}, lead),
              lead && " ",
              text,
            ),
          ),
        ),
    );
  }

  const regionName = (u) => Words.pick(Data.regions[u].short).text;

  // The largest find of each substance, the heaviest first.
  function finds(rows) {
    const best = new Map();
    for (const i of rows)
      for (const { measure, value, flags } of Data.isContext(i) ? [] : Data.stated(i)) {
        if (measure.group === "substances" && value > (best.get(measure)?.value ?? 0))
          best.set(measure, { i, value, flags });
      }
    return [...best]
      .sort(([, a], [, b]) => b.value - a.value)
      .map(([measure, { i, value, flags }]) => {
        const name = Words.has(`of.${measure.key}`)
          ? Words.t(`of.${measure.key}`)
          : Words.pick(measure.name).text.toLowerCase();
        const where = Data.units(i).map(regionName).join(", ");
        return {
          lead: Words.quantity(value, flags, measure.unit),
          text: [name, where].filter(Boolean).join(" · "),
          act: (button) => Popup.openIncident(i, button),
        };
      });
  }

  // The highest region, where there is one such and the report is no choice of examples.
  function highest(state, figures) {
    if (Data.reports.get(state.report).examples) return null;
    const [first, second] = figures
      .map((figure, u) => ({ figure, u }))
      .filter(({ figure }) => figure.state === "stated")
      .sort((a, b) => b.figure.value - a.figure.value);
    if (!first || first.figure.value <= 0 || (second && first.figure.value === second.figure.value)) return null;
    const { figure, u } = first;
    return {
      text: Words.t("page.top", { region: Words.pick(Data.regions[u].name).text, value: Figures.say(figure, state) }),
      act: (button) => Popup.openRegion(Data.regions[u].iso, button),
    };
  }

  // The steepest rise from one whole year to the next one, the last that the data have; only of exact figures.
  function steepest(state) {
    if (!Figures.pers(state).includes("change") || Data.measures.get(state.measure).over_time === "last") return null;
    const { first, last } = Bins.axis(state);
    const { step, lo, n, sum, flags } = Bins.last();
    const years = [0, 1].map((back) => Periods.binOf("year", last + 1) - 1 - back); // the last that has ended
    if (Periods.first("year", years[1]) < first - 31) return null; // the first day told may be some days into its year
    const inYear = Array.from({ length: n }, (_, k) =>
      years.indexOf(Periods.binOf("year", Periods.first(step, lo + k))),
    );
    let best = null;
    for (let u = 0; u < Data.regions.length; u++) {
      const totals = [0, 0];
      let doubt = 0;
      inYear.forEach((which, k) => {
        if (which < 0) return;
        totals[which] += sum[u * n + k] || 0;
        doubt |= flags[u * n + k] & ~1;
      });
      const [now, past] = totals;
      if (!doubt && past > 0 && now > past && now - past > (best?.rise ?? 0))
        best = { u, rise: now - past, share: Math.round((100 * (now - past)) / past) };
    }
    if (!best) return null;
    const code = String(years[0]);
    const unit = state.measure === "incidents" ? "incidents" : Data.measures.get(state.measure).unit;
    const value = `+${Words.amount(best.rise, unit)} (+${Words.t("number.percent", { n: best.share })})`;
    return {
      text: Words.t("highlight.rise", { region: Words.pick(Data.regions[best.u].name).text, value, year: code }),
      act: () => State.set({ per: "change", from: code, to: code }),
    };
  }

  function time(state) {
    if (!Bins.axis(state)) return null;
    return {
      text: Words.t("highlight.time", { span: Bins.sayAll(state) }),
      act: () => one('[data-control="from"]').focus(),
    };
  }

  return { show };
})();
