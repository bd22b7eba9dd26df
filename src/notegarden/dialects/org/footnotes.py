"""Footnote references, `[fn:1]`, and inline footnotes, `[fn:: text]`."""

from __future__ import annotations

import re

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.org.tokens import OrgToken

_BEFORE_DOT = re.compile(r"[ \t]+(?=\.)")
_FOOTNOTE = re.compile(r"\[fn:([-_\w]*)(:|\])")


def footnote_reference(state: OrgState) -> bool:
    src, start, page = state.src, state.pos, state.page
    found = _FOOTNOTE.match(src, start, state.end)
    if found is None:
        return False
    label, stop = found[1], found.end()
    if found[2] == ":":
        closing = state.closing_bracket(start)
        if closing < 0:
            return False
        if not label:
            page.inline_footnotes += 1
            label = f":{page.inline_footnotes}"
        if page.options.footnotes:
            _define_inline(state, label, stop, closing)
        stop = closing + 1
    if not page.options.footnotes:
        state.pos = state.node_end = stop
        return True
    if label not in page.footnotes:
        message = f"the footnote {label} is not defined"
        page.problem("footnote", "error", *state.place(start), message, f"write a line that begins with [fn:{label}]")
        return False
    number = page.footnote_numbers.setdefault(label, len(page.footnote_numbers) + 1)
    uses = page.footnote_uses[label] = page.footnote_uses.get(label, 0) + 1
    if state.out and state.out[-1][-1:] in (" ", "\n"):
        state.out[-1] = state.out[-1].rstrip(" \n") + "\u00a0"
    if state.out and state.out[-1].startswith('<sup id="fnref'):
        state.out.append("<sup>, </sup>")
    link = f'<a href="#fn:{number}" class="footnote-ref" role="doc-noteref">{number}</a>'
    state.out.append(f'<sup id="fnref{uses - 1 or ""}:{number}">{link}</sup>')
    dot = _BEFORE_DOT.match(src, stop, state.end)
    state.pos = state.node_end = dot.end() if dot else stop
    return True


def _define_inline(state: OrgState, label: str, start: int, stop: int) -> None:
    line = state.line + state.src.count("\n", 0, start)
    text = state.src[start:stop].strip()
    token = OrgToken("paragraph", line, line + 1, text)
    state.page.footnotes.setdefault(label, [token] if text else [])
