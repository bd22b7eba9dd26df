"""`.notegarden/`: a garden's caches, used only where this user's own builds made them.

A folder that comes with a garden may hold anything: a ledger with another text for a note, links to other files. So
a folder of ours carries a stamp that only this user's installation can write for this place; any other is emptied of
what a build would read, and made anew.
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
# What the commands keep here, by the beginning of its name; nothing else in the folder is touched.
_OURS = (
    "ledger.", "serve.", "search-", "serve-search", "links.json", "published.json", "lock", "templates", "pictures",
    _STAMP,
)  # fmt: skip


class ForeignError(OSError):
    """The folder, or its place, is not this user's to use; the text says why."""

    def __str__(self) -> str:
        return str(self.args[0])


def own_folder(garden: Path) -> tuple[Path, str]:
    """The garden's folder of caches, made if need be, and a line where another was there. Raises OSError."""
    folder = Path(os.path.realpath(garden)) / FOLDER
    expected = user.stamp(f"{folder}\n")
    if _make(folder, expected):
        return folder, ""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise ForeignError(f"{FOLDER} is no folder")
    if not user.is_own(status):
        raise ForeignError(f"{FOLDER}/ belongs to another user")
    if _is_stamped(folder, expected) and not _links(folder):
        return folder, ""
    _empty(folder)
    _write(folder, expected)
    return folder, f"{FOLDER}/ was not made here by your own builds: building afresh"


def _make(folder: Path, expected: str) -> bool:
    """Make the folder with its stamp in one step, so that of two builds that begin at once both trust it."""
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
    """Whether something in the folder is not what builds make there: a link, a pipe, a folder for a file."""
    with os.scandir(folder) as entries:
        return any(
            entry.is_symlink() or not (entry.is_file() or entry.is_dir())
            for entry in entries
            if entry.name.startswith(_OURS)
        )


def _empty(folder: Path) -> None:
    """Remove what a build would read. A link is removed itself, not what it leads to."""
    import shutil

    with os.scandir(folder) as entries:
        ours = [entry for entry in entries if entry.name.startswith(_OURS)]
    for entry in ours:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)  # noqa: PTH108 - as listed
