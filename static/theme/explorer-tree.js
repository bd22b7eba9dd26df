// The explorer's tree, extracted from its page, with the current page marked and the stored branches open.
import { storageKey } from "./storage.js"; // inlined

const BRANCHES = storageKey("explorer-branches");
const MOST = 500; // stored keys

/** The `nav` element with the tree. Throws if the page cannot be fetched. */
export async function loadTree(address, options = {}) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const tree = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".tree");
  if (!tree) throw new Error(`${address} has no tree`);
  const open = new Set(remembered());
  for (const branch of tree.querySelectorAll("details")) if (open.has(branch.dataset.branch)) branch.open = true;
  markHere(tree);
  tree.addEventListener("click", remember);
  return document.adoptNode(tree);
}

/** Replaces `old` with the current tree, keeping open branches and the focus. */
export function exchange(old, tree) {
  for (const branch of old.querySelectorAll("details")) {
    const same = tree.querySelector(`details[data-branch="${CSS.escape(branch.dataset.branch)}"]`);
    if (same) same.open ||= branch.open;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const address = focused?.getAttribute("href");
  const key = focused?.parentElement.dataset.branch;
  old.replaceWith(tree);
  if (address) tree.querySelector(`a[href="${CSS.escape(address)}"]`)?.focus({ preventScroll: true });
  else if (key !== undefined) tree.querySelector(`details[data-branch="${CSS.escape(key)}"] > summary`)?.focus({ preventScroll: true });
}

/** Marks links to the current page, and opens the branches around the first. */
function markHere(tree) {
  const here = linksTo(tree, location.pathname);
  for (const link of here) link.setAttribute("aria-current", "page");
  for (let branch = here[0]?.closest("details"); branch; branch = branch.parentElement.closest("details")) branch.open = true;
}

/** Compares `href` as text if the path is ASCII: resolving thousands of URLs is slow. */
function linksTo(tree, path) {
  if (/^[\w/.~-]*$/.test(path)) return [...tree.querySelectorAll(`a[href="${CSS.escape(path)}"]`)];
  return [...tree.querySelectorAll("a")].filter((link) => new URL(link.getAttribute("href"), location.href).pathname === path);
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(BRANCHES)) ?? [];
  } catch {
    return []; // Storage is blocked.
  }
}

/** Called before the click opens or closes the branch, so `open` is the old state. */
function remember(event) {
  const branch = event.target.closest("summary")?.parentElement;
  if (!branch) return;
  const others = remembered().filter((key) => key !== branch.dataset.branch);
  try {
    localStorage.setItem(BRANCHES, JSON.stringify(branch.open ? others : [branch.dataset.branch, ...others].slice(0, MOST)));
  } catch {
    // Storage is blocked.
  }
}
