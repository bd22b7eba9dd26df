// Pagefind, asked in the garden's way: one answer from several indexes, grouped by note with its best sections.
import { home } from "./dom.js";
import { folded, hasWords, plain, questions, runs, withoutTitle } from "./search-words.js";

const SECTIONS = 3;
const BATCH = 10; // pages that are fetched at a time
// A title counts for more than what a text mentions, a word for more than a longer one that begins with it.
const RANKING = { metaWeights: { title: 20 }, termSimilarity: 3 };
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
  const [pagefind, { indexes, stale }] = await Promise.all([import(script.href), siteLists()]);
  await pagefind.options({ baseUrl: root.pathname, excerptLength: 26, ranking: RANKING });
  await pagefind.init();
  for (const folder of indexes.slice(1)) {
    const options = { baseUrl: root.pathname, ranking: RANKING };
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
  await pagefind.preload(questions(text)[0].words);
}

/** Every tag with the number of notes that bear it; fetches the filter's part of the index. */
export async function allTags() {
  const { pagefind } = await loadIndex();
  return (await pagefind.filters()).tag ?? {};
}

/** {count, isPart, tags: {title: count}, next(n) → the next n notes, fewer at the end}; `isPart`: no note has all words. */
export async function search(text, tags = []) {
  const index = await loadIndex();
  const filters = tags.length ? { tag: tags } : {};
  let answer;
  for (const question of questions(text)) {
    answer = await answerTo(index, question, filters);
    if (answer.count) break;
  }
  return answer;
}

/**
 * @param {any} index
 * @param {{words: string, phrase?: string, isPart?: boolean}} question
 * @param {any} filters
 */
async function answerTo({ pagefind, stale, hasIncrement }, { words, phrase, isPart = false }, filters) {
  const found = await pagefind.search(words, { filters });
  const exact = phrase && found.results.length ? await pagefind.search(phrase, { filters }) : { results: [] };
  const ids = new Set(exact.results.map((result) => result.id));
  const results = [...exact.results, ...found.results.filter((result) => !ids.has(result.id))];
  const fresh = hasIncrement ? await freshPages(pagefind, words, filters) : new Map();
  const replaced = [...fresh.keys()].filter((url) => stale.has(url)).length;
  const pages = currentPages(results, words, stale, fresh);
  const first = await take(pages, BATCH);
  return {
    count: first.length < BATCH ? first.length : results.length - replaced,
    isPart,
    tags: found.filters?.tag ?? {},
    async next(n) {
      const ready = first.splice(0, n);
      return [...ready, ...(await take(pages, n - ready.length))].map(note);
    },
  };
}

async function take(pages, n) {
  const taken = [];
  while (taken.length < n) {
    const { value, done } = await pages.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/** Address → page, of what the increment finds. */
async function freshPages(pagefind, query, filters) {
  const { results } = await pagefind.search(query, { filters: { ...filters, layer: FRESH } });
  const pages = await Promise.all(results.map((result) => result.data()));
  return new Map(pages.map((page) => [page.url, page]));
}

/** Pages in the order of the results, each once, first those that are called what is asked for. Where the whole index
 *  has an old state of a page, the increment's takes its place in the order; if that no longer matches, there is none. */
async function* currentPages(results, words, stale, fresh) {
  const seen = new Set();
  for (let at = 0; at < results.length; at += BATCH) {
    const found = await Promise.all(results.slice(at, at + BATCH).map((result) => result.data()));
    const isCalled = (page) => folded(plain(page.meta.title ?? "")) === folded(plain(words));
    for (const old of found.toSorted((a, b) => Number(isCalled(b)) - Number(isCalled(a)))) {
      const page = fresh.get(old.url) ?? (stale.has(old.url) ? null : old);
      if (!page || seen.has(page.url) || !hasWords(page.content, words)) continue;
      seen.add(page.url);
      yield page;
    }
  }
}

function note(page) {
  const best = page.sub_results.toSorted((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
  const parts = page.sub_results.filter((part) => best.includes(part)).map(({ url, title, excerpt }) =>
    ({ url, title: plain(title), excerpt: withoutTitle(runs(excerpt), plain(title)) }));
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
