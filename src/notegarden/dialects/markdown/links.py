"""Links and images: inline, by reference, in angle brackets. Links inside the garden become holes."""

from __future__ import annotations

import re

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkTitle

from notegarden.dialects.markdown.destinations import LABEL, destination_end, skip_blanks, typed
from notegarden.dialects.markdown.footnotes import footnote_reference
from notegarden.dialects.markdown.inline import Bracket, InlineParser, InlineState, Target
from notegarden.dialects.markdown.tasks import task_box
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import (
    END,
    HOLE,
    HOLE_RE,
    MARK,
    MARK_RE,
    escape,
    href,
    plain_text,
    without_footnote_marks,
)
from notegarden.urls import is_external, is_own_disk, may_lead_to, scheme_of

# The common form, without escapes, parentheses or white space in the destination.
_SIMPLE = re.compile(r"\(([^\s()<>\\&\x00-\x20]*)(?:[ \n]+\"([^\"\\&\n]*)\")?\)")
# A complete link of plain text: most links.
_WHOLE = re.compile(rf"\[([^\[\]\\`*_<>&\n~'\"!{MARK}]*)\]{_SIMPLE.pattern}")
_ANY_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^\s<>]*)>")
_ANY_EMAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)


def open_bracket_rule(state: InlineState) -> bool:
    src, pos = state.src, state.pos
    if src.startswith("[^", pos) and footnote_reference(state):
        return True
    if not pos and task_box(state):
        return True
    whole = _WHOLE.match(src, pos)
    if whole and not any(sign in whole[1] for sign in state.inline.signs):
        target = Target(whole[2], whole[3] or "", whole.start(2))
        state.out += (opening_tag(state.draft, target, state), whole[1], "</a>")
        state.links += 1
        state.pos = state.node_end = whole.end()
        return True
    state.brackets.append(Bracket(False, pos, state))
    state.out.append("[")
    state.pos = state.node_end = pos + 1
    return True


def open_image_rule(state: InlineState) -> bool:
    pos = state.pos
    if state.src.startswith("[^", pos + 1):
        state.pos += 1
        if footnote_reference(state, "!"):
            return True
        state.pos = pos
    state.brackets.append(Bracket(True, pos + 1, state))
    state.out.append("![")
    state.pos = state.node_end = pos + 2
    return True


def close_bracket_rule(state: InlineState) -> bool:
    if not state.brackets:
        return False
    bracket = state.brackets.pop()
    is_around_link = not bracket.is_image and bracket.links < state.links  # links do not nest
    found = None if is_around_link else _target_after(state, bracket)
    if found is None:
        return False
    target, stop = found
    state.inline.close_delimiters(state, bracket.delimiters)
    if bracket.is_image:
        alt = plain_text(without_footnote_marks("".join(state.out[bracket.entry + 1 :])))
        state.out[bracket.entry :] = [state.inline.image(state.draft, target, alt, state.place(target.pos))]
    else:
        state.out[bracket.entry] = opening_tag(state.draft, target, state)
        state.out.append("</a>")
        state.links += 1
    state.pos = state.node_end = stop
    return True


def _target_after(state: InlineState, bracket: Bracket) -> tuple[Target, int] | None:
    src, close = state.src, state.pos
    following = src[close + 1 : close + 2]
    if following == "(":
        found = _inline_target(state, close + 1)
        if found is not None:
            return found
    references = state.draft.references
    if not references:
        return None
    stop = close + 1
    label = src[bracket.pos + 1 : close]
    if following == "[":
        explicit = LABEL.match(src, close + 1)
        if explicit:
            stop = explicit.end()
            label = explicit[1] or label
    reference = references.get(normalizeReference(label)) if len(label) < 1000 else None
    if reference is None:
        return None
    return Target(reference.address, reference.title, bracket.pos), stop


def _inline_target(state: InlineState, start: int) -> tuple[Target, int] | None:
    """Read `(destination "title")` from `start`."""
    src = state.src
    simple = _SIMPLE.match(src, start)
    if simple:
        return Target(simple[1], simple[2] or "", start + 1), simple.end()
    where = skip_blanks(src, start + 1)
    stop = destination_end(src, where)
    address = typed(src[where:stop])
    after = skip_blanks(src, stop)
    title = ""
    if src[after : after + 1] in ('"', "'", "("):
        parsed = parseLinkTitle(src, after, state.end)
        if not parsed.ok:
            return None
        title = typed(src[after + 1 : parsed.pos - 1])
        after = skip_blanks(src, parsed.pos)
    if src[after : after + 1] != ")":
        return None
    return Target(address, title, where), after + 1


def refuse(draft: NoteDraft, address: str, place: tuple[int, int], *, picture: bool = False) -> bool:
    """Whether an address must not be written to a page; then it also reports a problem."""
    if may_lead_to(address, picture=picture):
        return False
    scheme = scheme_of(address)
    draft.problem("unsafe-link", "error", *place, f"a {scheme}: link is left out of the page")
    return True


