// The overlay of live updates, in a shadow tree, so that neither the theme's styles nor a merge affect it.
import { edit } from "./editor.js";

let board;
let said;
let dismissed;

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

/** Replaces the section of the overlay with this name and returns it; without children, removes it and returns null. */
function part(name, ...children) {
  if (!board) {
    if (!children.length) return null;
    const host = make("notegarden-live", { "data-added": "" });
    board = host.attachShadow({ mode: "open" });
    board.append(make("link", { rel: "stylesheet", href: "/_notegarden/live.css" }));
    document.documentElement.append(host);
  }
  board.querySelector(`.${name}`)?.remove();
  if (!children.length) return null;
  const made = make("section", { class: name, role: name === "trouble" ? "alert" : "status" }, ...children);
  board.append(made);
  return made;
}

/** Shows a short message, and hides it after four seconds. */
export function say(text) {
  part("said", make("p", {}, text));
  clearTimeout(said);
  said = setTimeout(() => part("said"), 4000);
}

export function showLost(isLost) {
  if (isLost) part("lost", make("p", {}, "The server does not answer. This page is as it was."));
  else part("lost");
}

/** Shows that the page is gone, with its new URL if it moved. */
export function showGone({ gone, moved }) {
  if (!gone) part("gone");
  else if (moved) part("gone", make("p", {}, "This note has moved. ", make("a", { href: moved }, "Go to where it is now")));
  else part("gone", make("p", {}, "There is no note at this address now."));
}

/** Shows the error that prevents an update of the page, until it is fixed or dismissed. */
export function showTrouble(trouble) {
  const key = JSON.stringify(trouble ?? null);
  if (!trouble) part("trouble");
  if (!trouble || key === dismissed) return;
  dismissed = undefined;
  const close = () => {
    dismissed = key;
    part("trouble");
  };
  const place = [trouble.path, trouble.line || "", trouble.column || ""].filter(Boolean).join(":");
  const source = make("ol", { start: trouble.source[0]?.number ?? 1 });
  for (const { number, text } of trouble.source) {
    source.append(make("li", { value: number, class: number === trouble.line ? "here" : "" }, make("code", {}, text)));
  }
  const shown = part(
    "trouble",
    make("div", { class: "top" }, make("h2", {}, trouble.message), make("button", { type: "button", "aria-label": "Close", click: close }, "×")),
    place && make("p", { class: "place" }, placed(trouble, place)),
    trouble.source.length && source,
    trouble.hint && make("p", { class: "hint" }, trouble.hint),
  );
  shown.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

/** A source location: a button that opens it in the editor if it is in a note, else text. */
function placed({ path, line }, text) {
  if (!path.startsWith("content/")) return text;
  const click = async () => say(await edit(path.slice("content/".length), line ? { line } : {}));
  return make("button", { type: "button", class: "open", click }, text);
}

/** Shows the problems of this note, and of notes that broke meanwhile, folded in a corner. */
export function showProblems({ problems, path }) {
  if (!problems?.length) return part("problems");
  const wasOpen = board?.querySelector(".problems details")?.open;
  const list = make("ul");
  for (const each of problems) {
    const other = path && each.path.endsWith(path) ? "" : each.path;
    const place = [other, each.line ? `line ${each.line}` : ""].filter(Boolean).join(", ");
    list.append(
      make("li", { class: each.severity }, place && placed(each, place), make("span", {}, each.message), each.hint && make("small", {}, each.hint)),
    );
  }
  const worst = ["error", "warning", "info"].find((level) => problems.some((each) => each.severity === level));
  const count = problems.length === 1 ? "1 remark" : `${problems.length} remarks`;
  const details = make("details", {}, make("summary", { class: worst }, count), list);
  details.open = Boolean(wasOpen);
  return part("problems", details);
}
