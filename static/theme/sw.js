// The service worker. The build writes sw.js at the site's root: a line `const BUILD = "hash";` (which changes
// when the theme or the offline page does), this file, then sw-garden.js. Caches of this scope:
//   shell     the offline page and its resources
//   seen      visited pages and files; network first
//   pictures  the last pictures viewed
//   garden    all text of the garden, if the reader has turned that on
const ROOT = new URL(self.registration.scope);
const PREFIX = `notegarden 1 ${ROOT.pathname} `;
const [SHELL, SEEN, PICTURES, GARDEN] = ["shell", "seen", "pictures", "garden"].map((name) => PREFIX + name);
const OFFLINE_PAGE = new URL("offline/", ROOT).href;
const PATIENCE = 3000; // ms to wait for the network if there is a cached copy
const PICTURE_LIMIT = 300;

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function keepShell() {
  const page = await fetch(OFFLINE_PAGE, { cache: "no-cache" });
  if (!page.ok) return;
  const html = await page.clone().text();
  const urls = [...html.matchAll(/\s(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map((match) => new URL(match[1], OFFLINE_PAGE).href);
  const cache = await caches.open(SHELL);
  for (const old of await cache.keys()) if (!urls.includes(old.url)) await cache.delete(old);
  await cache.put(OFFLINE_PAGE, page);
  await Promise.all([...new Set(urls)].map((url) => cache.add(new Request(url, { cache: "force-cache" }))));
}

/** Deletes caches of older versions, and claims open pages. */
async function takeOver() {
  const isOld = (name) => name.startsWith("notegarden ") && name.split(" ")[2] === ROOT.pathname && !name.startsWith(PREFIX);
  await Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = request.method === "GET" && url.origin === ROOT.origin && url.pathname.startsWith(ROOT.pathname);
  if (!isOurs || request.headers.has("range") || /\/(offline(-files)?\.json|sw\.js)$/.test(url.pathname)) return;
  event.respondWith(namesItsContent(url) ? keptOrFetched(event) : fetchedOrKept(event));
});

/** Whether the URL has a content hash (theme files, search index), so that it is immutable: cache first. */
function namesItsContent(url) {
  const path = url.pathname.slice(ROOT.pathname.length);
  return /^(assets\/([0-9a-f]{12}|cards|pictures)\/|search-index\/\w+\.bin$)/.test(path);
}

async function keptOrFetched(event) {
  const kept = await lookUp(event.request.url);
  if (kept) return kept;
  try {
    const answer = await fetch(event.request);
    keep(event, answer, SEEN);
    return answer;
  } catch (error) {
    const sameFile = await lookUpOtherBuild(event.request.url);
    if (sameFile) return sameFile;
    throw error;
  }
}

async function fetchedOrKept(event) {
  const { request } = event;
  const network = fetchFresh(event);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const inTime = await Promise.race([network.catch(() => null), late]);
  if (inTime) return inTime;
  const found = (await lookUp(request.url)) ?? (await network.catch(() => null));
  if (found) return found;
  return (request.mode === "navigate" && (await lookUp(OFFLINE_PAGE))) || Response.error();
}

async function fetchFresh(event) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  keep(event, answer, event.request.destination === "image" ? PICTURES : SEEN);
  return answer;
}

function keep(event, answer, name) {
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  event.waitUntil(put(event.request.url, answer.clone(), name));
}

/** Caches a response under its URL without the query. If the garden's cache has it, that copy is updated. */
async function put(address, answer, name) {
  const key = bare(address);
  const isInGarden = name === SEEN && (await caches.match(key, { cacheName: GARDEN, ignoreVary: true }));
  const cache = await caches.open(isInGarden ? GARDEN : name);
  if (name === PICTURES) await cache.delete(key); // moves it to the end: the oldest are evicted
  if (fileInBuild(key)) await dropOtherBuilds(cache, key);
  await cache.put(key, answer);
  if (name !== PICTURES) return;
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - PICTURE_LIMIT)).map((old) => cache.delete(old)));
}

function bare(address) {
  const url = new URL(address, ROOT);
  url.search = "";
  url.hash = "";
  return url.href;
}

async function lookUp(address) {
  for (const cacheName of [GARDEN, SEEN, PICTURES, SHELL]) {
    const found = await caches.match(bare(address), { cacheName, ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** `theme/site.css` for `…/assets/0123abcd/theme/site.css`; undefined for other URLs. */
function fileInBuild(address) {
  return /\/assets\/[^/]+\/(.+)$/.exec(new URL(address).pathname)?.[1];
}

/** Pages cached from an earlier build link its files; falls back to the same files of any build. */
async function lookUpOtherBuild(address) {
  const file = fileInBuild(address);
  for (const name of file ? [GARDEN, SEEN, SHELL] : []) {
    const cache = await caches.open(name);
    const key = (await cache.keys()).find((one) => fileInBuild(one.url) === file);
    if (key) return cache.match(key);
  }
  return undefined;
}

async function dropOtherBuilds(cache, address) {
  const file = fileInBuild(address);
  const others = (await cache.keys()).filter((one) => one.url !== address && fileInBuild(one.url) === file);
  await Promise.all(others.map((one) => cache.delete(one)));
}
