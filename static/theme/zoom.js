// Shows a picture in a dialog: fitted to the screen, or at full size if that is larger.

import { loadStyle } from "./dom.js";
import { loadWords } from "./words.js";

const WORTH_IT = 1.25; // minimum ratio of the full size to the fitted size

let dialog;

export async function openPicture(picture, zoom) {
  if (!dialog) {
    const [text] = await Promise.all([loadWords(), loadStyle("dialogs.css")]);
    dialog = build(text);
  }
  const { root, large, caption } = dialog;
  // Smaller copies made by the build are for the text; a source that the author chose, such as a dark picture, stays.
  large.src = picture.currentSrc.includes("/assets/pictures/") ? picture.src : picture.currentSrc || picture.src;
  large.alt = picture.alt === zoom ? "" : picture.alt; // a placeholder alt only describes the click
  const own = picture.closest("figure")?.querySelector("figcaption");
  caption.replaceChildren(...(own ? own.cloneNode(true).childNodes : []));
  root.setAttribute("aria-label", picture.alt || zoom);
  root.showModal();
  large.decode().catch(() => {}).then(() => fit(dialog));
}

function build(text) {
  const root = document.createElement("dialog");
  root.className = "zoom";
  root.innerHTML = `<figure><img><figcaption></figcaption></figure><form method="dialog"><button class="full" type="button" hidden>⤢</button><button class="close">×</button></form>`;
  const [large, caption, full, close] = ["img", "figcaption", ".full", ".close"].map((each) => root.querySelector(each));
  const made = { root, large, caption, full };
  full.setAttribute("aria-label", text.zoom_full);
  close.setAttribute("aria-label", text.close);
  full.addEventListener("click", () => turn(made, large.getBoundingClientRect()));
  root.addEventListener("click", ({ target, clientX, clientY }) => {
    if (target === large && !full.hidden) turn(made, new DOMRect(clientX, clientY));
    else if (!target.closest("a, button")) root.close();
  });
  addEventListener("resize", () => root.open && !root.classList.contains("is-full") && fit(made));
  document.body.append(root);
  return made;
}

/** Fits the picture to the screen, with a button for full size if that is larger. */
function fit({ root, large, full }) {
  root.classList.remove("is-full");
  const frame = large.parentElement;
  frame.removeAttribute("tabindex");
  full.ariaPressed = "false";
  full.hidden = large.naturalWidth < WORTH_IT * shown(large).width;
}

/** Toggles between fitted and full size, keeping the clicked point in place. */
function turn(made, place) {
  const { root, large, full } = made;
  if (root.classList.contains("is-full")) {
    fit(made);
    return;
  }
  const { x, y, width, height } = shown(large);
  const frame = large.parentElement;
  const [across, down] = [(place.x + place.width / 2 - x) / width, (place.y + place.height / 2 - y) / height];
  root.classList.add("is-full");
  full.ariaPressed = "true";
  frame.tabIndex = 0; // scrollable by keyboard
  frame.scrollTo(across * large.offsetWidth - place.x - place.width / 2, down * large.offsetHeight - place.y - place.height / 2);
}

/** The picture's own rectangle inside its box (object-fit: contain). */
function shown(large) {
  const box = large.getBoundingClientRect();
  const style = getComputedStyle(large);
  const [across, down] = ["Left", "Top"].map((side) => parseFloat(style[`padding${side}`]));
  const scale = Math.min((box.width - 2 * across) / large.naturalWidth, (box.height - 2 * down) / large.naturalHeight);
  const [width, height] = [large.naturalWidth * scale, large.naturalHeight * scale];
  return new DOMRect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}
