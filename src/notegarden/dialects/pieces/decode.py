"""Decode the bytes of a file."""

from __future__ import annotations

from codecs import BOM_UTF8

from notegarden.dialects.pieces.html import RESERVED
from notegarden.notes.problems import Problem


def decoded(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text with normalised line ends and without the reserved characters, and the problems found."""
    problems = []
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = "the file is not UTF-8; invalid bytes are shown as �"
        problems.append(Problem(path, line, column, "encoding", "error", message, "save it as UTF-8"))
        text = data.removeprefix(BOM_UTF8).decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "�")
    if not text.isascii() and any(sign in text for sign in RESERVED):
        for sign in RESERVED:
            text = text.replace(sign, "�")
    return text, problems
