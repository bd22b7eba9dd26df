// The page that stands in for one that is not kept: links to those that are, by title. It is kept with that page, and
// so imports nothing.
const list = document.querySelector("[data-offline-pages]");
const { pathname } = new URL(document.documentElement.dataset.home, location.href);

async function keptPages() {
  const found = new Map();
  for (const name of (await caches.keys()).filter((one) => one.split(" ")[2] === pathname)) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (!url.endsWith("/") || url.endsWith("/offline/") || found.size > 500) continue;
      const html = await (await cache.match(url)).text();
      const page = new DOMParser().parseFromString(html.slice(0, 20000), "text/html");
      const title = page.querySelector("h1")?.textContent.trim() || page.title;
      if (title) found.set(url, title);
    }
  }
  return [...found].sort((a, b) => a[1].localeCompare(b[1]));
}

function item([href, textContent]) {
  const made = document.createElement("li");
  made.append(Object.assign(document.createElement("a"), { href, textContent }));
  return made;
}

if (globalThis.caches) list.replaceChildren(...(await keptPages()).map(item));
