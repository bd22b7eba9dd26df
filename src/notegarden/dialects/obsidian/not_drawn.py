"""What plugins draw and this program does not: queries in fences, and drawings that are notes.

A query is a closed box of its source, a drawing a box with its name in front of the texts that it holds. Each is a
finding, one for a kind and note.
"""

from __future__ import annotations

import re

from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import escape

QUERIES = {"base": "Base", "dataview": "Dataview", "dataviewjs": "Dataview", "query": "Query", "tasks": "Tasks"}
"""Language of a fence → the name of what it asks."""
_DRAWING = "excalidraw-plugin"
_SWITCH = re.compile(r"\s*==⚠[^\n]*")
_HINT = "write what readers need as a note, or export a picture of it"


def query_box(draft: NoteDraft, language: str, code: str, line: int) -> str:
    """The box around the `code` of a query. `line`: 0-based, of its fence."""
    name = QUERIES[language]
    message = f"a query of the kind {name} is not run, the page has its source"
    if not any(problem.message == message for problem in draft.problems):
        draft.problem("not-drawn", "info", *draft.place(line), message, _HINT)
    return f'<details class="query-embed">\n<summary>{name}</summary>\n{code}</details>\n'


def is_drawing(draft: NoteDraft) -> bool:
    return _DRAWING in draft.params


def without_switch(text: str) -> str:
    """The text of a drawing's note with blanks for its first line, which tells people to look at it in Obsidian."""
    return _SWITCH.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text, count=1)


def drawing_box(draft: NoteDraft, name: str) -> str:
    draft.problem("not-drawn", "info", 1, 1, "the drawing is not drawn, the page has the texts in it", _HINT)
    return f'<div class="file-embed" data-kind="excalidraw">{escape(name)}</div>\n'
