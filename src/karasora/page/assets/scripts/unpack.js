// The data come compressed, which halves the file; the page starts once they are text again.
export function unpacked(element) {
  const text = element.textContent.trim();
  element.textContent = ""; // it is read once: let the memory go
  const inflate = new DecompressionStream("gzip");
  const writer = inflate.writable.getWriter();
  writer.write(bytesOf(text)).catch(() => {}); // what is damaged fails where it is read
  writer.close().catch(() => {});
  return new Response(inflate.readable);
}

export function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

export function whenUnpacked(start) {
  if (!document.documentElement.classList.contains("js")) return; // an old browser: see head.js
  const packed = document.querySelectorAll('script[type="application/json"]');
  const texts = [...packed].map(async (element) => (element.textContent = await unpacked(element).text()));
  Promise.all(texts).then(() => start(library));
}

// What can wait until the map is drawn lies there as plain text until then, so that nothing of it is compiled before; it hands in
// a function of what it needs of the scripts before it.
let handedIn;
export function handIn(part) {
  handedIn = part;
}

export function later(given) {
  run(document.getElementById("karasora-alive").textContent);
  return handedIn(given);
}

// The policy admits a script's text, wherever that stands.
function run(text) {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
}

// Leaflet comes packed like the data, and once the map is drawn.
async function library() {
  const element = document.getElementById("karasora-library");
  if (!element) return;
  run(await unpacked(element).text());
}
