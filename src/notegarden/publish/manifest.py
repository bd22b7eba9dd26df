"""The state of a published site (its files with digests), and the difference between two states."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b, file_digest
from pathlib import Path

import msgspec

from notegarden.files.tree import OutsideError, Tree
from notegarden.files.write import write
from notegarden.urls import names_its_content

Manifest = Mapping[str, str]
"""File of the site → blake2b-128 of its bytes, in hexadecimal."""


class Difference(msgspec.Struct, frozen=True):
    """What publishing would change: pages by file, sorted. `dead`: removed pages without a redirect in their place."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    files: int = 0
    """The number of other files that are new, changed or removed."""


def manifest_of(site: Path) -> dict[str, str]:
    """The manifest of a folder without hidden files. Empty if there is no such folder. Raises OSError.

    Skips what no build creates: links that lead nowhere or out of the folder, pipes, devices, unreadable files.
    """
    if not site.is_dir():
        return {}
    out: dict[str, str] = {}
    with Tree(site) as tree:
        for folder, names, files in os.walk(tree.root):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith("."):
                    file = Path(folder, name).relative_to(tree.root).as_posix()
                    with suppress(OutsideError, PermissionError, FileNotFoundError):
                        out[file] = _digest(tree, file)
    return out


def _digest(tree: Tree, file: str) -> str:
    with os.fdopen(tree.open(file), "rb") as stream:
        return file_digest(stream, lambda: blake2b(digest_size=16)).hexdigest()


def load_manifest(path: Path) -> dict[str, str] | None:
    """A manifest written by `save_manifest`; None if there is none or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return None


def save_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest for `load_manifest`; replaces a link in the file's place. Raises OSError."""
    with Tree(path.parent) as tree:
        write(tree, path.name, msgspec.json.encode(manifest))


def difference(before: Manifest, after: Manifest) -> Difference:
    """The changes from the site `before` to the site `after`. A redirect in place of a page keeps its address alive."""
    gone = before.keys() - after.keys()
    new = after.keys() - before.keys()
    changed = {file for file in before.keys() & after.keys() if before[file] != after[file]}
    others = {file for file in gone | new | changed if not _is_page(file) and not names_its_content(file)}
    return Difference(
        new=tuple(sorted(filter(_is_page, new))),
        changed=tuple(sorted(filter(_is_page, changed))),
        dead=tuple(sorted(filter(_is_page, gone))),
        files=len(others),
    )


def _is_page(file: str) -> bool:
    return file.endswith(".html")
