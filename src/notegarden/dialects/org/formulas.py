r"""Formulas: `$x$`, `$$…$$`, `\(…\)`, `\[…\]` and environments, with their TeX as typed."""

from __future__ import annotations

import re

from notegarden.dialects.org.state import OrgState
from notegarden.dialects.pieces.formula import formula_html
from notegarden.dialects.pieces.html import escape
from notegarden.dialects.pieces.unbroken import unbroken

_BEGIN = re.compile(r"\\begin\{([A-Za-z0-9]+\*?)\}")
_NOT_INSIDE = frozenset(" \t\n,.;")
# White space, quotes, brackets and punctuation by Emacs' syntax table.
_AFTER_DOLLAR = frozenset(" \t\n'\"()[]{}<>.,:;!?#@^`")
_LONGEST = 20_000


def _put(state: OrgState, tex: str, display: bool, stop: int) -> bool:
    if state.page.options.latex != "t":
        state.out.append(escape(state.src[state.pos : stop]) if state.page.options.latex == "verbatim" else "")
        state.pos = state.node_end = stop
        return True
    html = formula_html(state.page, tex, state.place(state.pos), display=display)
    if html.startswith("<math"):
        html, stop = unbroken(html, state.src, stop, state.end)
    state.out.append(html)
    state.pos = state.node_end = stop
    return True


def _find(state: OrgState, sign: str, pos: int) -> int:
    """The next closing delimiter after `pos`; a missing one is searched only once."""
    if sign not in state.last_ends:
        state.last_ends[sign] = state.src.rfind(sign)
    if state.last_ends[sign] < pos:
        return -1
    return state.src.find(sign, pos, min(state.end, pos + _LONGEST))


def dollar_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    if src.startswith("$$", start):
        stop = _find(state, "$$", start + 2)
        if stop < 0 or not src[start + 2 : stop].strip():
            return False
        return _put(state, src[start + 2 : stop], True, stop + 2)
    if start > state.start and src[start - 1] == "$":
        return False
    if start + 2 >= state.end or src[start + 1] in _NOT_INSIDE:
        return False
    stop = _find(state, "$", start + 1)
    if stop < 0 or src[stop - 1] in " \t\n,.":
        return False
    after = src[stop + 1] if stop + 1 < state.end else " "
    if after not in _AFTER_DOLLAR and (after.isascii() or after.isalnum()):
        return False
    return _put(state, src[start + 1 : stop], False, stop + 1)


def latex_rule(state: OrgState) -> bool:
    r"""`\(…\)` and `\[…\]`."""
    src, start = state.src, state.pos
    sign = src[start + 1 : start + 2]
    if sign == "b":
        return _environment(state)
    if sign not in ("(", "["):
        return False
    closing = "\\)" if sign == "(" else "\\]"
    stop = _find(state, closing, start + 2)
    if stop < 0:
        return False
    return _put(state, src[start + 2 : stop], sign == "[", stop + 2)


def _environment(state: OrgState) -> bool:
    """An environment inside a paragraph: the exporter passes it through as text, and the page shows the formula."""
    found = _BEGIN.match(state.src, state.pos, state.end)
    if found is None:
        return False
    closing = f"\\end{{{found[1]}}}"
    stop = _find(state, closing, found.end())
    if stop < 0:
        return False
    stop += len(closing)
    return _put(state, state.src[state.pos : stop], True, stop)
