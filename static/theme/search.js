// The search dialog. This module and the index are loaded when it is first opened.
import { element, home, loadStyle } from "./dom.js";
import { recentVisits } from "./recent.js";
import { storageKey } from "./storage.js";
import { allTags, loadIndex, search, siteLists, warmUp } from "./search-index.js";
import { randomRow } from "./search-files.js";
import { answerStatus, foundNotes, putIn, released, showTitles, tagButtons, waysIn } from "./search-results.js";
import { walkLinks } from "./search-keys.js";
import { loadPhrases } from "./phrases.js";
import { readingTools } from "./reading.js";

const PAGE = 10;
const READY = 4; // results that get their excerpts before they are shown; the others get them near the viewport
const PAUSE = 110; // ms without a keystroke before the search starts (debounce)
const KEY = storageKey("search"); // sessionStorage: the last query, restored when the reader comes back from a result

let dialog;

/** Opens the dialog with the session's last query selected, or with the text that `takeTyped()` returns. */
export async function openSearch(takeTyped) {
  dialog ??= loadPhrases().then(makeDialog);
  const [{ root, field, ask: askAgain }] = await Promise.all([dialog, loadStyle("search.css"), loadStyle("reading.css")]);
  if (root.open) return;
  field.value = sessionStorage.getItem(KEY) ?? "";
  root.showModal();
  field.focus();
  field.select();
  const typed = takeTyped?.();
  if (typed) field.value = typed;
  askAgain();
}

function makeDialog(t) {
  const field = element("input", {
    type: "search", "aria-label": t("search_hint"), placeholder: t("search_hint"),
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
  });
  const status = element("p", { class: "search-status", role: "status" });
  const narrow = element("button", { type: "button", class: "search-narrow", "aria-expanded": "false", hidden: true },
    t("search_narrow"));
  const tags = element("div", { class: "search-tags chips", role: "group", "aria-label": t("tags"), hidden: true });
  const list = element("div", { class: "search-list" });
  const close = element("button", { type: "button", class: "search-close" }, element("span", {}, t("close")), " ", element("kbd", {}, "Esc"));
  const keys = element("p", { class: "search-keys", "aria-hidden": "true" }, element("kbd", {}, "↑"),
    element("kbd", {}, "↓"), ` ${t("search_move")} `, element("kbd", {}, "Enter"), ` ${t("search_open")}`);
  const root = element("dialog", { class: "search", "aria-label": t("search") },
    element("div", { class: "search-head" }, field, close),
    element("div", { class: "search-bar" }, status, narrow), tags, list, keys);
  const parts = { root, field, status, narrow, tags, list, t, chosen: [], turn: 0, settled: Promise.resolve() };
  parts.ask = () => { parts.settled = ask(parts); };
  listen(parts, close);
  document.body.append(root);
  return parts;
}

function listen(parts, close) {
  const { root, field, narrow, list } = parts;
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(parts.ask, field.value.trim() ? PAUSE : 0);
    if (field.value.trim()) warmUp(field.value.trim()).catch(() => {});
  });
  walkLinks(root, field, list, async () => {
    clearTimeout(timer);
    if (field.value.trim() !== parts.asked) parts.ask();
    await parts.settled;
    list.querySelector("a")?.click();
  });
  narrow.addEventListener("click", async () => {
    const open = narrow.getAttribute("aria-expanded") !== "true";
    narrow.setAttribute("aria-expanded", String(open));
    parts.tags.hidden = !open;
    if (!open) parts.chosen = [];
    else await allTags();
    parts.ask();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault(); // the browser would clear the field
    shut(root);
  });
  close.addEventListener("click", () => shut(root));
  root.addEventListener("click", (event) => event.target === root && shut(root));
  addEventListener("pagehide", () => root.close());
}

/** Closes the dialog, which restores the focus; if there was none, the field loses it now, not in the next frame. */
function shut(root) {
  root.close();
  if (root.contains(document.activeElement)) document.activeElement.blur();
}

async function ask(parts) {
  const { field, list, t } = parts;
  const turn = ++parts.turn;
  const query = (parts.asked = field.value.trim());
  sessionStorage.setItem(KEY, query);
  if (!query) return show(parts, turn, await beginning(parts), "");
  list.setAttribute("aria-busy", "true");
  showTitles(parts, () => turn === parts.turn, query);
  try {
    const answer = await search(query, parts.chosen);
    if (turn !== parts.turn) return;
    const notes = await answer.next(PAGE);
    const found = element("ol", { class: "founds" }, ...(await foundNotes(notes, query, t, READY)));
    const content = notes.length ? [found] : [element("p", { class: "search-none" }, t("search_none_hint"))];
    if (answer.count > PAGE) content.push(moreButton(parts, found, answer, query));
    await show(parts, turn, content, answerStatus(answer, query, t), answer);
  } catch {
    await show(parts, turn, failure(t), t(navigator.onLine ? "search_failed" : "search_failed_offline"));
  }
}

async function show(parts, turn, content, words, answer) {
  await released(parts.root);
  if (turn !== parts.turn) return;
  parts.list.scrollTop = 0;
  putIn(parts.list, content);
  parts.list.dataset.query = parts.asked;
  parts.list.removeAttribute("aria-busy");
  parts.status.textContent = words;
  parts.narrow.hidden = !answer;
  parts.tags.hidden = !answer || parts.narrow.getAttribute("aria-expanded") !== "true";
  parts.tags.replaceChildren(...tagButtons(answer?.tags ?? {}, parts.chosen, (tag) => {
    parts.chosen = parts.chosen.includes(tag) ? parts.chosen.filter((one) => one !== tag) : [...parts.chosen, tag];
    parts.ask();
  }));
}

async function beginning({ root, t }) {
  loadIndex().catch(() => {}); // preload while the first word is typed
  const { recent, tags, rereading } = await siteLists();
  const random = element("button", { type: "button", class: "search-more", click: openRandom }, t("search_random"));
  return [waysIn([
    { title: t("search_visited"), links: recentVisits(storageKey("read")).filter((visit) => visit.url !== location.pathname).slice(0, 6) },
    { title: t("tags"), links: tags.slice(0, 16), chips: true },
    { title: t("search_recent"), links: recent.slice(0, 8) },
  ]), readingTools(t, () => shut(root), rereading), random];
}

function openRandom() {
  randomRow().then(({ url }) => location.assign(url)).catch(() => location.assign(allNotes()));
}

function moreButton(parts, found, answer, query) {
  const button = element("button", { type: "button", class: "search-more" }, parts.t("search_more"));
  button.addEventListener("click", async () => {
    const items = await foundNotes(await answer.next(PAGE), query, parts.t, READY);
    found.append(...items);
    items[0]?.querySelector("a").focus();
    if (items.length < PAGE) button.remove();
  });
  return button;
}

function failure(t) {
  return [element("p", { class: "search-none" }, element("a", { href: allNotes() }, t("browse_all")))];
}

function allNotes() {
  return document.documentElement.dataset.all ?? home().href;
}
