"""Errors and findings as a page shows them to the author: place, source excerpt, hint."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import msgspec

from notegarden.errors import SiteError
from notegarden.notes.problems import Problem

_AROUND = 3
_LINE = 400  # characters of a line that are shown
# With one of these, a note is not shown as intended: the browser keeps the last good page until it is fixed.
BROKEN = frozenset({"front-matter", "shortcode", "encoding", "note"})


class Line(msgspec.Struct, frozen=True):
    number: int
    text: str


class PageError(msgspec.Struct, frozen=True):
    """`path` is relative to the garden, "" if there is none; `line` and `column` are 1-based, 0 if unknown."""

    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""
    code: str = ""
    severity: str = "error"
    source: tuple[Line, ...] = ()


def of_error(error: BaseException, garden: Path, templates: Sequence[Path]) -> PageError:
    """The error that stops the garden or one page. Anything but a SiteError is an internal or disk error."""
    if not isinstance(error, SiteError):
        return PageError(
            f"{type(error).__name__}: {error}", hint="`notegarden serve --verbose` prints where it happened"
        )
    places = [garden / error.path, *(folder / error.path.removeprefix("templates/") for folder in templates)]
    file = next((place for place in places if error.path and place.is_file()), None)
    source = excerpt(file, error.line) if file is not None else ()
    return PageError(error.message, error.path, error.line, hint=error.hint, source=source)


def of_problem(problem: Problem, path: str, garden: Path) -> PageError:
    """A finding of a note, with a source excerpt if the note is broken. `path`: the file's, relative to the garden."""
    source = excerpt(garden / path, problem.line) if problem.code in BROKEN else ()
    return PageError(
        problem.message, path, problem.line, problem.column, problem.hint, problem.code, problem.severity, source
    )


def excerpt(file: Path, line: int) -> tuple[Line, ...]:
    """The numbered lines around `line` (1-based); undecodable bytes show as �."""
    try:
        lines = file.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    if not line:
        return ()
    first = max(line - 1 - _AROUND, 0)
    return tuple(Line(number, text[:_LINE]) for number, text in enumerate(lines[first : line + _AROUND], first + 1))


def elsewhere_page(address: str) -> bytes:
    """The page for an address outside the garden; it works without scripts."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>The garden is at another address</title>\n</head>\n<body>\n<main>\n"
        "<h1>The garden is at another address</h1>\n"
        f'<p>It is at <a href="{escape(address)}">{escape(address)}</a>, according to its base URL.</p>\n'
        "</main>\n</body>\n</html>\n"
    ).encode()


def trouble_page(trouble: PageError) -> bytes:
    """The page for an error in rendering; it works without scripts."""
    place = ":".join(str(part) for part in (trouble.path, trouble.line) if part)
    source = "\n".join(
        f"{'>' if line.number == trouble.line else ' '} {line.number:>4}  {line.text}" for line in trouble.source
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Error: {escape(trouble.message)}</title>\n</head>\n<body>\n<main>\n"
        "<h1>This page cannot be shown</h1>\n"
        f"<p>{escape(place)}</p>\n<p>{escape(trouble.message)}</p>\n"
        f"<pre>{escape(source)}</pre>\n<p>{escape(trouble.hint)}</p>\n</main>\n</body>\n</html>\n"
    ).encode()
