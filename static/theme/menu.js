// Closes the submenus in the header on a click or focus outside, and on Escape.
const opened = () => document.querySelector(".top details[open]");

function closeElsewhere(event) {
  const menu = opened();
  if (menu && !menu.contains(event.target)) menu.open = false;
}
document.addEventListener("click", closeElsewhere);
document.addEventListener("focusin", closeElsewhere);

document.addEventListener("keydown", (event) => {
  const menu = opened();
  if (event.key !== "Escape" || !menu) return;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  menu.open = false;
});
