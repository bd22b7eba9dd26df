"""Render callouts: a box with a title, or a `<details>` element if it can be folded."""

from __future__ import annotations

from markdown_it.token import Token

from notegarden.dialects.markdown.writing import BlockWriter
from notegarden.dialects.pieces.html import END, HOLE, escape
from notegarden.notes.callout_kinds import CALLOUTS, name_of


def callout_open(writer: BlockWriter, token: Token) -> None:
    assert token.map is not None  # noqa: S101
    callout = token.meta["callout"]
    draft, out = writer.draft, writer.out
    writer.new_line()
    outer, inner = ("details", "summary") if callout.fold else ("div", "div")
    metadata = f' data-callout-metadata="{escape(callout.metadata)}"' if callout.metadata else ""
    is_open = " open" if callout.fold == "+" else ""
    out.append(f'<{outer} class="callout" data-callout="{escape(callout.kind)}"{metadata}{is_open}>\n')
    first = len(draft.links)
    html = draft.phrasing(writer.text_of(callout.title, token.map[0])) if callout.title else _name(callout.kind)
    out.append(f'<{inner} class="callout-title">')
    if len(draft.links) > first:
        writer.cite(first, html, len(out) - 1)
    out += (f'<span class="callout-title-inner">{html}</span></{inner}>\n', '<div class="callout-content">\n')
    writer.folds.append(outer)


def _name(kind: str) -> str:
    """The default title: the kind's name in the interface language, which the garden fills in."""
    return f"{HOLE}C{CALLOUTS.index(kind)}{END}" if kind in CALLOUTS else escape(name_of(kind))


def callout_close(writer: BlockWriter, token: Token) -> None:  # noqa: ARG001
    if writer.out[-1] == '<div class="callout-content">\n':
        writer.out[-1] = ""
        writer.out.append(f"</{writer.folds.pop()}>\n")
    else:
        writer.out.append(f"</div>\n</{writer.folds.pop()}>\n")
