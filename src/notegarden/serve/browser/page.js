// The state of the open page as sent by the server: see PageState in inject.py.

// `token` is told by the event stream.
export const open = { state: read(document), token: "" };

/** The state embedded in a page, open or just fetched; null for a page of another server. */
export function read(page) {
  const script = page.getElementById("notegarden-live");
  return script ? JSON.parse(script.dataset.state) : null;
}
