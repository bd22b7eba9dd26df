// The switch that caches the whole garden on this device.
import { element, home } from "./dom.js";
import { KEY } from "./offline.js";
import { loadPhrases } from "./phrases.js";

/** Fills `place` with the switch, the download's size, and its progress. */
export async function showSwitch(place, worker) {
  const [t, answer] = await Promise.all([loadPhrases(), fetch(new URL("offline.json", home())).catch(() => null)]);
  const size = answer?.ok ? await answer.json() : null;
  if (!size && !localStorage.getItem(KEY)) return; // the site does not offer it, or is offline
  const isOn = Boolean(localStorage.getItem(KEY));
  const note = element("span", { role: "status", class: "offline-note" });
  const bar = element("progress", { "aria-label": t("offline_keep"), hidden: true });
  const button = element("button", { type: "button", role: "switch", "aria-checked": String(isOn), class: "offline-switch" }, t("offline_keep"));
  const tellSize = () => {
    note.textContent = size ? t("offline_size", { n: size.pages, size: megabytes(size.bytes) }) : "";
  };
  button.addEventListener("click", () => {
    const turnOn = button.getAttribute("aria-checked") !== "true";
    button.setAttribute("aria-checked", String(turnOn));
    if (turnOn) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
    if (turnOn) navigator.storage?.persist?.();
    else tellSize();
    worker.postMessage({ type: turnOn ? "keep" : "drop" });
  });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (button.getAttribute("aria-checked") !== "true") return;
    bar.hidden = data.type !== "progress";
    if (data.type === "progress") {
      Object.assign(bar, { max: data.total, value: data.done });
      note.textContent = t("offline_progress", { done: data.done, total: data.total });
    } else if (data.type === "kept") note.textContent = t("offline_kept");
    else if (data.type === "stopped") note.textContent = t(data.isFull ? "offline_full" : "offline_waiting");
  });
  if (isOn) worker.postMessage({ type: "keep" }); // its answer carries the state
  else tellSize();
  place.replaceChildren(button, note, bar);
  place.hidden = false;
}

function megabytes(bytes) {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  /** @type {Intl.NumberFormatOptions} */
  const style = { style: "unit", unit, maximumFractionDigits: bytes < 1e7 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / (unit === "kilobyte" ? 1e3 : 1e6));
}
