// Pagefind, asked in the garden's way: one answer from several indexes, grouped by note with its best sections.
import { home } from "./dom.js";
import { plain, queries, runs, withoutTitle } from "./search-words.js";

const SECTIONS = 3;
const FRESH = "fresh"; // marks the results of the increment

let loading;
let failures = 0;

/** Fetches what a search needs, once; a failure is not remembered. */
export function loadIndex() {
  loading ??= open().catch((error) => {
    loading = undefined;
    failures += 1;
    throw error;
  });
  return loading;
}

async function open() {
  const root = home();
  // A browser remembers a module that could not be had; by another address it asks anew.
  const script = new URL(`pagefind/pagefind.js${failures ? `?${failures}` : ""}`, root);
  const [pagefind, { indexes, stale }] = await Promise.all([import(script), siteLists()]);
  await pagefind.options({ baseUrl: root.pathname, excerptLength: 26 });
  await pagefind.init();
  for (const folder of indexes.slice(1)) {
    const options = { baseUrl: root.pathname };
    // Words are rarer in a large index, and rare words weigh more: the increment's results would all come last.
    if (isIncrement(folder)) Object.assign(options, { mergeFilter: { layer: FRESH }, indexWeight: Math.max(1, 6 / Math.log(2 + stale.length)) });
    await pagefind.mergeIndex(new URL(folder, root).pathname, options);
  }
  return { pagefind, stale: new Set(stale), hasIncrement: indexes.some(isIncrement) };
}

function isIncrement(folder) {
  return folder === "pagefind-1/";
}

let lists;

/** search.json: the indexes, the addresses that only the increment may answer for, recent notes, tags by use. */
export function siteLists() {
  const none = { indexes: ["pagefind/"], stale: [], recent: [], tags: [] };
  lists ??= fetch(new URL("search.json", home()))
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}))
    .then((found) => ({ ...none, ...found }));
  return lists;
}

/** Fetches the parts of the index that a query will need, while it is still being typed. */
export async function warmUp(text) {
  const { pagefind } = await loadIndex();
  await pagefind.preload(queries(text)[0]);
}

/** Every tag with the number of notes that bear it; fetches the filter's part of the index. */
export async function allTags() {
  const { pagefind } = await loadIndex();
  return (await pagefind.filters()).tag ?? {};
}

/** {count, tags: {title: count}, next(n) → a promise of the next n notes, fewer at the end} */
export async function search(text, tags = []) {
  const { pagefind, stale, hasIncrement } = await loadIndex();
  const filters = tags.length ? { tag: tags } : {};
  let query, found;
  for (query of queries(text)) {
    found = await pagefind.search(query, { filters });
    if (found.results.length) break;
  }
  const fresh = hasIncrement ? await freshPages(pagefind, query, filters) : new Map();
  const pages = currentPages(found.results, stale, fresh);
  const replaced = [...fresh.keys()].filter((url) => stale.has(url)).length;
  return {
    count: Math.max(found.results.length - replaced, Math.min(1, found.results.length)),
    tags: found.filters?.tag ?? {},
    async next(n) {
      const notes = [];
      while (notes.length < n) {
        const { value, done } = await pages.next();
        if (done) break;
        notes.push(note(value));
      }
      return notes;
    },
  };
}

/** Address → page, of what the increment finds. */
async function freshPages(pagefind, query, filters) {
  const { results } = await pagefind.search(query, { filters: { ...filters, layer: FRESH } });
  const pages = await Promise.all(results.map((result) => result.data()));
  return new Map(pages.map((page) => [page.url, page]));
}

/** Pages in the order of the results, each once. Where the whole index has an old state of a page, the increment's
 *  takes its place in the order; if that no longer matches, there is none. */
async function* currentPages(results, stale, fresh) {
  const seen = new Set();
  for (let at = 0; at < results.length; at += 10) {
    for (const found of await Promise.all(results.slice(at, at + 10).map((result) => result.data()))) {
      const page = fresh.get(found.url) ?? (stale.has(found.url) ? null : found);
      if (!page || seen.has(page.url)) continue;
      seen.add(page.url);
      yield page;
    }
  }
}

function note(page) {
  const best = page.sub_results.toSorted((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
  const parts = page.sub_results.filter((part) => best.includes(part)).map(section);
  const intro = parts.find((part) => part.url === page.url);
  const says = intro?.excerpt.some((run) => run.marked); // it may be found by its title alone
  return {
    url: page.url,
    title: plain(page.meta.title ?? page.url),
    excerpt: says ? intro.excerpt : [],
    sections: parts.filter((part) => part !== intro),
    others: page.sub_results.length - parts.length,
  };
}

function weight(part) {
  return part.weighted_locations.reduce((sum, location) => sum + location.balanced_score, 0);
}

function section(part) {
  const title = plain(part.title);
  return { url: part.url, title, excerpt: withoutTitle(runs(part.excerpt), title) };
}
