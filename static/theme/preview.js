// Link previews: a card with the linked note, on hover, focus or long press.
import { loadStyle } from "./dom.js";
import { letMove, makeCard, showPinned } from "./preview-card.js";
import { noteAt, previewAddress } from "./preview-note.js";
import { watchTouch } from "./preview-touch.js";
import { loadPhrases } from "./phrases.js";

const FETCH = 100, HOVER = 350, FOCUS = 700, GRACE = 280; // ms
const stack = []; // open cards: {card, link, parent, isPinned, by}, the newest last
let intent; // {link, fetching, showing}: the hovered or focused link whose card is not open yet
let leaving;
let rested; // the pointer's position when it last moved
let isBeneath = false;
const place = ({ clientX, clientY }) => `${clientX} ${clientY}`;

/** Adds the listeners. `first`: the event that loaded this module; `hasEnded()`: whether that touch has ended. */
export function startPreviews(first, hasEnded) {
  rested = place(first ?? {});
  document.addEventListener("pointerover", (event) => event.pointerType !== "touch" && pointerAt(event));
  document.addEventListener("pointermove", moved, { passive: true });
  document.documentElement.addEventListener("pointerleave", () => pointAt(document.documentElement));
  document.addEventListener("focusin", (event) => {
    pointAt(event.target, FOCUS);
  });
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("scroll", (event) => event.target === document && closeWhere((one) => one.by === HOVER && !one.card.matches(":hover")), { passive: true });
  document.addEventListener("pointerdown", (event) => {
    forget();
    if (!event.target.closest?.(".preview")) closeWhere((one) => one.by !== 0);
  });
  const touch = watchTouch({ show: (link) => open(link, 0), closeAll: () => closeWhere(() => true) });
  if (first?.pointerType === "touch" || first?.type === "touchstart") touch(first, hasEnded);
  else if (first) pointAt(first.target, first.type === "focusin" ? FOCUS : HOVER);
}

/** Ignores links of a card that opened under a resting pointer: in a narrow window, cards would open endlessly. */
function pointerAt(event) {
  isBeneath = place(event) === rested;
  pointAt((isBeneath && event.target.closest?.(".preview")) || event.target);
}

function moved(event) {
  rested = place(event);
  if (isBeneath) pointAt(event.target);
  isBeneath = false;
}

/** Called when pointer or focus has moved to `target`: opens a link's card after a delay, and closes others after another. */
function pointAt(target, wait = HOVER) {
  const link = target.closest?.("a[href]");
  const isWanted = link && (wait === HOVER || link.matches(":focus-visible"));
  if (intent && intent.link !== link) forget();
  clearTimeout(leaving);
  leaving = setTimeout(() => closeLeft(target), GRACE);
  if (!isWanted || intent || stack.some((one) => one.link === link)) return;
  const address = previewAddress(link);
  if (!address) return;
  intent = {
    link,
    fetching: setTimeout(() => noteAt(address), FETCH),
    showing: setTimeout(() => open(link, wait), wait),
  };
}

function forget() {
  clearTimeout(intent?.fetching);
  clearTimeout(intent?.showing);
  intent = undefined;
}

/** Opens the card of `link`. `by`: HOVER, FOCUS, or 0 for a long press. */
async function open(link, by) {
  const mine = intent;
  const [t, note] = await Promise.all([loadPhrases(), noteAt(previewAddress(link)), loadStyle("preview.css"), loadStyle("note.css")]);
  await Promise.all(note?.styles.map(loadStyle) ?? []);
  const isMeant = by === 0 || (mine === intent && mine);
  if (!note || !isMeant || !link.isConnected || stack.some((one) => one.link === link)) return;
  forget();
  const parent = stack.find((one) => one.card.contains(link));
  closeWhere((one) => !isAncestor(one, parent));
  const one = { link, parent, by, isPinned: false };
  const pin = (isPinned = !one.isPinned) => {
    one.isPinned = isPinned;
    showPinned(one.card, isPinned, t);
  };
  one.card = makeCard(note, link, t, { close: () => close(one, true), pin });
  letMove(one.card, () => pin(true));
  link.ariaExpanded = "true"; // announced by screen readers
  stack.push(one);
}

function isAncestor(one, descendant) {
  for (let card = descendant; card; card = card.parent) if (card === one) return true;
  return false;
}

/** Closes cards that are neither pinned nor under the pointer or focus, nor parents of such cards. */
function closeLeft(target) {
  const at = stack.find((one) => one.card.contains(target)) ?? stack.find((one) => one.link.contains(target));
  const focused = stack.find((one) => one.card.contains(document.activeElement) || one.link === document.activeElement);
  closeWhere((one) => one.by && !isAncestor(one, at) && !(one.by === FOCUS && isAncestor(one, focused)));
}

function closeWhere(matches) {
  for (const one of stack.filter((card) => !card.isPinned && matches(card))) close(one);
}

function close(one, returnsFocus = false) {
  const at = stack.indexOf(one);
  if (at < 0) return;
  if (returnsFocus && one.card.contains(document.activeElement)) one.link.focus();
  stack.splice(at, 1);
  one.link.ariaExpanded = null;
  one.card.remove();
}

/** Esc closes the newest card; Tab goes from a link into its open card, and from the card's end back. */
function onKey(event) {
  const newest = stack.at(-1);
  if (!newest) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    forget();
    close(newest, true);
  } else if (event.key === "Tab") {
    tab(event);
  }
}

function tab(event) {
  const active = document.activeElement;
  const opened = stack.find((one) => one.link === active);
  const inside = stack.findLast((one) => one.card.contains(active));
  if (opened && !event.shiftKey) {
    event.preventDefault();
    opened.card.querySelector("a").focus();
  } else if (inside) {
    const stops = [...inside.card.querySelectorAll("a[href], button, [tabindex='0'], summary, iframe, input:not([disabled])")]
      .filter((stop) => stop.checkVisibility());
    if (active === stops[0] && event.shiftKey) event.preventDefault();
    if (active !== stops.at(event.shiftKey ? 0 : -1)) return;
    inside.link.focus(); // then the browser moves on from there
    if (!inside.isPinned) close(inside);
  }
}
