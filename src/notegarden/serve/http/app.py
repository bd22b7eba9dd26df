"""HTTP routes: the pages and files of the garden, and those of the live update."""

from __future__ import annotations

import asyncio
import hmac
import os
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from mimetypes import MimeTypes
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from notegarden.errors import SiteError
from notegarden.files.user import config_file
from notegarden.ledger import keys
from notegarden.serve.http.events import Channel
from notegarden.serve.http.policy import open_policy, page_policy
from notegarden.serve.live.answers import Answer, Elsewhere, Made
from notegarden.serve.live.consent import trusted_editor
from notegarden.serve.live.editor import open_editor
from notegarden.serve.live.inject import PREFIX
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.serve.live.source_lines import Block, place_of
from notegarden.urls import quoted

_BROWSER = Path(__file__).parents[1] / "browser"
_BODY = 16 * 1024  # maximum bytes of a request's body
_BODY_PATIENCE = 5.0  # seconds
_LARGE = 4 * 1024 * 1024  # bytes; smaller files are read into memory before sending
_LISTENERS = 128
_TRIES = 3
_A_MOMENT = 0.01  # seconds
_HTML = "text/html; charset=utf-8"
# A fixed table: media types must not depend on the machine's own configuration.
_TYPES = MimeTypes()
for _ending, _type in {
    ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html",
    ".json": "application/json", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml",
    ".webp": "image/webp", ".avif": "image/avif", ".woff2": "font/woff2", ".wasm": "application/wasm",
    ".xml": "application/xml", ".txt": "text/plain", ".pdf": "application/pdf", ".md": "text/markdown",
}.items():  # fmt: skip
    _TYPES.add_type(_type, _ending)


class EditRequest(msgspec.Struct, frozen=True):
    """Open the note at `path` (below content/) at the position of `block`, or at `line` if known."""

    path: str
    block: Block = Block()
    line: int = 0


class Application:
    """Answers requests for one garden."""

    def __init__(self, live: LiveGarden, channel: Channel) -> None:
        self.live = live
        self.channel = channel

    def starlette(self) -> Starlette:
        return Starlette(
            routes=[
                Route(f"{PREFIX}events", self.events),
                Route(f"{PREFIX}edit", self.edit, methods=["POST"]),
                Route(PREFIX + "{name}", self.script),
                Route("/{path:path}", self.page),
            ]
        )

    async def page(self, request: Request) -> Response:
        """A page or file of the site."""
        path: str = request.scope["path"]
        base = self.live.base_path
        if not path.startswith(base):
            if path in ("/", base[:-1]):
                return _redirect(base, request)
            outside = await run_in_threadpool(self.live.outside, path)
            return _bytes(
                outside.data, outside.tag, _HTML, request, outside.status, self._policy(outside.data, request)
            )
        if "\0" in path:
            return PlainTextResponse("Nothing here.\n", 404)
        address = "/" + path[len(base) :]
        answer = await run_in_threadpool(self._answer, address)
        if isinstance(answer, Elsewhere):
            return _redirect(base + quoted(answer.address[1:]), request)
        if isinstance(answer, Path):
            return await run_in_threadpool(_file, answer, request)
        if isinstance(answer, Made):
            return _bytes(answer.data, keys.digest(answer.data).hex(), _type_of(answer.name), request)
        return _bytes(answer.data, answer.tag, _HTML, request, answer.status, self._policy(answer.data, request))

    def _answer(self, address: str) -> Answer:
        try:
            return self.live.answer(address) or self.live.missing(address)
        except Exception as error:  # noqa: BLE001 - the page shows the error; the server keeps running
            return self.live.failed(error)

    async def events(self, request: Request) -> Response:  # noqa: ARG002
        """Server-sent events: one for each change."""
        if self.channel.listeners >= _LISTENERS:  # otherwise forgotten open pages would use up all connections
            return PlainTextResponse("Too many pages are open.\n", 503)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(self.channel.stream(), media_type="text/event-stream", headers=headers)

    async def script(self, request: Request) -> Response:
        """Modules and style sheet of the live update."""
        name = request.path_params["name"]
        if name == "idiomorph.js":
            file = self.live.asset("vendor/idiomorph.js")
        else:
            file = next((path for path in _BROWSER.iterdir() if path.name == name), None)
        if file is None:
            return PlainTextResponse("Nothing here.\n", 404)
        return await run_in_threadpool(_file, file, request)

    async def edit(self, request: Request) -> Response:
        """Open a place in the author's editor: only for a page of this server, which knows the token."""
        token = request.headers.get("x-notegarden-token", "")
        if not request.headers.get("origin") or not hmac.compare_digest(token.encode(), self.live.token.encode()):
            return JSONResponse({"error": "not allowed"}, 403)
        try:
            asked = msgspec.json.decode(await _body(request), type=EditRequest)
        except (msgspec.DecodeError, ValueError, TimeoutError, ClientDisconnect):
            return JSONResponse({"error": "invalid request"}, 400)
        place = await run_in_threadpool(self._place, asked)
        if place is None:
            return JSONResponse({"error": "no such note"}, 404)
        file, line = place[0], asked.line or place[1]
        answer = {"path": file.relative_to(self.live.pipeline.root).as_posix(), "line": line}
        try:
            await run_in_threadpool(self._open_editor, file, line)
        except SiteError as error:
            return JSONResponse({**answer, "error": error.message, "hint": error.hint}, 409)
        return JSONResponse(answer)

    def _place(self, asked: EditRequest) -> tuple[Path, int] | None:
        note = self.live.note(asked.path)
        return (
            None
            if note is None
            else place_of(asked.block, self.live.pipeline.root / self.live.pipeline.source_of(asked.path), note)
        )

    def _open_editor(self, file: Path, line: int) -> None:
        pipeline = self.live.pipeline
        if self.live.scripts:
            raise SiteError("the editor is disabled with --scripts", hint="run serve without it")
        command = trusted_editor(pipeline.root, pipeline.config.editor)
        if not command and pipeline.config.editor:
            raise SiteError(
                "the garden's own editor command needs your consent",
                hint=f"start serve in a terminal and confirm, or set editor in {config_file()}",
            )
        open_editor(command, file, line)

    def _policy(self, data: bytes, request: Request) -> dict[str, str]:
        # Not all of assets/: a garden may have files of its own there.
        theme = self.live.base_path + self.live.pipeline.theme.prefix
        host = request.headers.get("host", "")
        policy = open_policy() if self.live.scripts else page_policy(data, host, theme)
        return {"content-security-policy": policy}


