// The table of contents: marks the current section, adds permalinks; on a phone it opens as a bottom sheet.

const links = new Map();
let sheet;
let current;
let observer;

/** Call again after headings have changed. */
export function startContents() {
  observer?.disconnect();
  links.clear();
  for (const link of document.querySelectorAll(".toc a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading && !links.has(heading)) links.set(heading, link);
  }
  const headings = [...links.keys()];
  // Called when a heading crosses a quarter of the viewport's height; all above count as intersecting, so jumps work too.
  observer = new IntersectionObserver(() => mark(headings), { rootMargin: "1000000px 0px -75% 0px" });
  for (const heading of headings) {
    observer.observe(heading);
    if (!heading.querySelector(":scope > a.anchor")) heading.append(permalink(heading));
  }
  if (location.hash === "#_contents") openContents();
}

// For the mouse only; keyboard and screen reader users have the contents list.
function permalink(heading) {
  const link = document.createElement("a");
  Object.assign(link, { className: "anchor", href: links.get(heading).getAttribute("href"), textContent: "#", tabIndex: -1 });
  link.ariaHidden = "true";
  link.dataset.added = "";
  return link;
}

function mark(headings) {
  const line = innerHeight / 4 + 1;
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headings[middle].getBoundingClientRect().top < line) low = middle + 1;
    else high = middle;
  }
  const link = low ? links.get(headings[low - 1]) : undefined;
  if (link === current) return;
  current?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  current = link;
  if (link) keepInView(link, link.closest("details"));
}

// Sets scrollTop of the list, since scrollIntoView could also scroll the page.
function keepInView(link, box) {
  const [inner, outer] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top + 60 || inner.bottom > outer.bottom - 60) box.scrollTop += inner.top - outer.top - outer.height / 3;
}

/** Focuses the list on a wide screen; opens it in a bottom sheet on a narrow one. */
export function openContents() {
  const nav = document.querySelector(".toc");
  if (matchMedia("(min-width: 70rem)").matches) {
    nav.querySelector("details").open = true;
    (current ?? nav.querySelector("a")).focus();
    return;
  }
  sheet ??= build(nav);
  for (const link of sheet.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
  if (current) sheet.querySelector(`a[href="${CSS.escape(current.getAttribute("href"))}"]`)?.setAttribute("aria-current", "true");
  sheet.showModal();
  sheet.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

function build(nav) {
  const made = document.createElement("dialog");
  made.className = "sheet";
  made.setAttribute("aria-label", nav.getAttribute("aria-label"));
  const list = document.createElement("nav");
  list.className = "toc";
  list.setAttribute("aria-label", nav.getAttribute("aria-label"));
  list.append(nav.querySelector("ol").cloneNode(true));
  list.firstChild.removeAttribute("id");
  made.append(list);
  made.addEventListener("click", (event) => (event.target === made || event.target.closest("a")) && made.close());
  document.body.append(made);
  return made;
}
