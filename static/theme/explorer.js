// Opens the explorer: docked beside the page on a wide screen, where it stays open, else in a modal sheet.
import { storageKey } from "./storage.js"; // inlined

const root = document.documentElement;
const DOCKED = storageKey("explorer"); // also read by the inline script in the head, so that the first layout leaves room for the tree
const SCROLLED = storageKey("explorer-scroll");
const WIDE = matchMedia("(min-width: 70rem)");
const openers = document.querySelectorAll("[data-tree]");
const address = openers[0].getAttribute("href");
const isDocked = () => "explorer" in root.dataset;
const dock = Object.assign(document.createElement("aside"), { className: "dock" });
const sheet = Object.assign(document.createElement("dialog"), { className: "sheet" });
let loading; // the promise of the tree

for (const holder of [dock, sheet]) holder.setAttribute("aria-label", openers[0].getAttribute("aria-label"));
document.querySelector(".top").after(dock);
document.body.append(sheet);
if (isDocked() && WIDE.matches) show(dock);
tell();

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-tree]");
  if (!opener || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!WIDE.matches) openSheet();
  else if (isDocked()) close();
  else openDock(event.detail === 0);
});
document.addEventListener("notegarden:update", renew); // `serve` has changed the page
dock.addEventListener("keydown", (event) => event.key === "Escape" && close());
sheet.addEventListener("click", (event) => (event.target === sheet || event.target.closest("a")) && sheet.close());
sheet.addEventListener("close", tell);
addEventListener("pagehide", () => isDocked() && keep(() => sessionStorage, SCROLLED, String(dock.scrollTop)));
WIDE.addEventListener("change", () => {
  if (WIDE.matches) sheet.close();
  if (WIDE.matches && isDocked()) show(dock);
});

async function openDock(byKey) {
  root.dataset.explorer = "";
  keep(() => localStorage, DOCKED, "1");
  tell();
  await show(dock);
  if (byKey) (dock.querySelector("[aria-current]") ?? dock.querySelector("summary, .tree a"))?.focus();
}

async function openSheet() {
  await show(sheet);
  sheet.showModal();
  sheet.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  tell();
}

function close() {
  if (sheet.open) return sheet.close();
  const hadFocus = dock.contains(document.activeElement);
  delete root.dataset.explorer;
  keep(() => localStorage, DOCKED, "");
  tell();
  if (hadFocus) openers[0].focus();
}

/** Fills the dock or sheet. If loading fails, closes the dock, or goes to the explorer page instead of the sheet. */
async function show(holder) {
  try {
    loading ??= import("./explorer-tree.js").then((module) => module.loadTree(address));
    const tree = await loading;
    if (tree.parentElement !== holder) holder.replaceChildren(head(), tree);
    if (holder === dock) arrange();
  } catch (error) {
    console.warn(error);
    loading = undefined;
    if (holder === dock) close();
    else location.assign(address);
  }
}

function head() {
  const made = document.createElement("div");
  const title = Object.assign(document.createElement("a"), { href: address, textContent: dock.ariaLabel });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×", ariaLabel: openers[0].dataset.tree });
  made.className = "tree-head";
  button.addEventListener("click", close);
  made.append(title, button);
  return made;
}

/** Restores the scroll position of the previous page, then scrolls the current page's entry into view. */
function arrange() {
  try {
    dock.scrollTop = Number(sessionStorage.getItem(SCROLLED));
  } catch {
    // Storage is blocked.
  }
  const [here, box] = [dock.querySelector("[aria-current]")?.getBoundingClientRect(), dock.getBoundingClientRect()];
  if (here && (here.top < box.top + 60 || here.bottom > box.bottom - 20)) dock.scrollTop += here.top - box.top - box.height / 3;
}

async function renew() {
  if (!loading) return;
  const [module, old] = [await import("./explorer-tree.js"), await loading];
  const tree = await module.loadTree(address, { cache: "no-cache" });
  if (tree.textContent === old.textContent && tree.innerHTML === old.innerHTML) return;
  module.exchange(old, tree);
  loading = Promise.resolve(tree);
}

function tell() {
  for (const opener of openers) opener.ariaExpanded = String(WIDE.matches ? isDocked() : sheet.open);
}

/** Stores a value, or removes it if it is empty. `storage` is a function: access throws if storage is blocked. */
function keep(storage, key, value) {
  try {
    if (value === "") storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // Storage is blocked.
  }
}
