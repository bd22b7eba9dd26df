// What the server says of the page that is open: see PageState in the server's inject.py.

export const open = { state: read(document) };

/** The state that a page, open or just fetched, carries; null for one that is none of this server's. */
export function read(page) {
  const script = page.getElementById("notegarden-live");
  return script ? JSON.parse(script.dataset.state) : null;
}
