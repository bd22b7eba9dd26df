// Keyboard navigation of the search dialog: through the field and the list of links below.

/** ↓ and ↑ move from the field through the links, Home and End to the first and last, typing goes back to the field.
 *  `openFirst` is called on Enter in the field. The dialog handles Esc. */
export function walkLinks(root, field, list, openFirst) {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const inField = document.activeElement === field;
    if (event.key === "Enter" && inField) {
      event.preventDefault();
      openFirst();
      return;
    }
    const stops = [field, ...list.querySelectorAll("a, button")];
    const target = step(event.key, stops, stops.indexOf(document.activeElement), inField);
    if (target) {
      event.preventDefault();
      target.focus();
      target.scrollIntoView({ block: "nearest" });
      if (target === field) field.select();
    } else if (!inField && event.key.length === 1 && event.key !== " ") {
      field.focus(); // the character is then typed into it
      field.setSelectionRange(field.value.length, field.value.length);
    } else if (!inField && event.key === "Backspace") {
      field.focus();
    }
  });
}

function step(key, stops, at, inField) {
  if (key === "ArrowDown") return stops[Math.min(at + 1, stops.length - 1)];
  if (key === "ArrowUp" && !inField) return stops[Math.max(at - 1, 0)];
  if (key === "Home" && !inField) return stops[1];
  if (key === "End" && !inField) return stops.at(-1);
  return undefined;
}
