// Switches between light and dark.
const systems = matchMedia("(prefers-color-scheme: dark)");
const system = () => (systems.matches ? "dark" : "light");
const theme = () => document.documentElement.dataset.theme ?? system();

/** Updates the switch to the current theme. */
export function tellTheme() {
  document.querySelector("[data-theme-switch]")?.setAttribute("aria-pressed", theme() === "dark");
}
systems.onchange = tellTheme;

/** Toggles the theme; one equal to the system's is not stored at `key`, so the page follows the system again. */
export function switchTheme(key) {
  const next = theme() === "dark" ? "light" : "dark";
  const isSystems = next === system();
  if (isSystems) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  tellTheme();
  try {
    if (isSystems) localStorage.removeItem(key);
    else localStorage.setItem(key, next);
  } catch {
    // Storage is blocked: applies to this page only.
  }
}
