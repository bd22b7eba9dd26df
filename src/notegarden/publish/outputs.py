"""Files of the built site: written only where they differ, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from notegarden.config.user import is_allowed
from notegarden.errors import SiteError
from notegarden.files.tree import OutsideError, Tree
from notegarden.files.write import TEMPORARY, remove
from notegarden.ledger.outputs import Written

_ENCODE = msgspec.msgpack.Encoder().encode


class Counts(msgspec.Struct):
    """What publishing did. `rendered` pages, of which `written` differed on disk.

    `errors`: what of the site is not as it should be, though the build came to its end.
    """

    rendered: int = 0
    written: int = 0
    kept: int = 0
    copied: int = 0
    removed: int = 0
    warnings: list[str] = []
    errors: list[str] = []


def remove_strays(tree: Tree, strays: Mapping[str, Written], result: Counts, *, killed: bool = False) -> set[str]:
    """Remove files that an earlier build made and this one does not; gives those that could not be removed.

    What somebody else wrote in the place of one since, another garden perhaps, stays. `killed`: the run before was
    killed, so a file that differs from what the ledger knows is what that run wrote.
    """
    left = set()
    for file, written in strays.items():
        try:
            if not killed and _is_replaced(tree.stat(file), written):
                result.warnings.append(f"{tree.root}/{file} was written by somebody else since: it stays")
                continue
            remove(tree, file)
            result.removed += 1
        except (FileNotFoundError, NotADirectoryError, OutsideError):
            continue
        except OSError as error:
            left.add(file)
            what = f"{error.filename} cannot be removed ({error.strerror}), so readers still see it"
            result.errors.append(f"{what}; remove it by hand, or give yourself the right to")
    return left


def _is_replaced(status: os.stat_result, written: Written) -> bool:
    """Whether a file is another than the one that was written. A copy of that with a new time is the same."""
    if written.size < 0:  # announced by a build that was killed
        return False
    return status.st_size != written.size and status.st_mtime_ns > written.mtime_ns


def remove_parts(output: Path) -> None:
    """Remove what a build that was killed left half written."""
    for part in output.rglob(f"*{TEMPORARY}"):
        part.unlink(missing_ok=True)


_RESERVED = (".git", ".hg", ".jj", ".notegarden", ".obsidian")
"""Folders of a garden that belong to other programs, or to the caches."""


def check_output(output: Path, garden: Path, content: str = "content") -> None:
    """Refuse an output folder whose files are not ours to write. Raises SiteError.

    `content`: the folder of the notes below the garden; where it is the garden itself, an output inside it must have
    a name that Obsidian passes over.
    """
    real, home = Path(os.path.realpath(output)), Path.home()
    inner = Path(os.path.realpath(garden))
    _check_way(output, garden, real, inner)
    if real == inner or real in inner.parents:
        raise SiteError(f"the output folder {output} holds the garden itself", hint="choose another, e.g. public/")
    if real == home or real in home.parents:
        raise SiteError(f"the output folder {output} is or holds the home folder", hint="choose another, e.g. public/")
    if not content and inner in real.parents and real.relative_to(inner).parts[0][0] != ".":
        raise SiteError(f"the output folder {output} lies among the vault's notes", hint="choose e.g. .public/")
    for part in (*((content, "static", "templates") if content else ()), *_RESERVED):
        own = Path(os.path.realpath(inner / part))
        if real == own or own in real.parents:
            raise SiteError(f"the output folder {output} lies in the garden's {part}/", hint="choose e.g. public/")
    if output.exists() and not output.is_dir():
        raise SiteError(f"the output {output} is a file", hint="name a folder")


def _check_way(output: Path, garden: Path, real: Path, inner: Path) -> None:
    """Refuse an output that is named inside the garden and lies outside, by a symbolic link that the garden brings."""
    named = Path(os.path.abspath(output))  # noqa: PTH100 - resolve() would follow links
    if inner in real.parents or is_allowed(str(real)):
        return
    if any(each == garden or Path(os.path.realpath(each)) == inner for each in named.parents):
        raise SiteError(
            f"the output folder {output} is a symbolic link that leads out of the garden, to {real}",
            hint=f"name the folder itself: --output {real}",
        )


def stamps_differ(root: str, outputs: dict[str, Written]) -> set[str]:
    """The files of the last build that are gone or were changed by somebody else since.

    A symbolic link in the place of one counts as changed, whatever it leads to.
    """
    differ = set()
    for file, written in outputs.items():
        try:
            status = os.lstat(f"{root}/{file}")
        except (OSError, ValueError):
            differ.add(file)
            continue
        if status.st_size != written.size or status.st_mtime_ns != written.mtime_ns:
            differ.add(file)
    return differ


class Published(msgspec.Struct, frozen=True, array_like=True):
    """A run that was finished: the key it was made by, its files, what they all looked like afterwards, and lines about
    what the site lacks."""

    key: bytes
    files: list[str]
    looks: bytes
    warnings: list[str]

    @classmethod
    def of(cls, key: bytes, outputs: Mapping[str, Written], warnings: list[str]) -> Published:
        looks = _looks((each.size, each.mtime_ns) for each in outputs.values())
        return cls(key, list(outputs), looks, warnings)

    def stands(self, root: str) -> bool:
        """Whether nobody touched the files below `root` since."""
        try:
            status = [os.lstat(f"{root}/{file}") for file in self.files]
        except (OSError, ValueError):
            return False
        return self.looks == _looks((each.st_size, each.st_mtime_ns) for each in status)


def _looks(sizes_and_times: Iterable[tuple[int, int]]) -> bytes:
    return blake2b(_ENCODE(list(sizes_and_times)), digest_size=16).digest()
