"""The page that is served while the garden loads: it shows progress and reloads into the page asked for."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from html import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from notegarden.serve.http.policy import page_policy
from notegarden.serve.http.protocol import PatientServer
from notegarden.serve.live.inject import PREFIX

_SOON = 0.7  # seconds; most gardens load faster, and a request before then just waits for its page
_STAGES = {"notes": "Reading the notes", "links": "Resolving the links"}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{stage} …</title>
<noscript><meta http-equiv="refresh" content="1"></noscript>
<style>
  :root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }}
  body {{ display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem }}
  main {{ inline-size: min(24rem, 90vw) }}
  h1 {{ font-size: 1.5rem; font-weight: 600 }}
  progress {{ inline-size: 100% }}
</style>
</head>
<body>
<main>
<h1>{stage} …</h1>
<p><progress aria-label="{stage}"{value}></progress></p>
<p>{count}</p>
<p>The page you asked for will appear here.</p>
</main>
<script type="module">
  for (;;) {{
    await new Promise((after) => setTimeout(after, 250));
    try {{
      const answer = await fetch(location.href, {{ cache: "no-store" }});
      if (answer.status !== 503) break;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.title = page.title;
      document.querySelector("main").replaceWith(page.querySelector("main"));
    }} catch {{ /* The loading server has just been replaced by the real one. */ }}
  }}
  location.reload();
</script>
</body>
</html>
"""


class LoadingPage:
    """Answers on the server's socket from the first late `progress` call until `stop`; never if loading is quick.

    `when_up` is called as soon as requests are accepted.
    """

    def __init__(self, host: str, listener: socket.socket, when_up: Callable[[], None]) -> None:
        self._host = host
        self._listener = listener
        self._when_up = when_up
        self._begun = time.monotonic()
        self._at = ("notes", 0, 0)
        self._server: PatientServer | None = None
        self._thread: threading.Thread | None = None

    def progress(self, stage: str, done: int, total: int) -> None:
        """Progress of loading; `total` is 0 if unknown."""
        self._at = (stage, done, total)
        if self._thread is None and time.monotonic() - self._begun > _SOON:
            # Not earlier: worker processes are forked from this one, which must have no other threads then.
            self._server = PatientServer(self._answer, self._host)
            sockets = [self._listener.dup()]
            self._thread = threading.Thread(target=self._server.run, args=(sockets,), name="loading page", daemon=True)
            self._thread.start()
            self._when_up()

    def stop(self) -> None:
        """Hand the socket to the real server; the kernel queues connections in between."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(5)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._response(Request(scope))(scope, receive, send)

    def _response(self, request: Request) -> Response:
        headers = {"retry-after": "1", "cache-control": "no-store"}
        if request.url.path == f"{PREFIX}events":
            # A page left open from an earlier server reconnects, and so learns when this one is ready.
            return Response("retry: 400\n\n", media_type="text/event-stream", headers=headers)
        if request.headers.get("sec-fetch-dest", "document") not in ("document", "empty", "iframe"):
            return PlainTextResponse("The garden is loading.\n", 503, headers)
        page = self.page().encode()
        # Without its own policy the page would get that of files, which allows no scripts.
        headers["content-security-policy"] = page_policy(page, request.headers.get("host", ""))
        return Response(page, 503, headers, "text/html; charset=utf-8")

    def page(self) -> str:
        name, done, total = self._at
        stage = escape(_STAGES.get(name, name))
        value = f' value="{done}" max="{total}"' if total else ""
        count = f"{done:,} of {total:,}" if total else "Almost ready"
        return _PAGE.format(stage=stage, value=value, count=count)
