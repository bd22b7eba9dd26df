// Code, tables, formulas, task boxes, pictures: copy buttons, keyboard access to what scrolls or opens, accessible names.

export function startBlocks() {
  for (const block of document.querySelectorAll(".body :is(pre, table, math[display='block'])")) {
    if (block.scrollWidth > block.clientWidth && block.tabIndex < 0) block.tabIndex = 0;
  }
  for (const cell of document.querySelectorAll(".body th:empty")) cell.role = "presentation"; // An empty corner cell is no header.
  for (const box of document.querySelectorAll(".body input[type='checkbox']")) box.ariaLabel = taskOf(box);
  const blocks = document.querySelectorAll(".body pre:has(> code)");
  if (!blocks.length || !navigator.clipboard) return;
  const { copy, copied } = document.querySelector("main").dataset;
  for (const block of blocks) addButton(block, copy, copied);
}

/** Pictures open larger when pressed; pictures inside links stay links. */
export function startPictures() {
  const zoom = document.querySelector("main")?.dataset.zoom;
  for (const picture of document.querySelectorAll(".body img:not(.zoomable, a img)")) {
    if (picture.complete && !picture.naturalWidth) {
      markMissing(picture);
      continue;
    }
    makeButton(picture, zoom);
  }
}

/** It failed to load: its text is shown in a frame, and without one it says nothing. */
function markMissing(picture) {
  picture.classList.add("missing-picture");
  if (!picture.hasAttribute("alt")) picture.role = "none";
}

function makeButton(picture, zoom) {
  const done = new AbortController();
  const { signal } = done;
  const alt = picture.getAttribute("alt");
  picture.tabIndex = 0;
  picture.role = "button";
  picture.classList.add("zoomable");
  // An empty alt means "decoration", which a button is not.
  if (alt) picture.setAttribute("aria-label", `${alt}. ${zoom}`);
  else picture.alt = zoom;
  picture.addEventListener("click", () => openPicture(picture, zoom), { signal });
  picture.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    openPicture(picture, zoom);
  }, { signal });
  // A picture that waits until it is near may turn out not to be there: nothing opens then.
  picture.addEventListener("error", () => {
    done.abort();
    for (const name of ["tabindex", "role", "aria-label"]) picture.removeAttribute(name);
    picture.classList.remove("zoomable");
    if (alt === null) picture.removeAttribute("alt");
    else picture.alt = alt;
    markMissing(picture);
  }, { signal });
}

function openPicture(picture, zoom) {
  import("./zoom.js").then((module) => module.openPicture(picture, zoom)).catch((error) => console.warn(error));
}

/** The text of a task box: what follows it, up to the next block. */
function taskOf(box) {
  const range = document.createRange();
  range.setStartAfter(box);
  const rest = [...box.parentNode.children].find((child) => child.matches("ul, ol, p, figure, .highlight") && box.compareDocumentPosition(child) & 4);
  if (rest) range.setEndBefore(rest);
  else range.setEndAfter(box.parentNode.lastChild);
  return range.toString().trim().slice(0, 120) || "…";
}

function addButton(block, copy, copied) {
  const frame = block.closest(".highlight") ?? block;
  if (frame.querySelector(":scope > .copy")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.dataset.added = "";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(codeOf(block));
    button.textContent = copied;
    setTimeout(() => (button.textContent = copy), 1500);
  });
  frame.append(button);
  const code = block.querySelector("code");
  if (frame === block && code.scrollWidth > code.clientWidth) {
    code.tabIndex = 0; // Now it is what scrolls.
    block.removeAttribute("tabindex");
  }
}

// Line numbers are not part of the code.
function codeOf(block) {
  const copy = block.querySelector("code").cloneNode(true);
  for (const number of copy.querySelectorAll(".linenos, .ln, .lnt")) number.remove();
  return copy.textContent.replace(/\n$/, "");
}
