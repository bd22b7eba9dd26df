// A picture in a dialog as large as the screen allows.

import { loadStyle } from "./dom.js";
import { loadWords } from "./words.js";

let dialog;

export async function openPicture(picture, zoom) {
  if (!dialog) {
    const [text] = await Promise.all([loadWords(), loadStyle("dialogs.css")]);
    dialog = build(text);
  }
  const large = dialog.querySelector("img");
  large.src = picture.currentSrc || picture.src;
  large.alt = picture.alt === zoom ? "" : picture.alt; // the one it has for want of another says what pressing it does
  const caption = picture.closest("figure")?.querySelector("figcaption");
  dialog.querySelector("figcaption").replaceChildren(...(caption ? caption.cloneNode(true).childNodes : []));
  dialog.setAttribute("aria-label", picture.alt || zoom);
  dialog.showModal();
}

function build(text) {
  const made = document.createElement("dialog");
  made.className = "zoom";
  made.innerHTML = `<figure><img><figcaption></figcaption></figure><form method="dialog"><button class="close">×</button></form>`;
  made.querySelector("button").setAttribute("aria-label", text.close);
  made.addEventListener("click", (event) => event.target.closest("a, button") || made.close());
  document.body.append(made);
  return made;
}