async def _body(request: Request) -> bytes:
    """The request body. Raises ValueError if it is too long, TimeoutError if it takes too long."""
    out = b""
    async with asyncio.timeout(_BODY_PATIENCE):
        async for chunk in request.stream():
            out += chunk
            if len(out) > _BODY:
                raise ValueError("too long")
    return out


def _redirect(to: str, request: Request) -> Response:
    query = request.scope["query_string"].decode("latin-1")
    return Response(status_code=307, headers={"location": f"{to}?{query}" if query else to})


def _bytes(
    data: bytes, tag: str, kind: str, request: Request, status: int = 200, more: Mapping[str, str] | None = None
) -> Response:
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache", **(more or {})}
    if status == 200 and _names(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(data, status, headers, kind)


def _file(path: Path, request: Request) -> Response:
    """A file, or the requested range of it; no body if the browser has it already."""
    try:
        data, status = _at_once(path)
    except OSError:
        return PlainTextResponse("This file was just deleted.\n", 404)
    response = FileResponse(
        path, headers={"cache-control": "no-cache"}, media_type=_type_of(path.name), stat_result=status
    )
    if _has_it(request, response):
        kept = {name: response.headers[name] for name in ("etag", "last-modified", "cache-control")}
        return Response(status_code=304, headers=kept)
    if data is None or "range" in request.headers:
        return response
    return Response(data, headers={name: each for name, each in response.headers.items() if name != "content-length"})


def _at_once(path: Path) -> tuple[bytes | None, os.stat_result]:
    """A consistent copy of a file that may be rewritten while it is read; None instead of the bytes of a large file.

    If a file's size changes while it is streamed, the connection breaks, because Content-Length was already sent.
    """
    for _ in range(_TRIES):
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size > _LARGE:
                return None, status
            data = file.read()
            after = os.fstat(file.fileno())
        if (status.st_mtime_ns, status.st_size) == (after.st_mtime_ns, len(data)) and data:
            break
        time.sleep(_A_MOMENT)  # an empty file is often about to be written
    return data, after


def _names(request: Request, tag: str) -> bool:
    """Whether If-None-Match contains this version."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in asked.split(",")]


def _has_it(request: Request, response: FileResponse) -> bool:
    if "if-none-match" in request.headers:
        return _names(request, response.headers["etag"])
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
        return parsedate_to_datetime(response.headers["last-modified"]) <= since
    except (KeyError, ValueError, TypeError):
        return False


def _type_of(name: str) -> str:
    return _TYPES.guess_type(name)[0] or "application/octet-stream"
