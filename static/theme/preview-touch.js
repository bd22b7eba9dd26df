// Long press on a link opens a preview card on touch screens; a tap outside closes it.
import { previewAddress } from "./preview-note.js";

const PRESS = 420; // ms: before the browser's context menu, which opens after 500
const SLIP = 10; // px that a finger may move during a long press

/** Calls `show(link)` after a long press, and `closeAll()` on a tap outside the cards. Returns a function that continues a
 *  press from its `touchstart` event, if it started before this module was loaded. */
export function watchTouch({ show, closeAll }) {
  let press; // {link, x, y, timer, isLong}
  const begin = (link, { clientX, clientY }, hasEnded = () => false, wait = PRESS) => {
    if (!link || !previewAddress(link)) return;
    link.style.setProperty("-webkit-touch-callout", "none");
    const mine = { link, x: clientX, y: clientY, isLong: false };
    mine.timer = setTimeout(() => {
      if (hasEnded()) return;
      mine.isLong = true;
      getSelection()?.removeAllRanges();
      show(link);
    }, wait);
    press = mine;
  };
  const end = () => {
    clearTimeout(press?.timer);
    press?.link.style.removeProperty("-webkit-touch-callout");
    if (!press?.isLong) press = undefined;
  };

  document.addEventListener("pointerdown", (event) => {
    end();
    press = undefined;
    if (event.pointerType === "touch" && event.isPrimary) begin(event.target.closest?.("a[href]"), event);
  });
  document.addEventListener("pointermove", (event) => {
    if (press && !press.isLong && Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLIP) end();
  });
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  document.addEventListener("contextmenu", (event) => press && event.preventDefault(), true);
  document.addEventListener("click", (event) => {
    const isAfterPress = press?.isLong;
    press = undefined;
    const isBeside = event.pointerType === "touch" && !event.target.closest(".preview") &&
      document.querySelector(".preview:not(:has([aria-pressed='true']))");
    if (!isAfterPress && !isBeside) return;
    event.preventDefault(); // neither the end of a long press nor a tap that closes a card follows a link
    event.stopPropagation();
    if (!isAfterPress) closeAll();
  }, true);

  return (first, hasEnded) => {
    const wait = Math.max(0, PRESS - (performance.now() - first.timeStamp));
    if (!hasEnded()) begin(first.target.closest("a[href]"), first.changedTouches?.[0] ?? first, hasEnded, wait);
  };
}
