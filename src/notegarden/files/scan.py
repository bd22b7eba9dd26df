"""Scan the folders of a garden for files."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from notegarden.files.endings import is_bundle, is_note

# Lock, swap and backup files that editors create.
_EDITOR_FILE = re.compile(r"^[.#]|~$|\.(?:swp|swx|swo|tmp|bak|part|crdownload)$|^4913$|___jb_(?:tmp|old)___$")


# Never published, although Hugo would: repositories, and files of the system and of editors.
_REPOSITORY = re.compile(r"^\.(?:git|hg|svn|bzr|jj)$")
_LEFT_BEHIND = re.compile(r"^\.(?:DS_Store$|_|#)")

DEEPEST = 100
"""Maximum depth of nested folders."""
_GRAIN_NS = 2_000_000_000
_ENCODE = msgspec.msgpack.Encoder().encode


class Stamp(NamedTuple):
    """Detects whether a file has changed without reading it: size in bytes and two times in nanoseconds."""

    size: int
    mtime_ns: int
    ctime_ns: int

    def is_settled(self, recent: int) -> bool:
        """Whether a later change would be visible; not if the file is newer than `recent`, the result of `recently`."""
        return self.mtime_ns < recent and self.ctime_ns < recent


class Source(NamedTuple):
    """A file below a scanned folder. `path` is relative to that folder, with `/`.

    `file`: its real path in that folder, "" if it is `path`: a note's path omits the language code.
    """

    path: str
    stamp: Stamp
    file: str = ""


def is_editor_file(name: str) -> bool:
    """Whether a file name is one that an editor or the system uses for its own (`.#a.md`, `a.md~`, `.DS_Store`)."""
    if name.endswith(".md"):  # true for nearly all files
        return name[0] in ".#"
    return _EDITOR_FILE.search(name) is not None


def is_static_file(name: str) -> bool:
    """Whether a file or folder with this name in `static/` is copied; hidden ones are (`.well-known`, `.htaccess`)."""
    if name[0] != ".":
        return not is_editor_file(name)
    return not (_REPOSITORY.match(name) or _LEFT_BEHIND.match(name) or _EDITOR_FILE.search(name[1:]))


def scan(
    folder: Path, ignore: Sequence[str] = (), left: list[str] | None = None, *, hidden: bool = False
) -> list[Source]:
    """All files below `folder`, sorted by path; none if the folder is missing.

    Skipped are editors' files, matches of a regular expression in `ignore`, hidden files (unless `hidden`), and
    symbolic links that lead out of `folder`, because a garden publishes only what is inside it. `left` gets a line
    with the reason for each file and folder skipped without the user's request.
    """
    patterns = [re.compile(each) for each in ignore]
    found: list[Source] = []
    left = [] if left is None else left
    _walk(str(folder), "", os.path.realpath(folder), found, left, linked=False, hidden=hidden)
    if patterns:
        found = [source for source in found if not any(pattern.search(source.path) for pattern in patterns)]
    found.sort(key=itemgetter(0))
    return found


def recently() -> int:
    """A file newer than this may change again without a new timestamp, because timestamps are coarse."""
    return time.time_ns() - _GRAIN_NS


def digest_of(*scans: Sequence[Source], key: bytes = b"") -> bytes:
    """A digest of the files in these scans, and of `key`: equal digests mean equal files.

    b"", which equals nothing, if a file is too new to tell.
    """
    recent = recently()
    if any(stamp[1] >= recent or stamp[2] >= recent for sources in scans for _, stamp, _ in sources):
        return b""
    return blake2b(_ENCODE(scans), digest_size=16, key=key).digest()


MANY_PARTS = 3
"""If a leaf bundle makes at least this many notes parts of its page, it is reported as a mistake."""


def parts_by_bundle(paths: Iterable[str], bundles: Iterable[str]) -> dict[str, list[str]]:
    """Path of a leaf bundle's `index.md` → the paths that are parts of its page; of nested bundles the outermost."""
    folders = {path.rpartition("/")[0] + "/": path for path in bundles if is_bundle(path) and "/" in path}
    parts: dict[str, list[str]] = {}
    for path in paths:
        ends = (path[: found + 1] for found, char in enumerate(path) if char == "/")
        owner = next((folders[folder] for folder in ends if folder in folders), "")
        if owner:
            parts.setdefault(owner, []).append(path)
    return parts


