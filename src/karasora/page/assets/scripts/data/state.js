// What the reader looks at, kept in the address (location.hash), so that Back works and an address can be shared.
import { Data } from "./data.js";
import { Periods } from "./periods.js";
import { Words } from "./words.js";

export const State = (() => {
  const PER = ["absolute", "100k", "1000km2", "change"];
  const VIEWS = ["regions", "incidents", "changes", "about"];
  const MARKS = ["dots", "numbers", "none"];
  const listeners = [];
  let now = {};
  let written = null;

  const first = () => Data.page.report || Data.page.reports[0].id;

  // The span that a report opens on: its figures' last period, else all time.
  function opening(report) {
    const code = Data.reports.get(report).figures?.opens || "";
    return { from: code, to: code };
  }

  const defaults = (report = first()) => ({
    lang: "",
    report,
    measure: report === first() ? Data.page.measure : Data.reports.get(report).measure,
    per: "absolute",
    substance: "",
    kind: "",
    q: "",
    ...opening(report),
    step: "",
    region: "",
    incident: "",
    theme: "",
    view: "",
    map: "",
    marks: "",
  });

  // Each key takes only what it knows; anything else in an address counts as not said.
  const accepts = {
    lang: (v) => Words.LANGS.includes(v),
    report: (v) => Data.reports.has(v),
    measure: (v) => Data.measures.has(v),
    per: (v) => PER.includes(v),
    substance: (v) => Data.measures.has(v),
    kind: (v) => Data.kinds().includes(v),
    q: (v) => v.length <= 200,
    from: (v) => !v || Periods.isCode(v),
    to: (v) => !v || Periods.isCode(v),
    step: (v) => Periods.STEPS.includes(v),
    region: (v) => Data.unitOf.has(v),
    incident: (v) => v.length <= 2000,
    theme: (v) => v === "light" || v === "dark",
    view: (v) => VIEWS.includes(v),
    marks: (v) => MARKS.includes(v),
    map: (v) => /^\d{1,2}(\.\d+)?\/-?\d+(\.\d+)?\/-?\d+(\.\d+)?$/.test(v),
  };

  // What the measure allows: no rates of what can't be added up, nor of incidents that are only examples.
  function pers(state) {
    const rates =
      Data.measures.get(state.measure).additive !== false &&
      !(state.measure === "incidents" && Data.reports.get(state.report).examples);
    return PER.filter((per) => per === "absolute" || rates);
  }

  const allowed = (state) => (pers(state).includes(state.per) ? state : { ...state, per: "absolute" });

  function read() {
    const said = {};
    for (const piece of location.hash.replace(/^#/, "").split("&")) {
      const [key, ...rest] = piece.split("=");
      if (!Object.hasOwn(accepts, key)) continue;
      let value = rest.join("=");
      try {
        value = decodeURIComponent(value.replace(/\+/g, " "));
      } catch {
        continue;
      }
      if (accepts[key](value)) said[key] = value;
    }
    return allowed({ ...defaults(said.report), ...said });
  }

  function hash(state = now) {
    const usual = { ...defaults(state.report), report: first() };
    const said = Object.entries(state).filter(([key, value]) => value !== usual[key]);
    return said.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2F/g, "/")}`).join("&");
  }

  function address(state = now) {
    return location.href.replace(/#.*$/s, "") + "#" + hash(state);
  }

  // Another report opens on its own period, where the figures of either have periods.
  function moved(report) {
    if (!report || report === now.report) return {};
    const [here, there] = [now.report, report].map(opening);
    return here.from === there.from ? {} : { ...there, step: "" };
  }

  // `quiet`: what goes on all the time (typing, panning) takes the place of the last address instead of a new one.
  function set(patch, { quiet = false } = {}) {
    const next = allowed({ ...now, ...moved(patch.report), ...patch });
    const changed = Object.keys(next).filter((key) => next[key] !== now[key]);
    if (!changed.length) return;
    now = next;
    written = hash();
    try {
      // In a frame each address would be a step of the page around it. A frame made of a text alone has no
      // address of its own: there "#…" would be the page around it.
      if (location.protocol === "about:") throw new Error("no address");
      if (quiet || window.top !== window) location.replace(`#${written}`);
      else location.hash = written;
    } catch {
      // A frame without an address of its own: the page works, it just can't be shared from there.
    }
    tell(changed);
  }

  function tell(changed) {
    for (const listen of listeners) listen(now, new Set(changed));
  }

  function start() {
    now = read();
    written = location.hash.slice(1);
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) === written) return;
      written = location.hash.slice(1);
      const next = read();
      const changed = Object.keys(next).filter((key) => next[key] !== now[key]);
      now = next;
      if (changed.length) tell(changed);
    });
  }

  return { pers, VIEWS, MARKS, opening, start, set, address, on: (listen) => listeners.push(listen), get: () => now };
})();
