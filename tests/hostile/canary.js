// Runs before anything of the page. What happens is told in `__told`. What the document was ever made of, element by
// element and without its texts, is in `__shape()`: two pages of data of the same shape must agree in it.
(() => {
  const told = [];
  const tell = (what) => void (told.length < 200 && told.push(String(what).slice(0, 300)));
  const made = { elements: new Set(), classes: new Set(), ids: new Set(), links: new Set(), styles: new Set() };
  const links = /^(href|src|srcset|action|formaction|data|xlink:href)$/;
  const harmless = /^(https?:\/\/|#|blob:|data:image\/png)/i;
  const marks = { page: "html", body: "body", headline: "h1", map: "#karasora-map", panel: "#karasora-panel" };
  const look = ["display", "visibility", "color", "backgroundColor", "backgroundImage", "fontFamily", "position", "opacity", "direction"];
  const globals = new Set(Object.getOwnPropertyNames(window));

  function note(e) {
    made.elements.add(e.localName);
    for (const { name, value } of e.attributes) {
      made.elements.add(`${e.localName}[${name}]`);
      if (name === "id") made.ids.add(value);
      if (links.test(name)) made.links.add(harmless.test(value) ? value.slice(0, 4).toLowerCase() : value.slice(0, 300));
    }
    for (const c of e.classList) made.classes.add(c);
    for (const property of e.style || []) made.styles.add(property);
    const isSafe = e.rel && e.rel.includes("noopener") && e.target === "_blank";
    if (e.localName === "a" && /^http/.test(e.protocol) && e.isConnected && !isSafe) made.links.add(`without noopener: ${e.href}`);
  }

  function stored() {
    try {
      return localStorage.length + sessionStorage.length + document.cookie.length;
    } catch {
      return 0; // a frame that may store nothing
    }
  }

  function shape() {
    const marked = Object.entries(marks).map(([name, selector]) => [name, document.querySelector(selector)]);
    const styles = marked.map(([name, element]) => [name, element ? getComputedStyle(element) : {}]);
    return {
      ...Object.fromEntries(Object.entries(made).map(([name, found]) => [name, [...found]])),
      globals: Object.getOwnPropertyNames(window).filter((name) => !globals.has(name)),
      prototypes: [Object, Array, String, Function, Element].flatMap((kind) => Object.keys(kind.prototype)),
      look: Object.fromEntries(styles.map(([name, style]) => [name, look.map((property) => style[property])])),
      stored: stored(),
      sheets: document.styleSheets.length,
      scripts: document.scripts.length,
    };
  }

  for (const [name, value] of Object.entries({ __hurt: (n) => tell(`payload ${n} ran`), __told: told, __shape: shape })) {
    Object.defineProperty(window, name, { value });
    globals.add(name);
  }
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => tell(`${name}() was called`);
  addEventListener("securitypolicyviolation", (e) => tell(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  addEventListener("error", (e) => tell(`error: ${e.message || (e.target && e.target.outerHTML)}`), true);
  addEventListener("unhandledrejection", (e) => tell(`rejection: ${e.reason}`));
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") note(target);
      const elements = [...addedNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE);
      for (const element of elements) [element, ...element.querySelectorAll("*")].forEach(note);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
})();
