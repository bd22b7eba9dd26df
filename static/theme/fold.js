// Folding sections: a button before each heading, and a key for all of them. Find in page and links into a folded
// section unfold it. Nothing is folded by default.

const HEADINGS = ":scope > :is(h1, h2, h3, h4, h5, h6)";
const body = () => document.querySelector(".body");
const button = (heading) => heading.querySelector(":scope > .fold");
const isFolded = (heading) => button(heading)?.ariaExpanded === "false";

/** Call again after headings have changed. */
export function startFolds() {
  for (const heading of body().querySelectorAll(HEADINGS)) {
    if (!button(heading)) heading.prepend(made());
    nameBoth(heading);
  }
  body().addEventListener("beforematch", reveal);
  addEventListener("hashchange", revealTarget);
  arrange();
}

function made() {
  const toggle = document.createElement("button");
  Object.assign(toggle, { type: "button", className: "fold", ariaExpanded: "true" });
  toggle.dataset.added = "";
  toggle.addEventListener("click", () => {
    set(toggle.parentElement, !isFolded(toggle.parentElement));
    arrange();
  });
  return toggle;
}

/** The button's accessible name has the heading's text; the heading's name is without the button. */
function nameBoth(heading) {
  const own = [...heading.childNodes].filter((node) => !("added" in (node.dataset ?? {})));
  heading.ariaLabel = own.map((node) => node.textContent).join("").trim();
  button(heading).ariaLabel = `${document.querySelector("main").dataset.fold}: ${heading.ariaLabel}`;
}

function set(heading, folded) {
  button(heading).ariaExpanded = String(!folded);
}

/** Hides everything below a folded heading, up to the next of its level or above. */
function arrange() {
  let rank = 7; // level of the folded heading above, 1 to 6; 7: none
  for (const block of body().children) {
    const own = block.matches("h1, h2, h3, h4, h5, h6") ? Number(block.tagName[1]) : 7;
    if (own <= rank && own < 7) rank = 7;
    if (rank < 7) block.setAttribute("hidden", "until-found");
    else block.removeAttribute("hidden");
    if (own < 7 && rank === 7 && isFolded(block)) rank = own;
  }
}

/** Unfolds every section that contains the block. */
function unfoldAround(block) {
  let rank = block.matches("h1, h2, h3, h4, h5, h6") ? Number(block.tagName[1]) : 7;
  for (let before = block; before; before = before.previousElementSibling) {
    if (!/^H[1-6]$/.test(before.tagName) || (before !== block && Number(before.tagName[1]) >= rank)) continue;
    set(before, false);
    rank = Number(before.tagName[1]);
  }
  arrange();
}

function reveal(event) {
  const block = event.target.closest(".body > *");
  if (block) unfoldAround(block);
}

// For browsers without the beforematch event.
function revealTarget() {
  const block = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".body > [hidden]");
  if (!block) return;
  unfoldAround(block);
  block.scrollIntoView();
}

/** Folds all top-level sections, or unfolds everything if any is folded. */
export function foldAll() {
  const headings = [...body().querySelectorAll(HEADINGS)].filter(button);
  const folded = !headings.some(isFolded);
  const first = Math.min(...headings.map((heading) => Number(heading.tagName[1])));
  for (const heading of headings) set(heading, folded && Number(heading.tagName[1]) === first);
  arrange();
}
