// What is shown, as files: CSV that the tool reads back, GeoJSON, and the picture as SVG and PNG.
import { Announcer } from "../announcer.js";
import { Csv } from "./csv.js";
import { Data } from "../data/data.js";
import { Dom } from "../dom.js";
import { Geometry } from "../map/geometry.js";
import { Picture } from "./picture.js";
import { Words } from "../data/words.js";

export const Downloads = (() => {
  const { html, one } = Dom;
  const KINDS = ["csv", "geojson", "svg", "png", "png-wide", "png-square"];
  let look;

  function start(current) {
    look = current;
    one("#karasora-take").after(html("p", { class: "hint", id: "karasora-taken" }));
    one("#karasora-take").append(
      ...KINDS.map((kind) =>
        html("button", {
          type: "button",
          "data-download": kind,
          "data-word": `download.${kind}`,
          click: () => run(kind),
        }),
      ),
    );
  }

  async function run(kind) {
    try {
      await Data.need();
      const { state, figures, rows } = look();
      const name = file(state, kind);
      await { csv, geojson, svg, png: png("page"), "png-wide": png("wide"), "png-square": png("square") }[kind](
        name,
        state,
        figures,
        rows,
      );
      tell(outcome(), name);
    } catch {
      tell("failed");
    }
  }

  // karasora-article-incidents.png, karasora-article-incidents-wide.png; a measure may be named in any letters
  function file(state, kind) {
    const [ending, form] = kind.split("-");
    return `karasora-${[state.report, state.measure, form].filter(Boolean).join("-")}.${ending}`.replace(
      /[^\p{L}\p{N}_.-]+/gu,
      "-",
    );
  }

  // What became of a file: a frame may hold it back, and one of another origin doesn't tell whether it does.
  function outcome() {
    if (window.top === window) return "done";
    const frame = /** @type {HTMLIFrameElement} */ (window.frameElement);
    if (!frame) return "framed";
    return !frame.hasAttribute("sandbox") || frame.sandbox.contains("allow-downloads") ? "done" : "failed";
  }

  // What is wrong stands under the buttons as well.
  function tell(how, name) {
    const text = Words.t(`download.${how}`, { name });
    one("#karasora-taken").textContent = how === "done" ? "" : text;
    Announcer.say(text);
  }

  function give(name, blob) {
    const url = URL.createObjectURL(blob);
    const link = html("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 30000);
  }

  async function csv(name, state, figures, rows) {
    give(name, new Blob(await Csv.write(state, rows), { type: "text/csv;charset=utf-8" }));
  }

  async function geojson(name, state, figures, rows) {
    const report = Data.reports.get(state.report);
    const { borders } = Data.page;
    const units = Data.regions.map((region, u) => ({
      type: "Feature",
      properties: {
        iso: region.iso,
        name_ru: region.name.ru,
        name_kk: region.name.kk,
        name_en: region.name.en,
        report: report.id,
        measure: state.measure,
        per: state.per,
        state: figures[u].state,
        value: figures[u].value,
        qualifier: Words.sign(figures[u].flags),
        population: region.population,
        population_date: Data.page.population.date,
        area_km2: region.area_km2,
        ...(Data.footnotes(u).length ? { notes: Data.footnotes(u).join("\n") } : {}),
      },
      geometry: { type: "MultiPolygon", coordinates: Geometry.coordinates(borders, u) },
    }));
    const shown = Csv.columns().filter(([header]) => header !== "lat" && header !== "lon");
    const head = {
      type: "FeatureCollection",
      name: Words.pick(report.title, report.language).text,
      report: { id: report.id, publisher: report.publisher, url: report.url, start: report.start, end: report.end },
      attribution: "© OpenStreetMap contributors (openstreetmap.org/copyright), ODbL 1.0; GeoNames, CC BY 4.0",
      license: "ODbL-1.0",
      data_sha256: Data.page.data_sha256,
    };
    const parts = [
      `${JSON.stringify(head).slice(0, -1)},"features":[\n`,
      units.map((f) => JSON.stringify(f)).join(",\n"),
    ];
    for (let from = 0; from < rows.length; from += 20000) {
      parts.push(
        ",\n",
        Array.from(rows.slice(from, from + 20000), (i) => {
          const point = Data.point(i);
          const properties = Object.fromEntries(
            shown.map(([header, get]) => [header, get(i)]).filter(([, value]) => value !== ""),
          );
          return JSON.stringify({
            type: "Feature",
            properties,
            geometry: point && { type: "Point", coordinates: point },
          });
        }).join(",\n"),
      );
      await new Promise((go) => setTimeout(go));
    }
    parts.push("\n]}\n");
    give(name, new Blob(parts, { type: "application/geo+json" }));
  }

  // XML has no place for some characters that a text may hold.
  const source = (...view) =>
    new XMLSerializer()
      .serializeToString(Picture.compose(...view))
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");

  async function svg(name, state, figures, rows) {
    give(name, new Blob([source(state, figures, rows)], { type: "image/svg+xml" }));
  }

  // Posts have a size of their own; the large picture is sharp on paper, too.
  const png =
    (form) =>
    async (name, ...view) => {
      const text = source(...view, form);
      const scale = form === "page" ? 2 : 1;
      const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
      const image = new Image();
      await new Promise((done, fail) => {
        image.onload = done;
        image.onerror = fail;
        image.src = url;
      });
      const canvas = html("canvas", { width: image.width * scale, height: image.height * scale });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      give(name, await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail()), "image/png")));
    };

  return { start };
})();
