// The data come compressed, which halves the file; the page starts once they are text again.
async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  element.textContent = await new Response(stream).text();
}

function whenUnpacked(start) {
  const waiting = [...document.querySelectorAll('script[type="application/json"]')].map(unpacked);
  Promise.all(waiting).then(start).catch((error) => {
    document.documentElement.classList.remove("js"); // the still map and the tables are there for that
    throw error;
  });
}
