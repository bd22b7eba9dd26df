// Code, tables, formulas, task boxes: a button that copies, reach by keyboard for what scrolls sideways, names.

export function startBlocks() {
  for (const block of document.querySelectorAll(".body :is(pre, table, math[display='block'])")) {
    if (block.scrollWidth > block.clientWidth && block.tabIndex < 0) block.tabIndex = 0;
  }
  for (const cell of document.querySelectorAll(".body th:empty")) cell.role = "presentation"; // The corner heads nothing.
  for (const box of document.querySelectorAll(".body input[type='checkbox']")) box.ariaLabel = taskOf(box);
  const blocks = document.querySelectorAll(".body pre:has(> code)");
  if (!blocks.length || !navigator.clipboard) return;
  const { copy, copied } = document.querySelector("main").dataset;
  for (const block of blocks) addButton(block, copy, copied);
}

/** What the box stands before, up to the next block. */
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
}

// Line numbers are no part of the code.
function codeOf(block) {
  const copy = block.querySelector("code").cloneNode(true);
  for (const number of copy.querySelectorAll(".linenos, .ln, .lnt")) number.remove();
  return copy.textContent.replace(/\n$/, "");
}
