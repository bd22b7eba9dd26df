// Lists the cached pages, by title, on the offline page, which replaces one that is not cached. It is cached together
// with that page, so it imports nothing.
const list = document.querySelector("[data-offline-pages]");
const MOST = 500;
const { pathname } = new URL(document.documentElement.dataset.home, location.href);

async function keptPages() {
  const found = new Map();
  for (const name of (await caches.keys()).filter((one) => one.split(" ")[2] === pathname)) {
    const cache = await caches.open(name);
    const urls = (await cache.keys()).map((request) => request.url).filter((url) => url.endsWith("/") && !url.endsWith("/offline/"));
    await Promise.all(urls.slice(0, MOST).map(async (url) => found.set(url, titleOf(await (await cache.match(url)).text()))));
  }
  return [...found].filter(([, title]) => title).sort((a, b) => a[1].localeCompare(b[1]));
}

/** The title, parsed from the `<h1>` only: parsing whole pages would take seconds. */
function titleOf(html) {
  const start = html.search(/<h1[\s>]/);
  const part = start < 0 ? html.slice(0, 2000) : html.slice(start, start + 1000);
  const page = new DOMParser().parseFromString(part, "text/html");
  return page.querySelector("h1")?.textContent.trim() || page.title;
}

function item([href, textContent]) {
  const made = document.createElement("li");
  made.append(Object.assign(document.createElement("a"), { href, textContent }));
  return made;
}

if (globalThis.caches) list.replaceChildren(...(await keptPages()).map(item));
