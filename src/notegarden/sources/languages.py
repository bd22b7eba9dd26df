"""Notes with a language code in their file names, as in Hugo: `a.en.md` is the note `a.md` of an English site.

A site is in one language: notes in other languages are left out, and if two files are the same note, the one with the
language code in its name is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from notegarden.files.endings import is_note, named_language
from notegarden.files.scan import Source


class InOneLanguage(NamedTuple):
    """`sources`: notes by their paths without language code, and other files. `others`: notes in other languages.

    `twice`: (skipped file, file of the same note that is used).
    """

    sources: list[Source]
    others: list[Source]
    twice: list[tuple[str, str]]

    def warnings(self, folder: str) -> list[str]:
        """Warnings about skipped files. `folder`: of the notes, with its slash."""
        lines = [f"{folder}{left}: skipped, because {folder}{counts} is the same note" for left, counts in self.twice]
        if self.others:
            more = f" and {len(self.others) - 1} more" if len(self.others) > 1 else ""
            lines.append(f"{folder}{self.others[0].path}{more}: not published, because the site has one language")
        return lines


def in_one_language(sources: list[Source], languages: Sequence[str]) -> InOneLanguage:
    """The sources of a site in the first of these languages. `sources`: sorted, each by its file's path."""
    # A language code is between two dots.
    if not languages or not any(each.path.count(".") > 1 for each in sources):
        return InOneLanguage(sources, [], [])
    known = [code.lower() for code in languages]
    found: dict[str, Source] = {}
    others, twice = [], []
    named = [(_named(each.path, known), each) for each in sources]
    if not any(code for (_, code), _ in named):
        return InOneLanguage(sources, [], [])
    named.sort(key=lambda each: not each[0][1])  # names without a code last
    for (path, code), source in named:
        if code and code != known[0]:
            others.append(source)
        elif path in found:
            twice.append((source.path, found[path].file))
        else:
            found[path] = Source(path, source.stamp, source.path) if code else source
    return InOneLanguage(sorted(found.values(), key=itemgetter(0)), others, twice)


def _named(path: str, known: Sequence[str]) -> tuple[str, str]:
    """(path without the code, language) of a note's file; other files have no language."""
    if path.endswith(".org"):
        kept, code = named_language(f"{path[:-4]}.md", known)
        return f"{kept[:-3]}.org", code
    return named_language(path, known) if is_note(path) else (path, "")
