"""`parse`: turn one file's bytes into a note, by the dialect's format."""

from __future__ import annotations

from collections.abc import Callable

from notegarden.notes.note import Dialect, Parsed


def parse(path: str, data: bytes, dialect: Dialect, read: Callable[[str], bytes | None] | None = None) -> Parsed:
    """Parse one note. Pure; never raises because of `data`: errors become the note's problems.

    `read` returns the bytes of another file in the garden by its path below the root, None if it does not exist.
    """
    if dialect.format == "obsidian":
        from notegarden.dialects.obsidian import reader as obsidian

        return obsidian.parse(path, data, dialect, read)
    from notegarden.dialects.hugo import reader as hugo

    return hugo.parse(path, data, dialect, read)


__all__ = ["parse"]
