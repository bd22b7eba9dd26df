"""What plugins draw in Obsidian and this program does not: queries in fences, and drawings stored as notes.

A query becomes a closed box with its source, a drawing a box with its name before the texts in it. Each is
reported, once per kind and note.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from notegarden.dialects.markdown.formulas import code_stretches
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import escape

QUERIES = {"base": "Base", "dataview": "Dataview", "dataviewjs": "Dataview", "query": "Query", "tasks": "Tasks"}
"""Language of a fence → the name of the query language."""
_DRAWING = "excalidraw-plugin"
_SWITCH = re.compile(r"\s*==⚠[^\n]*")
_INLINE_QUERY = re.compile(r"`(?:\$= ?[^`\n]|= ?(?:this\b|\[\[|\w+\())[^`\n]*`")  # not just any code with a sign
_COMMAND = re.compile(r"<%[-_*~+]?\s[^%]*%>")
_HINT = "write the content as a note, or export a picture of it"


def query_box(draft: NoteDraft, language: str, code: str, line: int) -> str:
    """The box around the `code` of a query. `line`: 0-based, of its fence."""
    name = QUERIES[language]
    message = f"the {name} query is not run; the page shows its source"
    if not any(problem.message == message for problem in draft.problems):
        draft.problem("not-drawn", "info", *draft.place(line), message, _HINT)
    return f'<details class="query-embed">\n<summary>{name}</summary>\n{code}</details>\n'


def tell_of_commands(draft: NoteDraft) -> None:
    """Report what plugins replace in Obsidian: inline queries of Dataview, commands of Templater."""
    text = draft.source
    if "<%" not in text and not _INLINE_QUERY.search(text):
        return
    starts, stops = code_stretches(text)
    for start in starts:
        if _INLINE_QUERY.match(text, start):
            _tell_at(draft, start, "the inline Dataview query is not run; the page shows its source")
            break
    for found in _COMMAND.finditer(text):
        before = bisect_right(starts, found.start()) - 1
        if before < 0 or stops[before] <= found.start():
            _tell_at(draft, found.start(), "the Templater command is not run; the page shows its source")
            break


def _tell_at(draft: NoteDraft, at: int, message: str) -> None:
    line = draft.source.count("\n", 0, at)
    draft.problem("not-drawn", "info", *draft.place(line, at - draft.line_starts[line]), message, _HINT)


def is_drawing(draft: NoteDraft) -> bool:
    return _DRAWING in draft.params


def without_switch(text: str) -> str:
    """The text of a drawing's note with its first line blanked, which tells people to open it in Obsidian."""
    return _SWITCH.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text, count=1)


def drawing_box(draft: NoteDraft, name: str) -> str:
    draft.problem("not-drawn", "info", 1, 1, "the drawing is not drawn; the page shows its texts", _HINT)
    return f'<div class="file-embed" data-kind="excalidraw">{escape(name)}</div>\n'
