"""The error that stops a build."""

from __future__ import annotations


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
