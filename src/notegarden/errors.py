"""The error that stops a build, and helpers that make text safe to print."""

from __future__ import annotations

import errno
import re

# Control characters, line separators, bidirectional overrides, surrogates and non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_WAYS_OUT = {
    errno.ENOSPC: "free disk space and run again: files already written are complete",
    errno.EDQUOT: "free disk space and run again: files already written are complete",
    errno.EACCES: "grant yourself permission",
    errno.EROFS: "--output chooses another folder",
}


def way_out(error: OSError) -> str:
    """What the user can do about a file that could not be read or written; "" if there is no general advice."""
    return _WAYS_OUT.get(error.errno or 0, "")


def printable(text: str) -> str:
    """`text` on one line, with escapes (`\\n`, `\\x1b`) for characters that a terminal or log would act on."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class SiteError(Exception):
    """A user error that makes a build impossible; commands print it as one line, never as a traceback.

    `path` is relative to the garden if the error has one, `line` is 1-based (0: none), `hint` says how to fix it.
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
