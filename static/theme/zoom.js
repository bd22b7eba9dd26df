// A picture in a dialog: as large as the screen allows, or at its full size where that is larger.

import { loadStyle } from "./dom.js";
import { loadWords } from "./words.js";

const WORTH_IT = 1.25; // how much larger than on the screen the full size must be

let dialog;

export async function openPicture(picture, zoom) {
  if (!dialog) {
    const [text] = await Promise.all([loadWords(), loadStyle("dialogs.css")]);
    dialog = build(text);
  }
  const { root, large, caption } = dialog;
  large.src = picture.currentSrc || picture.src;
  large.alt = picture.alt === zoom ? "" : picture.alt; // the one it has for want of another says what pressing it does
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

/** The whole picture, and a way to its full size where it has one. */
function fit({ root, large, full }) {
  root.classList.remove("is-full");
  const frame = large.parentElement;
  frame.removeAttribute("tabindex");
  full.ariaPressed = "false";
  full.hidden = large.naturalWidth < WORTH_IT * shown(large).width;
}

/** From the whole picture to its full size, what is at this place staying there; or back. */
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
  frame.tabIndex = 0; // what scrolls is scrolled by keys too
  frame.scrollTo(across * large.offsetWidth - place.x - place.width / 2, down * large.offsetHeight - place.y - place.height / 2);
}

/** Where the picture itself stands in its box, which it fills one way only. */
function shown(large) {
  const box = large.getBoundingClientRect();
  const style = getComputedStyle(large);
  const [across, down] = ["Left", "Top"].map((side) => parseFloat(style[`padding${side}`]));
  const scale = Math.min((box.width - 2 * across) / large.naturalWidth, (box.height - 2 * down) / large.naturalHeight);
  const [width, height] = [large.naturalWidth * scale, large.naturalHeight * scale];
  return new DOMRect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}
