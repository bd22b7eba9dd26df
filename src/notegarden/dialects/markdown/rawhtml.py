"""Raw HTML is passed through; addresses inside the garden become holes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import html_block

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.inline import InlineParser, InlineState
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.frame import unclosed
from notegarden.dialects.pieces.html import END, ENTITY, HOLE, MARK, MARK_RE, decoded, entity, escape
from notegarden.urls import is_external, is_own_disk

# Matches all attributes in turn, so that text inside another attribute's quotes is not taken for one.
_ATTRIBUTE = re.compile(
    r"""(?<![\s/])([\s/]++)([^\s"'<>/=]++)(\s*+=\s*+)("[^"]*"|'[^']*'|[^\s"'=<>`]+)|"[^"]*"|'[^']*'"""
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# A single comment, also for a browser: it ends a comment at `--!>`, and at once if it begins with `>`.
_ONLY_A_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>).)*+-->\s*+", re.DOTALL)


def with_holes(draft: NoteDraft, html: str, where: InlineState | int) -> str:
    """Raw HTML with internal addresses as holes. `where`: its first line in the expanded source, or its inline text."""
    if draft.drops_comments and "<!--" in html:
        html = _COMMENT.sub("", html)
    if _ONLY_A_COMMENT.fullmatch(html) is None:
        draft.raw_html.add(len(draft.headings))
    if not draft.dialect.unsafe_html:
        from notegarden.dialects.pieces.sanitise import clean, left_out

        _report(draft, left_out(html), where)
        html = clean(html, lambda tag: MARK_RE.sub(lambda one: draft.placeholder_text(int(one[1])), tag))
    if MARK in html:
        html = MARK_RE.sub(lambda found: _mark_in_html(draft, int(found[1])), html)
    lower = html.lower()
    if "href" not in lower and "src" not in lower:
        return html

    here = where if isinstance(where, int) else where.line + where.src.count("\n", 0, where.pos)
    counted = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal here, counted
        here, counted = here + html.count("\n", counted, found.start()), found.start()
        return _ATTRIBUTE.sub(lambda one: _address(draft, one, here), found[0])

    return _TAG.sub(tag, html)


def _report(draft: NoteDraft, left_out: Mapping[str, bool], where: InlineState | int) -> None:
    place = draft.place(where) if isinstance(where, int) else where.place(where.pos)
    for name, is_open in left_out.items():
        if is_open and isinstance(where, int):  # in a block, which is complete
            draft.problem("unclosed", "warning", *place, unclosed(name), f"close it with </{name}>")
        hint = "link to it instead; unsafe_html = true keeps the HTML of all notes"
        draft.problem("html-dropped", "warning", *place, f"<{name}> is left out of the page", hint)


def _mark_in_html(draft: NoteDraft, index: int) -> str:
    mark = draft.placeholders[index]
    return mark.code if mark.code is not None else draft.placeholder_html(index)


def _address(draft: NoteDraft, found: re.Match[str], line: int) -> str:
    if found[2] is None or found[2].lower() not in ("href", "src"):
        return found[0]
    value = found[4]
    sign = value[0] if value[0] in "\"'" else ""
    address = decoded(value.strip("\"'") if sign else value)
    if not address or is_external(address) or HOLE in address:
        if is_own_disk(address):
            draft.tell_of_own_disk("picture" if found[2].lower() == "src" else "link", address, *draft.place(line))
        return found[0]
    number = draft.add_link(address, "html", *draft.place(line))
    sign = sign or '"'
    return f"{found[1]}{found[2]}{found[3]}{sign}{HOLE}A{number}{END}{sign}"


def html_inline_rule(state: InlineState) -> bool:
    found = HTML_TAG_RE.match(state.src, state.pos) if _may_end(state) else None
    if not found:
        return False
    state.out.append(with_holes(state.draft, found[0], state))
    state.pos = state.node_end = found.end()
    return True


def html_block_rule(state: BlockState, top: int, bottom: int, silent: bool) -> bool:
    # Most lines that start like this are autolinks, for which markdown-it would try seven patterns.
    if state.src.startswith(("<https://", "<http://"), state.bMarks[top] + state.tShift[top]):
        return False
    return html_block(state, top, bottom, silent)


def html_blocks_plugin(parser: BlockParser) -> None:
    parser.add("html_block", html_block_rule, "<", ("paragraph", "blockquote"))


def _may_end(state: InlineState) -> bool:
    """False for an unclosed comment or the like, so that a text full of them is not rescanned each time."""
    src, pos = state.src, state.pos
    sign = "-->" if src.startswith("<!--", pos) else "]]>" if src.startswith("<![", pos) else ""
    sign = "?>" if src.startswith("<?", pos) else sign or (">" if src.startswith("<!", pos) else "")
    if not sign:
        return True
    if sign not in state.last_ends:
        state.last_ends[sign] = src.rfind(sign)
    return state.last_ends[sign] > pos


def html_inline_plugin(inline: InlineParser) -> None:
    inline.add(html_inline_rule, "<")


def entity_rule(state: InlineState) -> bool:
    """`&rArr;` and `&#8658;` become the characters they name; an unknown name is unchanged."""
    found = ENTITY.match(state.src, state.pos)
    if not found:
        return False
    shown = entity(found)
    if shown == found[0]:
        return False
    state.out.append("\ufffd" if shown == "\0" else escape(shown))
    state.pos = found.end()
    return True


def entities_plugin(inline: InlineParser) -> None:
    inline.add(entity_rule, "&")
