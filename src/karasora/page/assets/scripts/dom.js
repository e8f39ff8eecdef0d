// Making elements. All text goes in as text nodes, all links pass `link`; nothing in the page parses markup.
export const Dom = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const WEB = /^https?:\/\/[^\s\\]+$/i;

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") element.addEventListener(name, value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat())
      if (child !== null && child !== undefined && child !== false) element.append(child);
    return element;
  }

  const html = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // A link to another site, or just its text if the address is not one of the web.
  function link(url, text, attributes) {
    if (typeof url !== "string" || !WEB.test(url)) return html("span", attributes, text);
    return html("a", { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer" }, text);
  }

  // A line drawing for a button.
  function icon(path) {
    return svg(
      "svg",
      { class: "icon stroke", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
      svg("path", { d: path }),
    );
  }

  return { html, svg, one, all, link, icon };
})();
