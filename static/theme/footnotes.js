// Footnotes next to their references: as sidenotes if the screen is wide, else in a popover.

const WIDE = matchMedia("(min-width: 70rem)");
const GAP = 14;
let card;
let observer;

/** Call again after footnotes have changed. */
export function startFootnotes() {
  observer?.disconnect();
  document.querySelector(".side-notes")?.remove();
  const calls = [...document.querySelectorAll(".body .footnote-ref")].filter((call) => noteOf(call));
  const column = document.createElement("div");
  column.className = "side-notes";
  column.dataset.added = "";
  column.ariaHidden = "true"; // A copy of the footnotes; screen readers get it by aria-describedby.
  document.querySelector(".note")?.append(column);
  for (const [index, call] of calls.entries()) {
    const side = contentOf(call);
    side.className = "side-note";
    side.id = `_side-note-${index + 1}`;
    call.setAttribute("aria-describedby", side.id);
    for (const link of side.querySelectorAll("a")) link.tabIndex = -1;
    column.append(side);
    call.onclick = (event) => show(event, call, side);
  }
  observer = new ResizeObserver(() => place(calls, column));
  observer.observe(document.querySelector(".body"));
}

function noteOf(call) {
  return document.getElementById(decodeURIComponent(call.hash.slice(1)));
}

/** A copy of the footnote with its number, without ids and backlinks. */
function contentOf(call) {
  const copy = document.createElement("div");
  const number = Object.assign(document.createElement("sup"), { textContent: call.textContent });
  copy.append(number, ...noteOf(call).cloneNode(true).childNodes);
  for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
  for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
  return copy;
}

function place(calls, column) {
  if (!WIDE.matches) return;
  const top = column.getBoundingClientRect().top;
  const above = document.querySelector(".margin")?.lastElementChild;
  let free = above ? above.getBoundingClientRect().bottom - top + 2 * GAP : 0;
  const wanted = calls.map((call) => call.getBoundingClientRect().top - top - 4);
  const heights = [...column.children].map((side) => side.offsetHeight);
  [...column.children].forEach((side, index) => {
    const isFolded = !calls[index].checkVisibility();
    side.style.visibility = isFolded ? "hidden" : "";
    if (isFolded) return;
    const start = Math.max(free, wanted[index]);
    side.style.translate = `0 ${start}px`; // A transform causes no layout shift.
    free = start + heights[index] + GAP;
  });
}

function show(event, call, side) {
  event.preventDefault();
  if (WIDE.matches && side.offsetParent) {
    side.scrollIntoView({ block: "nearest" });
    side.classList.remove("lit");
    void side.offsetWidth; // Restarts the highlight animation.
    side.classList.add("lit");
    return;
  }
  card ??= document.querySelector("main").appendChild(Object.assign(document.createElement("div"), { className: "footnote-card", popover: "auto", tabIndex: -1, role: "note" }));
  card.replaceChildren(...contentOf(call).childNodes);
  card.ariaLabel = card.textContent.trim(); // announced on focus
  const box = call.getBoundingClientRect();
  card.style.setProperty("--x", `${Math.min(Math.max(box.left - 40, 16), innerWidth - card.offsetWidth - 16)}px`);
  card.showPopover();
  const above = box.bottom + card.offsetHeight + 24 > innerHeight;
  card.style.setProperty("--y", `${above ? box.top - card.offsetHeight - 8 : box.bottom + 8}px`);
  card.style.setProperty("--x", `${Math.max(16, Math.min(box.left - 40, innerWidth - card.offsetWidth - 16))}px`);
  card.focus();
}
