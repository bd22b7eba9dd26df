// The open page's state from the server: see PageState in inject.py.

// `token` is sent by the event stream.
export const open = { state: read(document), token: "" };

/** The state embedded in a page, open or fetched; null for a page of another server. */
export function read(page) {
  const script = page.getElementById("notegarden-live");
  return script ? JSON.parse(script.dataset.state) : null;
}
