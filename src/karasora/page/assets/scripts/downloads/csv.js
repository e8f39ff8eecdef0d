// Tables as files that the tool reads back: incidents as they came, or the figures of a measure that came added up.
import { Data } from "../data/data.js";
import { Figures } from "../data/figures.js";
import { Given } from "../data/given.js";
import { Words } from "../data/words.js";

export const Csv = (() => {
  const TEXTS = ["id", "case", "report"];
  const REST = ["scope", "place_ru", "place_kk", "place_en", "lat", "lon", "kind", "status", "start", "end"];
  const LAST = ["locator_ru", "locator_kk", "locator_en", "source_url", "confidence", "quote"];

  // The signs of doubt, as the tables write them.
  /** @type {[number, string][]} */
  const SIGNS = [
    [Figures.AT_LEAST, ">"],
    [Figures.ABOUT, "~"],
    [Figures.AT_MOST, "<"],
  ];
  const signs = (flags) => SIGNS.map(([flag, sign]) => (flags & flag ? sign : "")).join("");

  // A quantity of an incident: '>206', '~135', '?'.
  function cell(key, i) {
    const q = Data.quantity(key, i);
    return q ? (q.value === null ? "?" : signs(q.flags) + String(q.value)) : "";
  }

  // A spreadsheet would run what begins like a formula: that gets an apostrophe, which our reader takes off again.
  // One that separates cells by semicolons, as in Russian, doesn't see our quotes: there cells begin within texts, too.
  const neutral = (text) =>
    text.replace(/([;\n\r][\s"]*)(?='*[=+\-@＝＋－＠])/g, "$1'").replace(/^(?=['\t\r\n=+\-@＝＋－＠])/, "'");
  const quoted = (text) => (/[",\n\r;]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

  // What a column says of an incident; `safe` makes texts harmless to a spreadsheet.
  function columns(safe = (text) => text) {
    const texts = Words.LANGS.flatMap((l) => [`title_${l}`, `text_${l}`]);
    const there = (name) => Data.names.includes(name) || name === "id" || name === "source_url";
    const codes = (name) => (i) => (Data.get(name, i) || []).map((u) => Data.regions[u].iso).join(";");
    const plain = (name) => (i) => safe(Data.text(name, i));
    const number = (name) => (i) => {
      const v = Data.get(name, i);
      return typeof v === "number" ? String(v) : "";
    };
    const keys = Data.page.measures
      .map((m) => m.key)
      .filter((key) => key !== "incidents" && Data.names.includes(`${key}:flags`));
    const extra = Data.names.filter((name) => name.startsWith("x:"));
    return [
      ...TEXTS.filter(there).map((name) => [name, plain(name)]),
      ["regions", codes("units")],
      ...(Data.names.includes("from_units") ? [["from_regions", codes("from_units")]] : []),
      ...(there("from_macro") ? [["from_macro", plain("from_macro")]] : []),
      ...REST.filter(there).map((name) => [name, name === "lat" || name === "lon" ? number(name) : plain(name)]),
      ...keys.map((key) => [key, (i) => cell(key, i)]),
      ...[...texts, ...LAST]
        .filter(there)
        .map((name) => [
          name,
          name === "source_url" ? (i) => safe(Data.text(name, i) || Data.report(i).url || "") : plain(name),
        ]),
      ...extra.map((name) => [safe(name.slice(2)), plain(name)]),
    ];
  }

  const line = (cells) => `${cells.map(quoted).join(",")}\r\n`;

  async function ofIncidents(rows) {
    const shown = columns(neutral);
    const parts = [line(shown.map(([header]) => header))];
    for (let from = 0; from < rows.length; from += 20000) {
      parts.push(Array.from(rows.slice(from, from + 20000), (i) => line(shown.map(([, get]) => get(i)))).join(""));
      await new Promise((go) => setTimeout(go));
    }
    return parts;
  }

  // As `karasora join` writes them, of the span that is shown; what a footnote says of a region stands beside it.
  function ofFigures(state) {
    const { unit, name } = Data.measures.get(state.measure);
    const { v, f } = Given.of(state);
    const country = Data.reports.get(state.report).figures.national[state.measure];
    const noted = Data.regions.some((_, u) => Data.footnotes(u).length);
    const lines = [
      ["report", "region", "measure", "name", "unit", "period", "value", "qualifier", ...(noted ? ["note"] : [])],
    ];
    const tell = (region, period, value, flags, note) =>
      flags &&
      lines.push([
        ...[neutral(state.report), region, state.measure, neutral(Words.pick(name).text), unit, period],
        ...[value === null ? "" : String(value), value === null ? "?" : signs(flags)],
        ...(noted ? [neutral(note)] : []),
      ]);
    for (const { p, code } of Given.told(state)) {
      if (country) tell("", code, country.v[p], country.f[p], "");
      for (const [u, { iso }] of Data.regions.entries())
        tell(iso, code, v[p][u], f[p][u], Data.footnotes(u).join("; "));
    }
    return lines.map(line);
  }

  const write = async (state, rows) => ["\ufeff", ...(Given.of(state) ? ofFigures(state) : await ofIncidents(rows))];

  return { write, columns };
})();
