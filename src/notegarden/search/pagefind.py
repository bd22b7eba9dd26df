"""Pagefind's indexer as a process that is fed over a pipe.

It answers each request, but ten times a second at most; so nothing here waits for an answer before the next request,
and thousands of pages go in as fast as it reads them, without a file for each.
"""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

import msgspec

CHARACTERS = "+#_"
"""What counts as part of a word besides letters and digits: C++, C#, snake_case."""
PATIENCE = 900.0
"""Seconds to wait for a finished index before the indexer counts as hung."""
_LOW_RANK = 15
ENTRY = "pagefind-entry.json"
"""The small file that names all others of an index, by their contents."""


class IndexerError(Exception):
    """The search index could not be made; the message is for the user."""


@cache
def version() -> str:
    """The version of Pagefind, "" without it; without importing it."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("pagefind")
    except PackageNotFoundError:
        return ""


def executable() -> Path:
    """Pagefind's binary. Raises IndexerError where there is none."""
    try:
        from pagefind.service import get_executable

        found = get_executable()
    except (ImportError, OSError) as error:
        raise IndexerError(f"Pagefind, which makes the search index, is not installed ({error})") from error
    if found is None:
        raise IndexerError('Pagefind, which makes the search index, is not installed; pip install "pagefind[bin]"')
    return found


class _File(msgspec.Struct):
    path: str
    content: str


class _Payload(msgspec.Struct):
    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Payload


class Indexer:
    """One index in the making: `add` pages, `finish`, `write`, and `close` in any case.

    Every method may raise IndexerError. `gently`: whatever else there is to do comes first.
    """

    def __init__(self, language: str, *, gently: bool = False) -> None:
        self._count = 0
        self._problem = ""
        self._files: list[_File] = []
        self._ended = threading.Event()
        self._process = _start()
        if gently and hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_RANK)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        # A language that the indexer does not know is indexed as it stands, without stemming.
        config = {"force_language": language.split("-")[0].lower(), "include_characters": CHARACTERS}
        try:
            self._send(type="NewIndex", config=config)
        except IndexerError:
            self.close()
            raise

    def add(self, address: str, html: bytes) -> None:
        self._send(type="AddFile", index_id=0, url=address, file_contents=html.decode(errors="replace"))

    def finish(self) -> None:
        """Ask for the index of all that was added, and do not wait for it."""
        self._send(type="BuildIndex", index_id=0)
        # Asked to write the files itself, Pagefind answers before it has written them all.
        self._send(type="GetFiles", index_id=0)

    def write(self, folder: Path) -> None:
        """Wait for the index, and write what of it the garden's search dialog uses to `folder`."""
        if not self._ended.wait(PATIENCE):
            raise IndexerError(f"Pagefind has not finished within {PATIENCE:.0f} s")
        if self._problem:
            raise IndexerError(self._problem)
        files = {file.path: file.content for file in self._files}
        self._files.clear()
        needed = _needed(files.get(ENTRY, ""))
        wanted = [path for path in files if "/" in path or path in needed or path.endswith(".pf_meta")]
        for inner in {path.rpartition("/")[0] for path in wanted}:
            (folder / inner).mkdir(parents=True, exist_ok=True)
        for path in wanted:
            with open(f"{folder}/{path}", "wb", buffering=0) as handle:  # noqa: PTH123 - 10,000 times, and Path costs
                handle.write(base64.b64decode(files[path]))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                _open(stream).close()
            except BrokenPipeError:
                continue

    def _send(self, **payload: Any) -> None:
        message = msgspec.json.encode({"message_id": self._count, "payload": payload})
        self._count += 1
        try:
            stdin = _open(self._process.stdin)
            stdin.write(base64.b64encode(message) + b",")
            if payload["type"] != "AddFile":
                stdin.flush()
        except (OSError, ValueError) as error:
            self._ended.wait(1)
            raise IndexerError(self._problem or "Pagefind ended before the index was made") from error

    def _read(self) -> None:
        """Take answers until the files are there, something is wrong, or the process has ended."""
        stdout = _open(self._process.stdout)
        pieces: list[bytes] = []
        while not self._ended.is_set() and (data := stdout.read1(1 << 18)):  # type: ignore[attr-defined]
            *ends, rest = data.split(b",")
            for end in ends:
                self._take(b"".join((*pieces, end)))
                pieces.clear()
            pieces.append(rest)
        if not self._ended.is_set():
            self._problem = "Pagefind ended before the index was made"
            self._ended.set()

    def _take(self, answer: bytes) -> None:
        try:
            payload = msgspec.json.decode(base64.b64decode(answer), type=_Answer).payload
        except (ValueError, msgspec.DecodeError):
            payload = _Payload("Error", f"an answer that makes no sense: {answer[:60]!r}")
        if payload.type == "Error":
            self._problem = f"Pagefind: {payload.message}"
        elif payload.type == "GetFiles":
            self._files = payload.files
        if payload.type in ("Error", "GetFiles"):
            self._ended.set()


def _start() -> subprocess.Popen[bytes]:
    # Settings of the user's own Pagefind projects, from the environment or the current folder, are not meant here.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    binary = executable()
    try:
        return subprocess.Popen(
            [str(binary), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=binary.parent,
            env=environment,
        )
    except OSError as error:
        raise IndexerError(f"Pagefind does not run: {error}") from error


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the pipe is closed")
    return stream


def _needed(entry: str) -> set[str]:
    """The files of an index without Pagefind's own interface and spare languages; `entry` is base64."""
    try:
        languages = msgspec.json.decode(base64.b64decode(entry))["languages"]
    except (ValueError, KeyError, msgspec.DecodeError) as error:
        raise IndexerError("Pagefind made an index that cannot be read") from error
    wasm = {f"wasm.{language.get('wasm') or 'unknown'}.pagefind" for language in languages.values()}
    return {"pagefind.js", "pagefind-worker.js", ENTRY} | wasm
