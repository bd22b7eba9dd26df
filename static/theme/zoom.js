// A picture opens in a dialog as large as the screen allows. Pictures that are links stay links.

let dialog;

export function startZoom() {
  const { zoom } = document.querySelector("main").dataset;
  for (const picture of document.querySelectorAll(".body img")) {
    if (picture.closest("a") || picture.classList.contains("zoomable")) continue;
    if (picture.complete && !picture.naturalWidth) {
      if (!picture.hasAttribute("alt")) picture.role = "none"; // It could not be had, and nobody said what it shows.
      continue;
    }
    picture.tabIndex = 0;
    picture.role = "button";
    picture.classList.add("zoomable");
    // An empty alt says "decoration", which what can be pressed is not.
    if (picture.alt) picture.setAttribute("aria-label", `${picture.alt}. ${zoom}`);
    else picture.alt = zoom;
    picture.addEventListener("click", () => open(picture, zoom));
    picture.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(picture, zoom);
    });
  }
}

async function open(picture, zoom) {
  if (!dialog) {
    const { loadWords } = await import("./words.js");
    dialog = build(await loadWords());
  }
  const large = dialog.querySelector("img");
  large.src = picture.currentSrc || picture.src;
  large.alt = picture.alt;
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
