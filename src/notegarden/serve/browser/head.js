// Updates the head: title and metadata at once, style sheets when loaded, so that unstyled content is never shown.

const KEPT = "script, style, link[rel~='stylesheet'], link[rel~='preload']";

/** `news`: the server's update; `files` and `assets` list what changed without a new URL. */
export function adoptHead(page, news) {
  const old = [...document.head.children].filter((node) => !node.matches(KEPT));
  const next = [...page.head.children].filter((node) => !node.matches(KEPT));
  for (const node of old) if (!next.some((other) => other.isEqualNode(node))) node.remove();
  for (const node of next) if (!old.some((other) => other.isEqualNode(node))) document.head.append(node.cloneNode(true));
  swapStyles(page, news);
  refreshPictures(news);
}

/** The path of a URL without its content hash. */
const plain = (href) => new URL(href, location.href).pathname.replace(/\/assets\/[0-9a-f]+\//, "/assets/*/");

function swapStyles(page, news) {
  const stale = new Set(news.files ?? []);
  const sheets = (root) => [...root.querySelectorAll("link[rel~='stylesheet']")];
  const next = new Map(sheets(page).map((link) => [plain(link.getAttribute("href")), link]));
  const prefix = /^(.*\/assets\/)([0-9a-f]+)\//.exec(new URL(sheets(page)[0]?.getAttribute("href") ?? "", location.href).pathname);
  for (const link of sheets(document)) {
    const name = plain(link.href);
    // Style sheets loaded by scripts are not in the served page: they get the new hash as well.
    const to = next.get(name)?.getAttribute("href") ?? (prefix && link.href.replace(/\/assets\/[0-9a-f]+\//, `/assets/${prefix[2]}/`));
    const isStale = stale.has(new URL(link.href).pathname);
    if (to && (isStale || new URL(to, location.href).pathname !== new URL(link.href).pathname)) exchange(link, to, isStale);
    next.delete(name);
  }
  for (const link of next.values()) document.head.append(link.cloneNode());
}

/** Replaces a style sheet; the new one is applied before the old one is removed. */
function exchange(link, href, isStale) {
  const made = link.cloneNode();
  made.href = isStale ? `${href.split("?")[0]}?live=${Date.now()}` : href;
  const done = () => link.remove();
  made.addEventListener("load", done);
  made.addEventListener("error", () => made.remove());
  link.after(made);
}

/** Reloads pictures that were saved again under the same URL. */
function refreshPictures(news) {
  const stale = new Set(news.files ?? []);
  if (!stale.size) return;
  for (const picture of document.querySelectorAll("img[src]")) {
    const url = new URL(picture.src, location.href);
    if (stale.has(url.pathname)) picture.src = `${url.pathname}?live=${Date.now()}`;
  }
}
