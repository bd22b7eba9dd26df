// Second part of the service worker: messages from pages, and caching of the whole garden.
const LIST = bare("offline-kept.json"); // in the garden's cache: {version, files: {address: hash}} of what it holds
const AT_ONCE = 6; // concurrent requests

self.addEventListener("message", (event) => {
  const { type, urls, before = [] } = event.data;
  if (type === "seen") event.waitUntil(keepSeen(urls, before));
  if (type === "keep") event.waitUntil(keepGarden());
  if (type === "drop") event.waitUntil(dropGarden());
});

async function tell(message) {
  for (const client of await self.clients.matchAll()) client.postMessage(message);
}

/** Caches `urls`, a page and the resources it loaded before the worker was active, and the pages read before from the
 *  HTTP cache only, without network requests. */
async function keepSeen(urls, before) {
  await keepLoaded(urls, { cache: "force-cache" }); // still in the HTTP cache
  await keepLoaded(before, { cache: "only-if-cached", mode: "same-origin" });
}

async function keepLoaded(urls, how) {
  for (const url of urls) {
    if (await lookUp(url)) continue;
    const answer = await fetch(url, how).catch(() => null);
    if (answer?.ok && !answer.redirected) await put(url, answer, SEEN);
  }
}

let keeping;
let isDropped = false;

async function dropGarden() {
  isDropped = true;
  await keeping;
  await caches.delete(GARDEN);
}

function keepGarden() {
  isDropped = false;
  keeping ??= bringUpToDate()
    .then((fetched) => tell({ type: "kept", fetched }))
    .catch((error) => tell({ type: "stopped", isFull: error.name === "QuotaExceededError" }))
    .finally(() => { keeping = undefined; });
  return keeping;
}

/** Fetches files that are new or changed in the site's manifest; returns their number. If it is interrupted, at most the
 *  last few are fetched again: the cached manifest is updated after every few batches. */
async function bringUpToDate() {
  const cache = await caches.open(GARDEN);
  const kept = (await (await cache.match(LIST))?.json()) ?? { version: "", files: {} };
  // Offline, a complete cache still counts as complete.
  const { version } = await fetchJson("offline.json").catch((error) => (kept.version ? kept : Promise.reject(error)));
  if (version === kept.version) return 0;
  const wanted = await fetchJson("offline-files.json");
  const changed = Object.keys(wanted).filter((url) => wanted[url] !== kept.files[url]).sort(indexLast);
  for (let at = 0; at < changed.length; at += AT_ONCE) {
    if (isDropped) return 0;
    const batch = changed.slice(at, at + AT_ONCE);
    await Promise.all(batch.map((url) => fetchInto(cache, url)));
    for (const url of batch) kept.files[url] = wanted[url];
    if (at % (8 * AT_ONCE)) continue;
    await cache.put(LIST, Response.json({ version: "", files: kept.files }));
    await tell({ type: "progress", done: at + batch.length, total: changed.length });
  }
  for (const url of Object.keys(kept.files).filter((one) => !(one in wanted))) await cache.delete(bare(url));
  await cache.put(LIST, Response.json({ version, files: wanted }));
  await dropDoubles(wanted);
  return changed.length;
}

async function fetchJson(name) {
  const answer = await fetch(bare(name), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

/** Sorts search.json last, since it names the other files of the search index. */
function indexLast(a, b) {
  const isEntry = (url) => /\/search\.json$/.test(url);
  return Number(isEntry(a)) - Number(isEntry(b));
}

async function fetchInto(cache, url) {
  const answer = await fetch(bare(url), { cache: "no-cache" });
  if (answer.status === 404) return; // removed since the manifest was built
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  await cache.put(bare(url), answer);
}

/** Removes visited pages and files that the garden's cache also has, and pages that no longer exist. */
async function dropDoubles(wanted) {
  const cache = await caches.open(SEEN);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname in wanted || pathname.endsWith("/")) await cache.delete(url);
  }
}
