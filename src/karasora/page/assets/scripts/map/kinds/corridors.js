// A corridor is a curved arrow, thin where it comes from and broad where it arrives; its plate stands beside the tip.
import { Arrow } from "../arrow.js";
import { Data } from "../../data/data.js";
import { Dom } from "../../dom.js";
import { Layout } from "../layout.js";
import { Telling } from "../telling.js";
import { Words } from "../../data/words.js";

export const Corridors = (() => {
  function items(scene) {
    return scene.corridors.flatMap((i) => {
      const shape = Arrow.ofIncident(i, scene.at);
      /** @type {{ fixed: number[], put?: (drawing: any) => any }[]} */
      const body = shape
        .along(13)
        .slice(6)
        .map(([x, y]) => ({ fixed: Layout.box(x, y, 9, 9) }));
      body[0].put = (drawing) => drawing.under(Dom.svg("path", { class: "arrow", d: shape.d }));
      return [...body, plate(i, shape, scene)];
    });
  }

  function plate(i, shape, { size, isLoud, cover }) {
    const text = isLoud ? Telling.figureOf(i) : "";
    const macro = Data.text("from_macro", i);
    const caption = Words.t(macro ? `macro_from.${macro}` : "mark.corridor");
    const height = size.sign;
    const wide = (one, ...font) => (one ? Layout.width(one, ...font) + 6 : 0);
    const form = (text, caption) => ({
      text,
      caption,
      w: height + wide(text, size.mark, 650) + wide(caption, size.mark - 1),
      h: height,
      spots: (shown) => spots(shape, shown),
    });
    const forms = size.narrow ? [form("", "")] : [form(text, caption), form(text, ""), form("", "")];
    return {
      rank: 800,
      must: true,
      suits: cover.suits,
      covers: cover.take,
      forms,
      put: (drawing, { at, form: shown, leader }) => drawing.mark(i, "plate corridor", at, { ...shown, leader }),
    };
  }

  function* spots(shape, { w, h }) {
    yield* shape.plates(w, h);
    const middle = shape.along(9)[3];
    for (const spot of Layout.around(...middle, w, h, { rings: 10, step: 9 })) yield [...spot, [middle]];
  }

  return { items };
})();
