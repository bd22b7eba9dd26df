// The explorer's tree, taken from its page: the open page marked, the branches open that were open before.
import { storageKey } from "./storage.js"; // inlined

const BRANCHES = storageKey("explorer-branches");
const MOST = 500; // keys remembered

/** The `nav` with the tree, ready to be shown. Throws where the page cannot be fetched. */
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

/** The tree as it is now in the place of `old`, with the same branches open and the focus where it was. */
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

/** Marks the links to the open page, and opens the branches around the first of them. */
function markHere(tree) {
  const here = linksTo(tree, location.pathname);
  for (const link of here) link.setAttribute("aria-current", "page");
  for (let branch = here[0]?.closest("details"); branch; branch = branch.parentElement.closest("details")) branch.open = true;
}

/** By the text of the address where that is plain: thousands of addresses take long to resolve. */
function linksTo(tree, path) {
  if (/^[\w/.~-]*$/.test(path)) return [...tree.querySelectorAll(`a[href="${CSS.escape(path)}"]`)];
  return [...tree.querySelectorAll("a")].filter((link) => new URL(link.getAttribute("href"), location.href).pathname === path);
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(BRANCHES)) ?? [];
  } catch {
    return []; // Storage may be blocked.
  }
}

/** The click comes before the branch opens or closes. */
function remember(event) {
  const branch = event.target.closest("summary")?.parentElement;
  if (!branch) return;
  const others = remembered().filter((key) => key !== branch.dataset.branch);
  try {
    localStorage.setItem(BRANCHES, JSON.stringify(branch.open ? others : [branch.dataset.branch, ...others].slice(0, MOST)));
  } catch {
    // Then nothing is remembered.
  }
}
