"""`.notegarden/`: a garden's caches, trusted only if this user's own builds made them.

A folder that came with a garden may contain anything: wrong texts for notes, links to other files. So our folders
contain a stamp that only this user's installation can compute for this place; in any other folder the files that a
build would read are deleted first.
"""

from __future__ import annotations

import hmac
import os
import stat
from pathlib import Path

from notegarden.files import user
from notegarden.files.tree import read_file

FOLDER = ".notegarden"
_STAMP = "stamp"
# Prefixes of the files that commands keep here; nothing else in the folder is touched.
_OURS = (
    "ledger.", "serve.", "search-", "serve-search", "links.json", "published.json", "lock", "templates", "pictures",
    _STAMP,
)  # fmt: skip


class ForeignError(OSError):
    """The folder or its location is not safe for this user to use; the text says why."""

    def __str__(self) -> str:
        return str(self.args[0])


def own_folder(garden: Path) -> tuple[Path, str]:
    """The garden's cache folder, created if needed, and a warning if a foreign one was there. Raises OSError."""
    folder = Path(os.path.realpath(garden)) / FOLDER
    expected = user.stamp(f"{folder}\n")
    if _make(folder, expected):
        return folder, ""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise ForeignError(f"{FOLDER} is not a folder")
    if not user.is_own(status):
        raise ForeignError(f"{FOLDER}/ belongs to another user")
    if _is_stamped(folder, expected) and not _links(folder):
        return folder, ""
    _empty(folder)
    _write(folder, expected)
    return folder, f"{FOLDER}/ was not made here by your own builds: rebuilding everything"


def _make(folder: Path, expected: str) -> bool:
    """Create the folder and its stamp in one step, so that two builds starting at once both trust it."""
    if os.path.lexists(folder):
        return False
    part = folder.with_name(f"{FOLDER}-{os.getpid()}")
    part.mkdir()
    try:
        _write(part, expected)
        part.rename(folder)
    except OSError:
        for name in (_STAMP, ".gitignore"):
            (part / name).unlink(missing_ok=True)
        part.rmdir()
        if not os.path.lexists(folder):
            raise
        return False
    return True


def _write(folder: Path, expected: str) -> None:
    (folder / ".gitignore").unlink(missing_ok=True)
    (folder / ".gitignore").write_text("*\n", "ascii")
    (folder / _STAMP).write_text(expected, "ascii")


def _is_stamped(folder: Path, expected: str) -> bool:
    try:
        return hmac.compare_digest(read_file(folder / _STAMP, 1024), expected.encode())
    except OSError:
        return False


def _links(folder: Path) -> bool:
    """Whether the folder contains something that builds never create there: a link, a pipe, a folder for a file."""
    with os.scandir(folder) as entries:
        return any(
            entry.is_symlink() or not (entry.is_file() or entry.is_dir())
            for entry in entries
            if entry.name.startswith(_OURS)
        )


def _empty(folder: Path) -> None:
    """Delete what a build would read. A link is deleted itself, not its target."""
    import shutil

    with os.scandir(folder) as entries:
        ours = [entry for entry in entries if entry.name.startswith(_OURS)]
    for entry in ours:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)  # noqa: PTH108 - as listed
