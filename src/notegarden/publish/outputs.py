"""Files of the built site: written atomically, and only if they differ."""

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
    """Counts of publishing. `rendered` pages, of which `written` differed on disk.

    `errors`: what is wrong with the site although the build completed.
    """

    rendered: int = 0
    written: int = 0
    kept: int = 0
    copied: int = 0
    removed: int = 0
    warnings: list[str] = []
    errors: list[str] = []


def remove_strays(tree: Tree, strays: Mapping[str, Written], result: Counts, *, killed: bool = False) -> set[str]:
    """Remove files that an earlier build made and this one does not; returns those that could not be removed.

    A file that someone else, perhaps another garden, has replaced since is kept. `killed`: the previous run was
    killed, so a file that differs from the ledger was written by that run.
    """
    left = set()
    for file, written in strays.items():
        try:
            if not killed and _is_replaced(tree.stat(file), written):
                result.warnings.append(f"{tree.root}/{file} was replaced by another program: it is kept")
                continue
            remove(tree, file)
            result.removed += 1
        except (FileNotFoundError, NotADirectoryError, OutsideError):
            continue
        except OSError as error:
            left.add(file)
            what = f"{error.filename} cannot be removed ({error.strerror}), so readers can still see it"
            result.errors.append(f"{what}; remove it by hand, or grant yourself permission")
    return left


def _is_replaced(status: os.stat_result, written: Written) -> bool:
    """Whether a file is not the one that was written. A copy of that with a new time counts as the same."""
    if written.size < 0:  # registered by a build that was killed
        return False
    return status.st_size != written.size and status.st_mtime_ns > written.mtime_ns


def remove_parts(output: Path) -> None:
    """Remove partly written files of a killed build."""
    for part in output.rglob(f"*{TEMPORARY}"):
        part.unlink(missing_ok=True)


_RESERVED = (".git", ".hg", ".jj", ".notegarden", ".obsidian")
"""Folders in a garden that belong to other programs, or to the caches."""


def check_output(output: Path, garden: Path, content: str = "content") -> None:
    """Reject an output folder that must not be written to. Raises SiteError.

    `content`: the folder of the notes below the garden; if that is the garden itself, an output folder inside it must
    have a name that Obsidian ignores.
    """
    real, home = Path(os.path.realpath(output)), Path.home()
    inner = Path(os.path.realpath(garden))
    _check_way(output, garden, real, inner)
    if real == inner or real in inner.parents:
        raise SiteError(f"the output folder {output} contains the garden itself", hint="use public/ instead")
    if real == home or real in home.parents:
        raise SiteError(f"the output folder {output} is or contains the home folder", hint="use another folder")
    if not content and inner in real.parents and real.relative_to(inner).parts[0][0] != ".":
        raise SiteError(f"the output folder {output} is among the vault's notes", hint="use .public/ instead")
    for part in (*((content, "static", "templates") if content else ()), *_RESERVED):
        own = Path(os.path.realpath(inner / part))
        if real == own or own in real.parents:
            raise SiteError(f"the output folder {output} is in the garden's {part}/", hint="use public/")
    if output.exists() and not output.is_dir():
        raise SiteError(f"the output {output} is a file", hint="name a folder")


def _check_way(output: Path, garden: Path, real: Path, inner: Path) -> None:
    """Reject an output path inside the garden that a symbolic link in the garden redirects to the outside."""
    named = Path(os.path.abspath(output))  # noqa: PTH100 - resolve() would follow links
    if inner in real.parents or is_allowed(str(real)):
        return
    if any(each == garden or Path(os.path.realpath(each)) == inner for each in named.parents):
        raise SiteError(
            f"the output folder {output} is a symbolic link that leads out of the garden, to {real}",
            hint=f"name the folder itself: --output {real}",
        )


def stamps_differ(root: str, outputs: dict[str, Written]) -> set[str]:
    """The files of the last build that were removed or changed by others since.

    A symbolic link in place of a file counts as changed, whatever its target.
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
    """A completed run: its key, its files, a digest of their sizes and times, and warnings about what the site
    lacks."""

    key: bytes
    files: list[str]
    looks: bytes
    warnings: list[str]

    @classmethod
    def of(cls, key: bytes, outputs: Mapping[str, Written], warnings: list[str]) -> Published:
        looks = _looks((each.size, each.mtime_ns) for each in outputs.values())
        return cls(key, list(outputs), looks, warnings)

    def stands(self, root: str) -> bool:
        """Whether the files below `root` are unchanged since."""
        try:
            status = [os.lstat(f"{root}/{file}") for file in self.files]
        except (OSError, ValueError):
            return False
        return self.looks == _looks((each.st_size, each.st_mtime_ns) for each in status)


def _looks(sizes_and_times: Iterable[tuple[int, int]]) -> bytes:
    return blake2b(_ENCODE(list(sizes_and_times)), digest_size=16).digest()
