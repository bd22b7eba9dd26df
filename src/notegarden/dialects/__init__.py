"""One file's bytes to what it says: `parse`."""

from __future__ import annotations

from notegarden.dialects.hugo.reader import parse

__all__ = ["parse"]
