"""One file's bytes to what it says: `parse`."""

from __future__ import annotations

from notegarden.markup.reader import parse

__all__ = ["parse"]
