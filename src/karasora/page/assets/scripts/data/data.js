// The payload -> regions, measures, reports, and incidents by column. No object per incident: a row is a number.
import { Dom } from "../dom.js";
import { Packed } from "./packed.js";
import { Words } from "./words.js";

export const Data = (() => {
  const page = JSON.parse(Dom.one("#karasora-data").textContent);
  const n = page.incidents.n;
  const names = Object.keys(page.incidents.columns);
  const columns = new Map();
  const waiting = new Map();
  const measures = new Map(page.measures.map((m) => [m.key, m]));
  const reports = new Map(page.reports.map((r) => [r.id, r]));
  const unitOf = new Map(page.regions.map((r, u) => [r.iso, u]));
  const notes = new Map();
  for (const note of page.notes)
    if (note.incident) notes.set(note.incident, [...(notes.get(note.incident) || []), note]);

  function ready(name) {
    return columns.has(name) || !page.incidents.columns[name];
  }

  function load(name) {
    if (ready(name)) return null;
    const column = page.incidents.columns[name];
    if (!column.packed) {
      columns.set(name, Packed.plain(column));
      return null;
    }
    if (!waiting.has(name))
      waiting.set(
        name,
        Packed.read(column.packed).then((bytes) => void columns.set(name, Packed.column(column, bytes, n))),
      );
    return waiting.get(name);
  }

  // Resolves when these columns can be read; without an argument, all of them. One at a time, so that the page answers in between.
  async function need(wanted = names) {
    for (const name of wanted) if (!ready(name)) await load(name);
  }

  const get = (name, i) => {
    const column = columns.get(name);
    return column ? column(i) : undefined;
  };
  const text = (name, i) => get(name, i) || "";

  // ---- what an incident says ----
  const units = (i) => get("units", i) || [];
  const report = (i) => reports.get(text("report", i)) || page.reports[0];
  const quantity = (key, i) => {
    const flags = get(`${key}:flags`, i) || 0;
    return flags ? { value: get(key, i) ?? null, flags } : null;
  };
  const words = (stem, i) => {
    const picked = Words.pick(
      { ru: text(`${stem}_ru`, i), kk: text(`${stem}_kk`, i), en: text(`${stem}_en`, i) },
      report(i).language,
    );
    const known = stem === "place" && picked.lang !== Words.lang() ? page.places[picked.text] : null;
    return known ? { text: known[Words.lang()], lang: Words.lang() } : picked; // a town, by the gazetteer
  };
  // What an incident is called: its title, else its text, else just an incident.
  const heading = (i) =>
    [words("title", i), words("text", i)].find((w) => w.text) || { text: Words.t("column.title"), lang: Words.lang() };
  const stated = (i) =>
    page.measures
      .filter((m) => m.key !== "incidents")
      .map((m) => ({ measure: m, ...quantity(m.key, i) }))
      .filter((q) => q.flags);
  const isDraft = (i) => text("status", i) === "draft";
  const isContext = (i) => text("kind", i) === "context";
  const point = (i) => {
    const [lat, lon] = [get("lat", i), get("lon", i)];
    return typeof lat === "number" && typeof lon === "number" ? [lon, lat] : null;
  };

  // The first drawing needs little; lists a little more; a card tells all.
  const DRAW = ["report", "units", "from_units", "from_macro", "scope", "kind", "start", "end", "lat", "lon"];
  const LIST = () => ["id", "status", ...inLanguages("title", "place"), ...figures()];
  const TELL = () => [
    ...LIST(),
    "start",
    "end",
    "source_url",
    "confidence",
    "quote",
    "case",
    ...inLanguages("text", "locator"),
  ];
  const inLanguages = (...stems) => stems.flatMap((stem) => Words.LANGS.map((l) => `${stem}_${l}`));
  const figures = () => page.measures.flatMap((m) => [m.key, `${m.key}:flags`]);

  // A test of a row: whether its column says this. What is numbered is compared by number.
  function is(column, wanted) {
    if (!column) return () => true;
    const { codes } = column;
    const code = column.d ? column.d.indexOf(wanted) : -1;
    return codes ? (i) => codes[i] === code : (i) => column(i) === wanted;
  }

  // An array with a value for each row; `Type.from({ length })` takes five times as long.
  function each(Type, valueOf) {
    const out = new Type(n);
    for (let i = 0; i < n; i++) out[i] = valueOf(i);
    return out;
  }

  // Columns as plain arrays, for sums over all rows: numbers with NaN for none, and flags.
  const arrays = new Map();
  function array(name, make) {
    if (!ready(name)) return make(() => null); // is not read yet
    if (!arrays.has(name)) arrays.set(name, make(columns.get(name) || (() => null)));
    return arrays.get(name);
  }
  const values = (key) => array(key, (column) => each(Float64Array, (i) => column(i) ?? NaN));
  const flags = (key) => array(`${key}:flags`, (column) => column.flags || each(Uint8Array, (i) => column(i) || 0));
  let contexts = null;
  const context = () => (contexts ??= each(Uint8Array, (i) => +isContext(i)));

  // Row by row the one region where it counts; -1 for several regions, for none, and for context notes.
  let counted = null;
  function places() {
    counted ??= each(Int16Array, (i) => {
      const list = units(i);
      return list.length === 1 && !isContext(i) ? list[0] : -1;
    });
    return counted;
  }

  // The lines below the tables whose sign the region's name or one of its figures bears.
  const footnotes = (u) =>
    page.readings.flatMap((r) => r.footnotes.filter(([iso]) => iso === page.regions[u].iso).map(([, line]) => line));

  function kinds() {
    const { d, v } = page.incidents.columns.kind ?? {};
    return [...new Set(d || v || [])].filter(Boolean);
  }

  // The row of an id, or undefined.
  function row(id) {
    const column = columns.get("id");
    if (!column) return undefined;
    if (column.row) return column.row(id);
    for (let i = 0; i < n; i++) if (column(i) === id) return i;
    return undefined;
  }

  const SMALL = 2000; // incidents: so few that everything is read and drawn at once
  const isSmall = () => n <= SMALL;

  return {
    page,
    n,
    isSmall,
    measures,
    reports,
    notes,
    unitOf,
    need,
    ready,
    get,
    text,
    units,
    report,
    quantity,
    words,
    heading,
    stated,
    isDraft,
    footnotes,
    isContext,
    point,
    places,
    row,
    each,
    values,
    flags,
    context,
    is,
    DRAW,
    LIST,
    TELL,
    figures,
    column: (name) => columns.get(name),
    names,
    regions: page.regions,
    kinds,
  };
})();
