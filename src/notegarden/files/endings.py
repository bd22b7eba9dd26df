"""Classify files by name: a note, a source file that is never published itself, or an ordinary file."""

from __future__ import annotations

import re
from collections.abc import Collection

# Hugo's extensions for Markdown, and those that other programs use for it.
NOTES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown", ".mdwn")
# Sources of pages in other formats, and backups of sources by editors and tools: a.md.orig, a.md 2,
# a.md.sync-conflict-20240101. What a tool generates from a source for display, a.md.pdf, is an ordinary file.
_SOURCE = re.compile(
    r"\.(?:md|markdown|mdown|mkdn?|mkdown|mdwn|mdx|[rq]md|org|adoc|asciidoc|ad|rst|pandoc|pdc|gotmpl|mmark|rmarkdown)"
    r"(?:(?:[^\w/]|_)(?!(?:[^/]*\.)?(?:pdf|html?|png|jpe?g|gif|svg|webp|zip)$)[^/]+)?$",
    re.IGNORECASE,
)


def is_note(path: str) -> bool:
    """Whether a file is a Markdown note, by its extension, ignoring case."""
    return path.endswith(".md") or path.lower().endswith(NOTES)


def is_source(path: str) -> bool:
    """Whether a file is the source of a page, in any format, so that it is never copied to the site."""
    return _SOURCE.search(path, path.rfind("/") + 1) is not None


def without_ending(name: str) -> str:
    """The name of a note's file without its extension."""
    if name.endswith(".md"):
        return name[:-3]
    return name[: name.rindex(".")] if is_note(name) else name


def named_language(file: str, languages: Collection[str]) -> tuple[str, str]:
    """(path without the code, language) of a note whose file name contains one of these language codes.

    As in Hugo the last code counts, and what follows it is dropped too: `x/a.en.md` → `x/a.md`, "en". A name without a
    code is returned unchanged, with "".
    """
    if file.endswith(".md") and file.count(".") == 1:  # true for nearly all files
        return file, ""
    folder, slash, name = file.rpartition("/")
    stem = without_ending(name)
    parts = stem.split(".")
    for place in range(len(parts) - 1, 0, -1):
        kept, code = ".".join(parts[:place]), parts[place].lower()
        if kept and code in languages:
            return f"{folder}{slash}{kept}{name[len(stem) :]}", code
    return file, ""


def note_path(file: str, language: str) -> str:
    """The path that identifies the note in a file, on a site in `language`; "" if file names contain no language."""
    return named_language(file, (language,))[0] if language else file


def is_bundle(path: str) -> bool:
    """Whether the note makes its folder a single page (a leaf bundle), with the folder's other files as its parts."""
    return "index" in path.lower() and page_name(path) == "index"


def page_name(path: str) -> str:
    """A note's file name without extension; `index` and `_index` in lower case, because Hugo ignores their case."""
    name = without_ending(path.rpartition("/")[2])
    low = name.lower()
    return low if low in ("index", "_index") else name
