"""One Org text as a page of its own, and the result."""

from __future__ import annotations

from fixtures import folded, shown

from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect, Parsed

WORKS = b"@book{knuth84,\n author = {Donald E. Knuth},\n title = {The TeXbook},\n year = {1984}\n}\n"
FILES = {
    "org/works.bib": WORKS,
    "org/part.org": b"#+title: Part\n\nfirst\nsecond\n* One\none *b*\n** Two\ntwo\n",
    "org/code.py": b"a = 1\nb = 2\nc = 3\n",
    "org/raw.html": b"<div>raw</div>\n",
}
"""What lies beside the file."""


def read(source: str, dialect: Dialect | None = None) -> Parsed:
    """The page of a file with a title and this text, among `FILES`."""
    text = f"#+title: A title\n{source}\n".encode()
    context = read_file("org/case.org", text, {}, FILES.get)
    return parse_page(context, context.pages[0], dialect or Dialect())


def result(source: str) -> str:
    parsed = read(source)
    problems = "".join(f"\n! {one.line - 1} {one.code}: {one.message}" for one in parsed.note.problems)
    return folded(shown(parsed)) + problems
