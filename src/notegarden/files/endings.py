"""What a file is by its name: a note, a source of something else that is never published as it is, or a file."""

from __future__ import annotations

import re
from collections.abc import Collection

# Hugo's for Markdown, and those that other programs use for it.
NOTES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown", ".mdwn")
# Sources of a page in another language, and what editors and tools leave of any of them: a.md.orig, a.md 2,
# a.md.sync-conflict-20240101. What a tool makes of one to be shown, a.md.pdf, is a file.
_SOURCE = re.compile(
    r"\.(?:md|markdown|mdown|mkdn?|mkdown|mdwn|mdx|[rq]md|org|adoc|asciidoc|ad|rst|pandoc|pdc|gotmpl|mmark|rmarkdown)"
    r"(?:(?:[^\w/]|_)(?!(?:[^/]*\.)?(?:pdf|html?|png|jpe?g|gif|svg|webp|zip)$)[^/]+)?$",
    re.IGNORECASE,
)


def is_note(path: str) -> bool:
    """Whether a file is read as a note in Markdown; the ending's case does not count."""
    return path.endswith(".md") or path.lower().endswith(NOTES)


def is_source(path: str) -> bool:
    """Whether a file is a source of a page, in whatever language, so that it is never copied to the site."""
    return _SOURCE.search(path, path.rfind("/") + 1) is not None


def without_ending(name: str) -> str:
    """The name of a note's file without its ending."""
    if name.endswith(".md"):
        return name[:-3]
    return name[: name.rindex(".")] if is_note(name) else name


def named_language(file: str, languages: Collection[str]) -> tuple[str, str]:
    """(the path without it, the language) of a note whose file's name holds the code of one of these languages.

    As in Hugo the last one counts, and what follows it is dropped too: `x/a.en.md` → `x/a.md`, "en". A name without one
    stays as it is, with "".
    """
    if file.endswith(".md") and file.count(".") == 1:  # as nearly all do
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
    """The path by which the note in a file is known, of a site in `language`; "" where names hold no language."""
    return named_language(file, (language,))[0] if language else file


def is_bundle(path: str) -> bool:
    """Whether the note makes its folder one page, of which the folder's other files are parts."""
    return "index" in path.lower() and page_name(path) == "index"


def page_name(path: str) -> str:
    """The name of a note's file without its ending; `index` and `_index` in lower case, as Hugo compares them."""
    name = without_ending(path.rpartition("/")[2])
    low = name.lower()
    return low if low in ("index", "_index") else name
