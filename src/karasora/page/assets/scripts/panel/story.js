// What a card tells of one incident: how much, what, where, when, who reports it, and what other sources add.
import { Amounts } from "./amounts.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Places } from "../map/places.js";
import { Words } from "../data/words.js";

export const Story = (() => {
  const { html, link } = Dom;
  const { dataText } = Words;

  // `alone`: no region stands above it, so that it needs a heading; `open` shows another report's incident.
  function draw(i, alone, open) {
    const report = Data.report(i);
    const title = Data.words("title", i);
    const text = Data.words("text", i);
    return html(
      "article",
      { class: "story" },
      Amounts.draw(i),
      title.text
        ? dataText("h3", title.text, title.lang)
        : alone
          ? html("h3", {}, kindName(Data.text("kind", i)))
          : null,
      text.text ? dataText("p", text.text, text.lang) : null,
      remarks(i).map((key) => html("p", { class: "remark" }, Words.t(key))),
      html("dl", {}, facts(i, report, open)),
      addedNotes(i),
    );
  }

  function remarks(i) {
    const sort = Places.sort(i);
    const found = [];
    if (Data.isDraft(i)) found.push("popup.draft");
    if (Data.isContext(i)) found.push("popup.context");
    if (sort === Places.SEVERAL) found.push("popup.several");
    if (sort === Places.REGION)
      found.push(Data.words("place", i).text ? "popup.place_without_point" : "popup.region_only");
    if (sort === Places.CORRIDOR) found.push("popup.schematic");
    if (sort === Places.NOWHERE) found.push("popup.unlocated");
    return found;
  }

  function facts(i, report, open) {
    const regions = (list) => list.map((u) => Words.pick(Data.regions[u].name).text).join(", ");
    const [start, end] = [Data.text("start", i), Data.text("end", i)];
    const when =
      !start && !end && !report.start && !report.end
        ? Words.t("popup.undated")
        : !start && !end
          ? Words.t("popup.period_only", { period: Words.period(report.start, report.end) })
          : start === report.start && end === report.end
            ? Words.t("popup.period_only", { period: Words.period(start, end) })
            : Words.period(start, end);
    const title = Words.pick(report.title, report.language);
    const url = Data.text("source_url", i) || report.url;
    const [place, locator, macro] = [Data.words("place", i), Data.words("locator", i), Data.text("from_macro", i)];
    /** @type {[string, any[]][]} */
    const rows = [
      [
        "popup.where",
        [
          place.text ? dataText("span", place.text, place.lang) : null,
          place.text && Data.units(i).length ? ", " : null,
          regions(Data.units(i)),
        ],
      ],
      [
        "popup.from",
        [
          regions(Data.get("from_units", i) || []) ||
            (macro ? Words.t("popup.from_macro", { macro: Words.t(`macro.${macro}`) }) : ""),
        ],
      ],
      ["popup.when", [when]],
      [
        "popup.who",
        [
          dataText("span", title.text, title.lang),
          report.publisher && title.text ? " · " : null,
          report.publisher ? dataText("span", report.publisher, report.language) : null,
          url ? [" ", link(url, Words.t("popup.source"), { class: "out" })] : null,
        ],
      ],
      ["popup.locator", [locator.text ? dataText("span", locator.text, locator.lang) : ""]],
      ["popup.quote", [Data.text("quote", i) ? dataText("q", Data.text("quote", i), report.language) : ""]],
      [
        "popup.confidence",
        [
          Data.text("confidence", i) && Data.text("confidence", i) !== "stated"
            ? confidence(Data.text("confidence", i))
            : "",
        ],
      ],
      ["popup.same_case", sameCase(i, open)],
    ];
    return rows
      .map(([key, parts]) => [key, parts.flat().filter(Boolean)])
      .filter(([, parts]) => parts.length)
      .map(([key, parts]) => html("div", {}, html("dt", {}, Words.t(key)), html("dd", {}, parts)));
  }

  const known = (key, value) => (Words.has(`${key}.${value}`) ? Words.t(`${key}.${value}`) : value);
  const confidence = (value) => known("confidence", value);
  const kindName = (value) => (value ? known("kind", value) : Words.t("kind.none"));

  function sameCase(i, open) {
    const name = Data.text("case", i);
    if (!name) return [];
    const others = [];
    for (let k = 0; k < Data.n; k++)
      if (k !== i && Data.text("case", k) === name && Data.text("report", k) !== Data.text("report", i)) others.push(k);
    return others.map((k) =>
      html(
        "button",
        {
          type: "button",
          class: "plain",
          click: () => open({ report: Data.text("report", k), incident: Data.text("id", k), region: "" }),
        },
        Words.pick(Data.report(k).title, Data.report(k).language).text,
      ),
    );
  }

  function addedNotes(i) {
    const notes = Data.notes.get(Data.text("id", i)) || [];
    if (!notes.length) return null;
    return html(
      "section",
      { class: "notes" },
      html("h4", {}, Words.t("popup.notes")),
      html(
        "ul",
        {},
        notes.map((note) => {
          const text = Words.pick(note.text);
          return html(
            "li",
            {},
            dataText("span", text.text, text.lang),
            note.confidence && note.confidence !== "stated" ? ` (${confidence(note.confidence)})` : null,
            note.url ? [" ", link(note.url, Words.t("popup.source"), { class: "out" })] : null,
          );
        }),
      ),
    );
  }

  return { draw, kindName };
})();
