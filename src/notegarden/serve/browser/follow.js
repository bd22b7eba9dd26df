// Follow mode: navigates to the note that was saved last. Turned on by `?follow` in the URL, or the key F (Shift+f).
import { say } from "./board.js";

const KEY = "notegarden-follow";
let isOn = false;

export const isFollowing = () => isOn;

export function startFollow() {
  isOn = new URLSearchParams(location.search).has("follow") || sessionStorage.getItem(KEY) === "1";
  if (isOn) sessionStorage.setItem(KEY, "1");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    isOn = !isOn;
    if (isOn) sessionStorage.setItem(KEY, "1");
    else sessionStorage.removeItem(KEY);
    say(isOn ? "Following: the note that is saved comes up here" : "Not following any more");
  });
}

/** Navigates if follow mode is on and another note was saved; returns whether it does. */
export function follow(news) {
  if (!isOn || !news.saved || decodeURI(news.saved) === decodeURI(location.pathname)) return false;
  location.assign(news.saved);
  return true;
}

export function isTyping(event) {
  return event.isComposing || Boolean(event.composedPath()[0].closest?.("input, textarea, select, [contenteditable], dialog[open]"));
}
