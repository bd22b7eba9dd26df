// Asks the server to open a note in the author's editor.
import { open } from "./page.js";

/** `where`: {line}, or {block} as described by source.js. Resolves to a short message about the result. */
export async function edit(path, where) {
  const answer = await fetch("/_notegarden/edit", {
    method: "POST",
    headers: { "content-type": "application/json", "x-notegarden-token": open.token ?? "" },
    body: JSON.stringify({ path, ...where }),
  }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!said) return "The server does not answer";
  const place = said.path ? `${said.path}:${said.line}` : "";
  return [place, said.error, said.hint].filter(Boolean).join(" · ");
}
