"""The state of a published site: which files it has and a digest of each; and what another state changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

Manifest = Mapping[str, str]
"""File of the site → blake2b-128 of its bytes, in hexadecimal."""

_STEADY = ("assets/", "search-index/", "garden-search/")  # addresses hold a digest; nobody links to them


class Difference(msgspec.Struct, frozen=True):
    """What publishing would change: pages by file, sorted. `dead`: gone pages without a redirect in their place."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    files: int = 0
    """Other files that are new, changed or gone."""


def manifest_of(site: Path) -> dict[str, str]:
    """The manifest of a folder; dot files aside. Empty if there is no such folder. Raises OSError."""
    out: dict[str, str] = {}
    for folder, names, files in os.walk(site):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                path = Path(folder, name)
                digest = blake2b(path.read_bytes(), digest_size=16).hexdigest()
                out[path.relative_to(site).as_posix()] = digest
    return out


def load_manifest(path: Path) -> dict[str, str] | None:
    """A manifest that `save_manifest` wrote; None if there is none or it is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return None


def save_manifest(path: Path, manifest: Manifest) -> None:
    path.write_bytes(msgspec.json.encode(manifest))


def difference(before: Manifest, after: Manifest) -> Difference:
    """What the site `after` changes of the site `before`. A page that only redirects is in its place."""
    gone = before.keys() - after.keys()
    new = after.keys() - before.keys()
    changed = {file for file in before.keys() & after.keys() if before[file] != after[file]}
    others = {file for file in gone | new | changed if not _is_page(file) and not file.startswith(_STEADY)}
    return Difference(
        new=tuple(sorted(filter(_is_page, new))),
        changed=tuple(sorted(filter(_is_page, changed))),
        dead=tuple(sorted(filter(_is_page, gone))),
        files=len(others),
    )


def _is_page(file: str) -> bool:
    return file.endswith(".html")
