"""One file's bytes to what it says: `parse`, by the dialect's format."""

from __future__ import annotations

from notegarden.notes.note import Dialect, Parsed


def parse(path: str, data: bytes, dialect: Dialect) -> Parsed:
    """Parse one note. Pure; never raises because of `data`: faults become the note's problems."""
    if dialect.format == "obsidian":
        from notegarden.dialects.obsidian import reader as obsidian

        return obsidian.parse(path, data, dialect)
    from notegarden.dialects.hugo import reader as hugo

    return hugo.parse(path, data, dialect)


__all__ = ["parse"]
