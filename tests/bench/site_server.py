"""A static host on loopback: gzip, revalidation, long caching for addresses with a hash; it records what it sends."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

TEXT = ("text/", "application/json", "application/javascript", "application/manifest", "image/svg", "application/xml")


class Sent(NamedTuple):
    """One response; `size` is its bytes on the wire, headers included, `use` the browser's fetch destination."""

    path: str
    status: int
    type: str
    size: int
    use: str

    @property
    def is_picture(self) -> bool:
        """True also if the picture is missing and the response is an error page."""
        return self.use == "image"


class Log:
    """What was sent since the last `take`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: list[Sent] = []

    def add(self, sent: Sent) -> None:
        with self._lock:
            self._sent.append(sent)

    def take(self) -> list[Sent]:
        with self._lock:
            sent, self._sent = self._sent, []
        return sent


@lru_cache(maxsize=4096)
def packed(file: Path, kind: str) -> tuple[bytes, bool, str]:
    """(what is sent, whether it is gzip, its ETag)."""
    data = file.read_bytes()
    tag = f'"{blake2b(data, digest_size=8).hexdigest()}"'
    small = gzip.compress(data, 6, mtime=0) if kind.startswith(TEXT) else data
    return (small, True, tag) if len(small) < len(data) else (data, False, tag)


def handler(root: Path, log: Log) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            file = root / path.lstrip("/")
            if file.is_dir() and path.endswith("/"):
                file = file / "index.html"
            status = 200 if file.is_file() else 404
            if status == 404:
                file = root / "404.html"
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            body, zipped, tag = packed(file, kind)
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            self.send_header("Cache-Control", "max-age=31536000, immutable" if "/assets/" in path else "max-age=0")
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
                if zipped:
                    self.send_header("Content-Encoding", "gzip")
            head = sum(map(len, self._headers_buffer)) + 2  # type: ignore[attr-defined]
            log.add(Sent(path, status, kind, head + len(body), self.headers.get("Sec-Fetch-Dest", "")))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def served(root: Path) -> Iterator[tuple[str, Log]]:
    """(its address without a slash at the end, the log) of the folder, served while the block runs."""
    log = Log()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(root, log))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", log
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
