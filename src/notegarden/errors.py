"""The error that stops a build, and text made safe to print."""

from __future__ import annotations

import errno
import re

# Control characters, line separators, overrides of the direction of text, and what is no character.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_WAYS_OUT = {
    errno.ENOSPC: "make room and go on: what was written is whole",
    errno.EDQUOT: "make room and go on: what was written is whole",
    errno.EACCES: "give yourself the right to it",
    errno.EROFS: "--output names another folder",
}


def way_out(error: OSError) -> str:
    """What a user can do about a file that could not be read or written; "" where nothing general helps."""
    return _WAYS_OUT.get(error.errno or 0, "")


def printable(text: str) -> str:
    """`text` on one line, with escapes (`\\n`, `\\x1b`) for what a terminal or a log would obey instead of showing."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class SiteError(Exception):
    """A user error that leaves nothing to build; commands print it as one line, never as a traceback.

    `path` is relative to the garden where there is one, `line` is 1-based (0: no line), `hint` is the way out.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return f"{place}{self.message}" + (f"; {self.hint}" if self.hint else "")
