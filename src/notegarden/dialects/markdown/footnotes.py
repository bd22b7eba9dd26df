"""Footnotes: `[^1]` in the text, `[^1]: …` for the note, numbered by first use, listed at the end of the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import islice

from markdown_it.token import Token

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.inline import InlineState
from notegarden.dialects.pieces.draft import NoteDraft

# Labels have CommonMark's maximum length, so that unclosed brackets are not each searched to the end.
_REFERENCE = re.compile(r"\[\^([^\]\n]{1,999}+)\]")
_DEFINITION = re.compile(r"\[\^([^\]\n]+)\]:")
# Probably meant as a reference, although nothing defines it: `[^abc]` could also be a character class.
_MEANT = re.compile(r"\[\^(?:\d+|fn:[^\]\s]+)\](?![+*?{])")


def footnote_reference(state: InlineState, before: str = "") -> bool:
    draft = state.draft
    if state.src.find("]", state.pos, state.pos + 1002) < 0:
        return False
    found = _REFERENCE.match(state.src, state.pos)
    if not found:
        return False
    if found[1].strip() not in draft.footnotes:
        if _MEANT.match(state.src, state.pos):
            draft.footnote_gaps.setdefault(found[1].strip(), state.place(state.pos))
        return False
    state.out.append(before)
    add_reference(state, found[1].strip())
    state.pos = state.node_end = found.end()
    return True


def add_reference(state: InlineState, label: str) -> None:
    """Write the number of a footnote reference; the first reference assigns the number."""
    draft = state.draft
    number = draft.footnote_numbers.setdefault(label, len(draft.footnote_numbers) + 1)
    uses = draft.footnote_uses[label] = draft.footnote_uses.get(label, 0) + 1
    nth = uses - 1 or ""
    link = f'<a href="#fn:{number}" class="footnote-ref" role="doc-noteref">{number}</a>'
    state.out.append(f'<sup id="fnref{nth}:{number}">{link}</sup>')


def footnote_definition(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    start, end = state.bMarks[top] + state.tShift[top], state.eMarks[top]
    found = _DEFINITION.match(state.src, start, end)
    if not found:
        return False
    if silent:
        return True
    pos = found.end()
    while pos < end and state.src[pos] in " \t":
        pos += 1
    place = state.bMarks[top], state.tShift[top], state.sCount[top]
    old = state.tight, state.blkIndent, state.parentType, state.tokens
    state.blkIndent += 4
    # The line begins after its label, for blocks that use the whole line, such as raw HTML.
    state.bMarks[top], state.tShift[top], state.sCount[top] = pos, 0, state.blkIndent
    state.parentType, state.tokens = (
        "footnote",
        [],
    )  # the paragraph above is not part of the footnote, not even as a term
    state.level += 1
    state.indents.append(state.blkIndent)
    state.parser.tokenize(state, top, bottom)
    state.indents.pop()
    state.level -= 1
    _define(state.draft, found[1].strip(), state.tokens, top)
    state.bMarks[top], state.tShift[top], state.sCount[top] = place
    state.tight, state.blkIndent, state.parentType, state.tokens = old
    return True


def _define(draft: NoteDraft, label: str, tokens: list[Token], line: int) -> None:
    """Only the first definition of a label is used."""
    place = draft.place(line)
    if label in draft.footnotes:
        if label in draft.footnotes_twice:
            return
        draft.footnotes_twice.add(label)
        message = f"the footnote {label} is already defined, so this one is not shown"
        draft.problem("footnote-lost", "warning", *place, message, "give it another label")
        return
    draft.footnotes[label] = tokens
    draft.footnote_places[label] = place


def footnotes_plugin(parser: BlockParser) -> None:
    parser.add("footnote", footnote_definition, "[", ("paragraph", "blockquote"))


def render_footnotes(draft: NoteDraft, render_blocks: Callable[[list[Token]], str]) -> str:
    """The list of used footnotes, each with links back to every place that uses it."""
    contents: dict[str, str] = {}
    order: dict[str, int] = {}
    seen = 0
    while names := list(islice(draft.footnote_uses, seen, None)):  # a footnote may be used first by another one
        seen += len(names)
        if len(order) < len(draft.footnotes):  # a footnote may define another one
            order = {name: number for number, name in enumerate(draft.footnotes)}
        for label in sorted((name for name in names if name in order), key=order.__getitem__):
            contents[label] = render_blocks(draft.footnotes[label])
    _report(draft, contents)
    if not contents:
        return ""
    items = [_item(draft, number, label, contents[label]) for label, number in draft.footnote_numbers.items()]
    return f'<div class="footnotes" role="doc-endnotes">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>\n'


def _report(draft: NoteDraft, shown: Collection[str]) -> None:
    """Report unused footnotes, and references without a definition."""
    for label, place in draft.footnote_places.items():
        if label not in shown:
            message = f"nothing references the footnote {label}, so it is not shown"
            draft.problem("footnote-lost", "warning", *place, message, f"write [^{label}] in the text")
    for label, place in draft.footnote_gaps.items():
        if label not in draft.footnotes:
            message = f"the footnote {label} is not defined, so the page shows [^{label}]"
            draft.problem("footnote", "error", *place, message, f"write a paragraph that begins with [^{label}]:")


def _item(draft: NoteDraft, number: int, label: str, content: str) -> str:
    back = "".join(
        f'&#160;<a href="#fnref{nth or ""}:{number}" class="footnote-backref" role="doc-backlink">↩︎</a>'
        for nth in range(draft.footnote_uses[label])
    )
    content = content.removesuffix("\n")
    content = f"{content[:-4]}{back}</p>" if content.endswith("</p>") else f"{content}\n{back.removeprefix('&#160;')}"
    return f'<li id="fn:{number}">\n{content}\n</li>\n'
