// A picture in a dialog: fitted to the screen, or at full size if that is larger.

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
  // The smaller copies that a build makes are for the text; a choice of the author's own, as of a dark picture, stays.
  large.src = picture.currentSrc.includes("/assets/pictures/") ? picture.src : picture.currentSrc || picture.src;
  large.alt = picture.alt === zoom ? "" : picture.alt; // a stand-in alt only says what pressing does
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

/** The fitted picture, with a button for full size if it is larger. */
function fit({ root, large, full }) {
  root.classList.remove("is-full");
  const frame = large.parentElement;
  frame.removeAttribute("tabindex");
  full.ariaPressed = "false";
  full.hidden = large.naturalWidth < WORTH_IT * shown(large).width;
}

/** Toggle between fitted and full size, keeping the pressed point in place. */
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
  frame.tabIndex = 0; // makes it scrollable by keys
  frame.scrollTo(across * large.offsetWidth - place.x - place.width / 2, down * large.offsetHeight - place.y - place.height / 2);
}

/** The rectangle of the picture itself inside its box (object-fit: contain). */
function shown(large) {
  const box = large.getBoundingClientRect();
  const style = getComputedStyle(large);
  const [across, down] = ["Left", "Top"].map((side) => parseFloat(style[`padding${side}`]));
  const scale = Math.min((box.width - 2 * across) / large.naturalWidth, (box.height - 2 * down) / large.naturalHeight);
  const [width, height] = [large.naturalWidth * scale, large.naturalHeight * scale];
  return new DOMRect(box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
}
