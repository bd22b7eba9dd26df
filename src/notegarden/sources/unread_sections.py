"""Sections whose own file is in an unsupported format, such as `_index.html`, and may withhold the notes below them.

Hugo reads the front matter of such a file, with its `cascade`. If that may withhold notes, nothing in the section is
published here, because the rest of the file is not supported.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from pathlib import Path

from notegarden.files.endings import is_note, is_source
from notegarden.files.scan import Source
from notegarden.notes.cascade import DATES, hands_down
from notegarden.notes.note import Build, FrontMatter

_LONGEST = 1 << 20  # bytes of a file that are searched for front matter


def closing_sections(content: Path, sources: Iterable[Source], date_keys: Iterable[str]) -> list[str]:
    """The section files, by their paths below `content`, for which everything below their folder is not published.

    `date_keys`: those of the configuration, in lower case.
    """
    dates = frozenset((*DATES["date"], *DATES["publish_date"], *DATES["expiry_date"], *date_keys))
    named = [source.path for source in sources if "index." in source.path.lower()]  # few, so checked closely
    return [path for path in named if _is_unread(path) and _may_hide(content / path, dates)]


def folder_of(path: str) -> str:
    """The folder of a section's file, with its slash; "" for the whole content folder."""
    return path[: path.rfind("/") + 1]


def outside(sources: Sequence[Source], closing: Iterable[str]) -> list[Source]:
    """The sources outside the sections of these files."""
    folders = tuple(folder_of(path) for path in closing)
    if not folders:
        return [*sources]
    return [source for source in sources if not source.path.startswith(folders)]


def _is_unread(path: str) -> bool:
    name = path[path.rfind("/") + 1 :].lower()
    if not name.startswith(("_index.", "index.")) or not hands_down(path) or is_note(path):
        return False
    return name.endswith((".html", ".htm")) or is_source(path)


def _may_hide(file: Path, dates: frozenset[str]) -> bool:
    from notegarden.dialects.pieces.frontmatter import read_front_matter

    try:
        with file.open("rb") as opened:
            text = opened.read(_LONGEST).removeprefix(BOM_UTF8).decode("utf-8", "replace")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return True
    front = read_front_matter("_index.md", text).front
    return any(_hides(each.front, dates) for each in front.cascade)


def _hides(handed: FrontMatter, dates: frozenset[str]) -> bool:
    """Whether inherited front matter may withhold a note, or keep it out of lists."""
    is_kept = handed.unreadable or handed.draft or handed.headless or handed.build != Build()
    return is_kept or not dates.isdisjoint(handed.params)
