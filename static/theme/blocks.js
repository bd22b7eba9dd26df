// Code, tables, formulas, checkboxes, pictures: copy buttons, full-width view of what overflows, accessible names.

export function startBlocks() {
  if (navigator.clipboard) document.querySelectorAll(".body pre:has(> code)").forEach(addButton);
  // With a copy button, `code` scrolls instead of `pre`.
  for (const block of document.querySelectorAll(".body :is(pre, pre > code, table, math[display='block'])")) {
    if (block.scrollWidth <= block.clientWidth) continue;
    block.tabIndex = 0;
    block.style.cursor = "zoom-in";
    block.onclick = block.onkeydown = (event) => {
      import("./wide.js").then((module) => module.openBlock(block, event)).catch(console.warn);
    };
  }
  // An empty header cell heads nothing.
  for (const cell of document.querySelectorAll(".body th:empty")) cell.role = "presentation";
  for (const box of document.querySelectorAll(".body input[type='checkbox']")) box.ariaLabel = taskOf(box);
}

/** Pictures open larger on click; pictures inside links stay links. */
export function startPictures() {
  const zoom = document.querySelector("main")?.dataset.zoom;
  for (const picture of document.querySelectorAll(".body img:not(.zoomable, [hidden], a img)")) {
    if (picture.complete && !picture.naturalWidth) {
      picture.alt ||= ""; // It failed to load: without alt text it is decorative.
      continue;
    }
    picture.tabIndex = 0;
    picture.role = "button";
    picture.classList.add("zoomable");
    // An empty alt means "decorative", but a button needs a name.
    if (picture.alt) picture.ariaLabel = `${picture.alt}. ${zoom}`;
    else picture.alt = zoom;
    picture.onclick = () => {
      import("./zoom.js").then((module) => module.openPicture(picture, zoom)).catch(console.warn);
    };
    picture.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      picture.click();
    };
  }
}

/** The accessible name of a checkbox: the text after it, up to the next block. */
function taskOf(box) {
  const range = document.createRange();
  range.setStartAfter(box);
  const rest = [...box.parentNode.children].find((child) => child.matches("ul, ol, p, figure, .highlight") && box.compareDocumentPosition(child) & 4);
  if (rest) range.setEndBefore(rest);
  else range.setEndAfter(box.parentNode.lastChild);
  return range.toString().trim().slice(0, 120) || "…";
}

function addButton(block) {
  const { copy, copied } = document.querySelector("main").dataset;
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
}

// Line numbers are not part of the code.
function codeOf(block) {
  const copy = block.querySelector("code").cloneNode(true);
  for (const number of copy.querySelectorAll(".linenos, .ln, .lnt")) number.remove();
  return copy.textContent.replace(/\n$/, "");
}
