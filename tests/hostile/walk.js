// Goes through a page's states by its address, and gives back what incidents' cards and reports' headings say.
async ({ ids = [], reports = [], addresses = [] }) => {
  // As in the background, where the page waits for no frame before it goes on.
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  const settled = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  const go = async (hash) => {
    const before = location.hash;
    location.hash = hash;
    if (location.hash !== before) await new Promise((done) => addEventListener("hashchange", done, { once: true }));
    await settled();
  };
  const texts = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
  const to = (key, value) => go(`${key}=${encodeURIComponent(value)}`);

  for (const lang of ["kk", "en", "ru"]) for (const view of ["regions", "incidents", "changes", "about"]) await go(`lang=${lang}&view=${view}`);
  const cards = [];
  for (const id of ids) {
    await to("incident", id);
    cards.push(texts(".leaflet-popup-content :is(h3, article > p.said, dd > .said, .notes .said)"));
  }
  const headings = [];
  for (const id of reports) {
    await to("report", id);
    headings.push([...texts("h1"), document.title]);
  }
  for (const address of addresses) await go(address);
  for (const hash of ["theme=dark&per=100k&measure=marijuana_kg", "theme=light&per=1000km2", "region=KZ-62", "q=Абай", "q=hurt", "substance=poppy_kg", ""]) await go(hash);
  return { cards, headings };
}
