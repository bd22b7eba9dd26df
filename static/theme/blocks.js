// Code, tables and formulas: a button that copies, and reach by keyboard for what scrolls sideways.

import { loadWords } from "./words.js";

export async function startBlocks() {
  for (const block of document.querySelectorAll(".body :is(pre, table, math[display='block'])")) {
    if (block.scrollWidth > block.clientWidth && block.tabIndex < 0) block.tabIndex = 0;
  }
  const blocks = document.querySelectorAll(".body pre:has(> code)");
  if (!blocks.length || !navigator.clipboard) return;
  const text = await loadWords();
  for (const block of blocks) addButton(block, text);
}

function addButton(block, text) {
  const frame = block.closest(".highlight") ?? block;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.dataset.added = "";
  button.textContent = text.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(codeOf(block));
    button.textContent = text.copied;
    setTimeout(() => (button.textContent = text.copy), 1500);
  });
  frame.append(button);
}

// Line numbers are no part of the code.
function codeOf(block) {
  const copy = block.querySelector("code").cloneNode(true);
  for (const number of copy.querySelectorAll(".linenos, .ln, .lnt")) number.remove();
  return copy.textContent.replace(/\n$/, "");
}
