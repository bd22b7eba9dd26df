"""The title of a vault's note."""

from __future__ import annotations

from posixpath import basename, dirname


def title_of(path: str) -> str:
    """A note is titled like its file; an `index.md` like its folder."""
    name = basename(path)
    name = name[:-3] if name.lower().endswith(".md") else name
    return (basename(dirname(path)) or name) if name.lower() == "index" else name
