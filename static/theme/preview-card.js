// One preview card: its frame, position, pinning and dragging.
import { element } from "./dom.js";

const GAP = 8; // px between a link and its card, and between a card and the viewport's edge
const narrow = matchMedia("(max-width: 48rem)");

/** The card's element, in the top layer, next to the link. Its buttons call `close` and `pin`. */
export function makeCard(note, link, t, { close, pin }) {
  const pinButton = element("button", { type: "button", class: "preview-pin", "aria-pressed": "false",
    "aria-label": t("preview_pin"), title: t("preview_pin"), click: () => pin() });
  const closeButton = element("button", { type: "button", class: "preview-close", "aria-label": t("close"),
    title: t("close"), click: () => close() });
  const head = element("div", { class: "preview-head" }, element("a", { href: note.url }, note.title), pinButton, closeButton);
  const body = element("div", { class: "preview-body body", tabindex: "0", role: "region", "aria-label": note.title }, note.content);
  if (note.isCut) body.append(element("p", { class: "preview-more" }, element("a", { href: note.url }, t("preview_more"))));
  const card = element("div", { class: "preview", popover: "manual", role: "dialog", "aria-label": note.title }, head, body);
  document.body.append(card);
  card.showPopover();
  if (!narrow.matches) place(card, link);
  if (note.mark) {
    note.mark.classList.add("preview-mark");
    body.scrollTop = note.mark.getBoundingClientRect().top - body.getBoundingClientRect().top - 40;
  }
  return card;
}

/** Updates the pin button's state. */
export function showPinned(card, isPinned, t) {
  const words = t(isPinned ? "preview_unpin" : "preview_pin");
  const button = card.querySelector(".preview-pin");
  button.setAttribute("aria-pressed", String(isPinned));
  button.setAttribute("aria-label", words);
  button.title = words;
}

/** Places the card below the link's line under the pointer, or above it if there is more space. */
function place(card, link) {
  const lines = [...link.getClientRects()];
  const line = lines.find((one) => one.bottom > 0) ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const isAbove = innerHeight - line.bottom < height + 2 * GAP && line.top > innerHeight - line.bottom;
  const room = (isAbove ? line.top : innerHeight - line.bottom) - 2 * GAP;
  const tall = Math.min(height, Math.max(room, 160));
  const isRightToLeft = getComputedStyle(link).direction === "rtl";
  const start = isRightToLeft ? line.right - width + 24 : line.left - 24;
  card.style.maxBlockSize = `${Math.round(tall)}px`;
  moveTo(card, start, isAbove ? line.top - GAP - tall : line.bottom + GAP);
}

function moveTo(card, left, top) {
  const { width, height } = card.getBoundingClientRect();
  card.style.left = `${Math.round(Math.max(GAP, Math.min(left, document.documentElement.clientWidth - width - GAP)))}px`;
  card.style.top = `${Math.round(Math.max(GAP, Math.min(top, innerHeight - height - GAP)))}px`;
}

/** Makes the card draggable by its header; `moved` is called once, when dragging starts. */
export function letMove(card, moved) {
  const head = card.querySelector(".preview-head");
  head.addEventListener("pointerdown", (down) => {
    if (down.button || narrow.matches || down.target.closest("a, button")) return;
    const { left, top } = card.getBoundingClientRect();
    let isMoving = false;
    const follow = (event) => {
      if (!isMoving && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 4) return;
      if (!isMoving) moved();
      isMoving = true;
      moveTo(card, left + event.clientX - down.clientX, top + event.clientY - down.clientY);
    };
    head.setPointerCapture(down.pointerId);
    head.addEventListener("pointermove", follow);
    head.addEventListener("lostpointercapture", () => head.removeEventListener("pointermove", follow), { once: true });
  });
}
