"""The files a garden is made of."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

# What editors leave beside a file while it is open.
_EDITOR_FILE = re.compile(r"^[.#]|~$|\.(?:swp|swx|swo|tmp|bak|part|crdownload)$|^4913$|___jb_(?:tmp|old)___$")


class Stamp(NamedTuple):
    """What tells a changed file from an untouched one without reading it: bytes and two nanosecond times."""

    size: int
    mtime_ns: int
    ctime_ns: int


class Source(NamedTuple):
    """A file below a scanned folder. `path` is relative to that folder, with `/`."""

    path: str
    stamp: Stamp


def is_editor_file(name: str) -> bool:
    """Whether a file's name is one that an editor or the system makes for itself (`.#a.md`, `a.md~`, `.DS_Store`)."""
    return _EDITOR_FILE.search(name) is not None


def scan(folder: Path, ignore: Sequence[str] = ()) -> list[Source]:
    """Every file below `folder`, sorted by path; a missing folder is empty.

    Hidden files, editors' files and what matches a regular expression of `ignore` are left out, and so is a
    symbolic link that leads out of `folder`: a garden publishes what lies in it and nothing else.
    """
    patterns = [re.compile(each) for each in ignore]
    found = list(_walk(str(folder), "", os.path.realpath(folder)))
    if patterns:
        found = [source for source in found if not any(pattern.search(source.path) for pattern in patterns)]
    found.sort()
    return found


def pages_of(sources: Sequence[Source]) -> list[Source]:
    """The Markdown files that become pages: in a leaf bundle, a folder with an `index.md`, nothing else does."""
    bundles = {source.path.removesuffix("index.md") for source in sources if source.path.endswith("/index.md")}
    return [source for source in sources if source.path.endswith(".md") and not _is_resource(source.path, bundles)]


def _is_resource(path: str, bundles: set[str]) -> bool:
    if not bundles:
        return False
    folders = [path[: found + 1] for found, char in enumerate(path) if char == "/"]
    # Of a bundle inside a bundle the outer one counts.
    outer = next((folder for folder in folders if folder in bundles), None)
    return outer is not None and path != f"{outer}index.md"


def look(folder: Path, path: str) -> Source | None:
    """One file as `scan` would find it; None where it is none, or a symbolic link leads to it."""
    place = f"{folder}/{path}"
    try:
        status = os.lstat(place)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode) or os.path.realpath(place) != f"{os.path.realpath(folder)}/{path}":
        return None
    return Source(path, Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns))


def _walk(folder: str, prefix: str, root: str) -> Iterator[Source]:
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if is_editor_file(entry.name) or not _is_text(entry.name):
                continue
            if entry.is_symlink() and not _inside(entry.path, root):
                continue
            try:
                if entry.is_dir():
                    yield from _walk(entry.path, f"{prefix}{entry.name}/", root)
                elif entry.is_file():
                    status = entry.stat()
                    stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                    yield Source(prefix + entry.name, stamp)
            except OSError:  # gone since the folder was listed
                continue


def _is_text(name: str) -> bool:
    """Whether a file's name is UTF-8: no address can be made of one that is not."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def left_out(folder: Path) -> list[str]:
    """A line for each file and folder that `scan` has to leave out though nobody asked for it, and why."""
    return sorted(_left_out(str(folder), os.path.realpath(folder))) if folder.is_dir() else []


def _left_out(folder: str, root: str) -> Iterator[str]:
    try:
        entries = os.scandir(folder)
    except OSError as error:
        yield f"{folder}: the folder cannot be read ({error.strerror}), so the site lacks what is in it"
        return
    with entries:
        for entry in entries:
            if is_editor_file(entry.name):
                continue
            if not _is_text(entry.name):
                shown = os.fsencode(entry.path).decode("utf-8", "replace")
                yield f"{shown}: the file's name is not UTF-8, so it has no page; rename it"
            elif entry.is_symlink():
                if not _inside(entry.path, root) or not os.path.exists(entry.path):  # noqa: PTH110
                    where = f"out of {root}, nowhere, or in a circle"
                    yield f"{entry.path}: a link that leads {where}, so the site lacks it; put the file itself there"
            elif entry.is_dir():
                yield from _left_out(entry.path, root)


def _inside(path: str, root: str) -> bool:
    real = os.path.realpath(path)
    # A link to a folder above itself would be walked for ever.
    return real.startswith(root + os.sep) and not path.startswith(real + os.sep)


def digest(data: bytes) -> str:
    """blake2b-128 in hexadecimal: what the garden's caches know content by."""
    return blake2b(data, digest_size=16).hexdigest()
