"""What a note of a vault is called."""

from __future__ import annotations

from posixpath import basename, dirname


def title_of(path: str) -> str:
    """A note is called as its file is; an `index.md` as its folder."""
    name = basename(path)
    name = name[:-3] if name.lower().endswith(".md") else name
    return (basename(dirname(path)) or name) if name.lower() == "index" else name