def pages_of(sources: Sequence[Source]) -> list[Source]:
    """The Markdown files that become pages; inside a leaf bundle (a folder with an `index.md`) only that file does."""
    notes = [source for source in sources if is_note(source.path)]
    leaves = [source.path for source in notes if is_bundle(source.path) and "/" in source.path]
    bundles = {path.rpartition("/")[0] + "/" for path in leaves}
    return [source for source in notes if not _is_resource(source.path, bundles)]


def _is_resource(path: str, bundles: set[str]) -> bool:
    if not bundles:
        return False
    folders = [path[: found + 1] for found, char in enumerate(path) if char == "/"]
    # Of nested bundles the outer one counts.
    outer = next((folder for folder in folders if folder in bundles), None)
    return outer is not None and not (path.startswith(outer) and "/" not in path[len(outer) :] and is_bundle(path))


def look(folder: Path, path: str) -> Source | None:
    """One file as `scan` would find it; None if it does not exist, or is behind a symbolic link."""
    place = f"{folder}/{path}"
    try:
        status = os.lstat(place)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode) or os.path.realpath(place) != f"{os.path.realpath(folder)}/{path}":
        return None
    return Source(path, Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns))


def _walk(
    folder: str, prefix: str, root: str, found: list[Source], left: list[str], *, linked: bool, hidden: bool
) -> None:
    """`linked`: the folder was reached over a link. Below it, links to folders are not followed: with two in each
    folder, the number of paths would double at each level."""
    if prefix.count("/") > DEEPEST:
        left.append(f"{folder[:200]}…: more than {DEEPEST} nested folders, so its files are not published")
        return
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        left.append(f"{folder}: the folder cannot be read ({error.strerror}), so its files are not published")
        return
    with entries:
        for entry in entries:
            name = entry.name
            if not is_static_file(name) if hidden else is_editor_file(name):
                if hidden and _REPOSITORY.match(name):
                    left.append(f"{entry.path}: a repository, so it is not published; it would include its history")
                continue
            if not name.isascii() and not _is_text(name):
                shown = os.fsencode(entry.path).decode("utf-8", "replace")
                left.append(f"{shown}: the file's name is not UTF-8, so it has no page; rename it")
                continue
            if entry.is_symlink() and not (
                _inside(entry.path, root, hidden=hidden) and os.path.exists(entry.path)  # noqa: PTH110
            ):
                where = f"out of {root}, to a hidden file, nowhere, or in a circle"
                left.append(f"{entry.path}: a link that leads {where}, so it is skipped; put the file itself there")
                continue
            try:
                if entry.is_file():
                    status = entry.stat()
                    found.append(Source(prefix + name, Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns)))
                elif entry.is_dir():
                    is_link = entry.is_symlink()
                    if is_link and linked:
                        left.append(f"{entry.path}: a link to a folder, behind another link, so it is not published")
                    else:
                        _walk(
                            entry.path, f"{prefix}{name}/", root, found, left, linked=linked or is_link, hidden=hidden
                        )
                else:
                    left.append(f"{entry.path}: neither a file nor a folder, so it is not published")
            except PermissionError as error:  # a folder that may be listed but not entered
                left.append(f"{folder}: its files cannot be read ({error.strerror}), so they are not published")
                return
            except OSError:  # deleted since the folder was listed
                continue


def _is_text(name: str) -> bool:
    """Whether a file name is valid UTF-8; otherwise no address can be made of it."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _inside(path: str, root: str, *, hidden: bool) -> bool:
    """Whether a link's target would be scanned too: inside the root, and not among git's own files."""
    real = os.path.realpath(path)
    below = Path(real.removeprefix(root + os.sep)).parts
    if any(not is_static_file(part) if hidden else is_editor_file(part) for part in below):
        return False
    # A link to a parent folder would be followed forever.
    return real.startswith(root + os.sep) and not path.startswith(real + os.sep)


def digest(data: bytes) -> str:
    """blake2b-128 in hexadecimal: the key for content in the garden's caches."""
    return blake2b(data, digest_size=16).hexdigest()


def text_key(path: str, data: bytes) -> str:
    """A note's key in the ledger. It includes the path, because the note's facts contain it."""
    return digest(path.encode("utf-8", "surrogateescape") + b"\0" + data)