def opening_tag(draft: NoteDraft, target: Target, where: InlineState | tuple[int, int]) -> str:
    """`<a …>` to another site, or the hole of a link inside the garden. `where`: its inline text, or its place."""
    target = _with_plain_title(draft, target)
    address, title = target.address, target.title
    if MARK in address:
        return _marked_tag(draft, target, where)
    if is_external(address):
        if not may_lead_to(address) and refuse(draft, address, _place(where, target)):
            return "<a>"
        if is_own_disk(address):
            draft.tell_of_own_disk("link", address, *_place(where, target))
        return f'<a href="{href(address)}"{_titled(title)}>'
    if HOLE in address:
        whole = HOLE_RE.fullmatch(address)
        if whole and whole[1] != "P":
            return f"{HOLE}L{whole[2]}{END}"
        address = _without_holes(draft, address)
    return f"{HOLE}L{draft.add_link(address, draft.link_kind, *_place(where, target), title)}{END}"


def _place(where: InlineState | tuple[int, int], target: Target) -> tuple[int, int]:
    return where if isinstance(where, tuple) else where.place(target.pos)


def _with_plain_title(draft: NoteDraft, target: Target) -> Target:
    """Replace placeholders in a title by their source text."""
    if MARK not in target.title:
        return target
    typed_title = MARK_RE.sub(lambda one: draft.placeholders[int(one[1])].source, target.title)
    return Target(target.address, typed_title, target.pos)


def _titled(title: str) -> str:
    return f' title="{escape(title)}"' if title else ""


def _marked_tag(draft: NoteDraft, target: Target, where: InlineState | tuple[int, int]) -> str:
    address = target.address
    mark = MARK_RE.fullmatch(address)
    if mark:
        found = draft.placeholders[int(mark[1])]
        if found.address is not None:
            kind, typed_target = found.address
            return f"{HOLE}L{draft.add_link(typed_target, kind, found.line, found.column, target.title)}{END}"
    if any(draft.placeholders[int(one[1])].address for one in MARK_RE.finditer(address)):
        typed_address = MARK_RE.sub(lambda one: draft.placeholders[int(one[1])].plain, address)
        if refuse(draft, typed_address, _place(where, target)):
            return "<a>"
        shown = MARK_RE.sub(lambda one: draft.placeholder_text(int(one[1])), _href_keeping_marks(address))
        return f'<a href="{shown}"{_titled(target.title)}>'
    plain = MARK_RE.sub(lambda one: draft.placeholders[int(one[1])].plain, address)
    return opening_tag(draft, Target(plain, target.title, target.pos), where)


def _without_holes(draft: NoteDraft, address: str) -> str:
    """An address in Markdown returned by a shortcode, with its holes replaced by the targets as typed."""

    def typed_for(hole: re.Match[str]) -> str:
        number = int(hole[2])
        return draft.pictures[number].src if hole[1] == "P" else draft.links[number].target

    return HOLE_RE.sub(typed_for, address) if HOLE in address else address


def _href_keeping_marks(address: str) -> str:
    return "".join(part if part.startswith(MARK) else href(part) for part in re.split(f"({MARK}[0-9]+{END})", address))


def image(draft: NoteDraft, target: Target, alt: str, place: tuple[int, int]) -> str:
    target = _with_plain_title(draft, target)
    address = MARK_RE.sub(lambda one: draft.placeholders[int(one[1])].plain, target.address)
    address = _without_holes(draft, address)
    if refuse(draft, address, place, picture=True):
        return escape(alt)
    attributes = [("title", target.title)] if target.title else []
    return draft.add_picture(address, *place, alt, attributes)


def autolink_rule(state: InlineState) -> bool:
    """`<https://…>` and `<someone@example.org>`."""
    found = _ANY_AUTOLINK.match(state.src, state.pos)
    if found:
        address = found[1]
        if refuse(state.draft, address, state.place(state.pos)):
            state.out.append(escape(address))
        else:
            if is_own_disk(address):
                state.draft.tell_of_own_disk("link", address, *state.place(state.pos))
            state.out.append(f'<a href="{href(address)}">{escape(address)}</a>')
    else:
        found = _ANY_EMAIL.match(state.src, state.pos)
        if not found:
            return False
        state.out.append(f'<a href="mailto:{href(found[1])}">{escape(found[1])}</a>')
    state.pos = state.node_end = found.end()
    return True


def links_plugin(inline: InlineParser) -> None:
    inline.add(open_bracket_rule, "[")
    inline.add(open_image_rule, "![")
    inline.add(close_bracket_rule, "]")
    inline.image = image  # type: ignore[method-assign]


def autolinks_plugin(inline: InlineParser) -> None:
    inline.add(autolink_rule, "<")
