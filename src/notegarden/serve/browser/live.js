// Live update: keeps an open page current. The server inserts this script first in the head, so that it sees the page
// before other scripts change it.
import { bringBehaviours, isMapStale } from "./behaviours.js";
import { showGone, showLost, showProblems, showTrouble } from "./board.js";
import { follow, isFollowing, startFollow } from "./follow.js";
import { adoptHead } from "./head.js";
import { light } from "./light.js";
import { merge, remember } from "./merge.js";
import { open, read } from "./page.js";
import { startSource } from "./source.js";

const SILENCE = 45_000; // milliseconds until the connection counts as lost: the server sends a heartbeat every 15 s

let source;
let heard = Date.now();
let lost;
let isBusy = false;
let waiting;

function connect() {
  source?.close();
  heard = Date.now();
  source = new EventSource("/_notegarden/events");
  source.addEventListener("hello", ({ data }) => {
    const hello = JSON.parse(data);
    open.token = hello.token;
    alive();
    if (hello.boot !== open.state.boot || hello.version !== open.state.version) update({ ...hello, whole: true });
  });
  source.addEventListener("update", ({ data }) => {
    alive();
    update(JSON.parse(data));
  });
  source.addEventListener("beat", alive);
  source.addEventListener("error", () => {
    lost ??= setTimeout(() => showLost(true), 2000);
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  });
}

function alive() {
  heard = Date.now();
  clearTimeout(lost);
  lost = undefined;
  showLost(false);
}

/** Runs one update at a time; those that arrive meanwhile are merged into one. */
async function update(news) {
  if (follow(news)) return;
  if (isBusy) {
    waiting = waiting ? merged(waiting, news) : news;
    return;
  }
  isBusy = true;
  try {
    await step(news);
  } catch (error) {
    console.warn("live update:", error); // The server is shutting down; the page reconnects when it is back.
  } finally {
    isBusy = false;
    const next = waiting;
    waiting = undefined;
    if (next) update(next);
  }
}

/** Merges two updates, as the server does with those that a page missed. */
function merged(first, second) {
  return {
    ...second,
    saved: second.saved || first.saved,
    assets: [...new Set([...(first.assets ?? []), ...(second.assets ?? [])])],
    files: [...new Set([...(first.files ?? []), ...(second.files ?? [])])],
    whole: first.whole || second.whole,
  };
}

/** Fetches this page again and merges the differences. */
async function step(news) {
  const answer = await fetch(location.href, { cache: "no-cache" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = read(page);
  if (!now || needsReload(page, now, news)) return location.reload();
  open.state = { ...now, stand_in: open.state.stand_in };
  showGone(now);
  showTrouble(now.trouble);
  showProblems(now);
  if (now.stand_in || now.trouble) return; // Keep the last valid page.
  if (await isMapStale()) return location.reload();
  adoptHead(page, news);
  light(merge(page), isFollowing());
  bringBehaviours();
  document.dispatchEvent(new CustomEvent("notegarden:update", { detail: news }));
}

/** Whether to reload: running scripts cannot be replaced, and error pages have no state worth keeping. */
function needsReload(page, now, news) {
  if (now.stand_in) return false;
  if (open.state.stand_in) return true;
  const scripts = (root) => [...root.querySelectorAll("script[src]")].map((each) => each.getAttribute("src")).join();
  if (news.whole && scripts(page) !== scripts(document)) return true;
  return Boolean(news.assets?.some((name) => !/\.(css|png|svg|jpe?g|webp|avif|woff2)$/.test(name)));
}

if (open.state) {
  // A service worker with cached pages would hide changes.
  delete document.documentElement.dataset.offline;
  navigator.serviceWorker?.getRegistrations?.().then((all) => all.forEach((each) => each.unregister()));
  remember(document.body);
  startFollow();
  startSource();
  showGone(open.state);
  showTrouble(open.state.trouble);
  showProblems(open.state);
  if (!document.hidden) connect();
  // Browsers limit connections per host, so only visible pages keep one.
  document.addEventListener("visibilitychange", () => (document.hidden ? source?.close() : connect()));
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  setInterval(() => !document.hidden && Date.now() - heard > SILENCE && connect(), 5000); // after the computer slept
}
