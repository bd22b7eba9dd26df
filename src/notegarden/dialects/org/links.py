"""Links of every type, targets, timestamps, cookies and citations: everything in brackets."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import category
from urllib.parse import unquote

from notegarden.dialects.org.anchors import radio_id, target_id
from notegarden.dialects.org.attributes import html_attributes
from notegarden.dialects.org.citing import cite_rule, org_ref
from notegarden.dialects.org.footnotes import footnote_reference
from notegarden.dialects.org.page import PICTURE, OrgDraft, is_picture
from notegarden.dialects.org.state import OrgState
from notegarden.dialects.org.targets import Target, find_target, picture_source
from notegarden.dialects.org.timestamps import as_org_writes
from notegarden.dialects.org.title_in_link import LINKED, title_in_link, words_of
from notegarden.dialects.pieces.html import END, HOLE, escape, href

_PATH = re.compile(r"\[\[((?:[^\[\]\\]|\\.)++)\]", re.DOTALL)
_BODY = r"(?:[^\]\[ \t\n()<>]|\((?:[^\]\[ \t\n()<>]|\([^\]\[ \t\n()<>]*+\))*+\))++"
_LONGEST_PLAIN = 4_000  # characters of a bare address
_LONGEST_KEYS = 1_000
_PLAIN = re.compile(
    rf"(https?|ftp|mailto|file|doi|news|attachment|id|elisp|shell|help|info|cite[pt]?|citealp|citeauthor|citeyear|nocite):({_BODY})"
)
_ANGLE = re.compile(r"<(https?|ftp|mailto|file|doi|news):([^>\n]++)>")
LETTER = r"[$%'0-9A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]"
"""Characters that join a following address to a word, by Emacs' syntax table; letters of other scripts do not."""
_LETTER = re.compile(LETTER)
_TARGET = re.compile(r"<<([^<>\s](?:[^<>\n]*[^<>\s])?)>>")
RADIO = re.compile(r"<<<([^<>\s](?:[^<>\n]*[^<>\s])?)>>>")
_STAMP = r"\d{4}-\d\d-\d\d(?: [^<>\[\]\n]{0,80}+)?"
_ACTIVE = re.compile(rf"<{_STAMP}>(?:--<{_STAMP}>)?")
_INACTIVE = re.compile(rf"\[{_STAMP}\](?:--\[{_STAMP}\])?")
_COOKIE = re.compile(r"\[(?:\d*/\d*|\d*%)\]")
_MARKDOWN = re.compile(
    r"\[((?:[^\[\]\n]|\\.)*+)\]\(([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:[ \t]+\"([^\"\n]*)\")?\)"
)
_UNESCAPED = re.compile(r"\\([\[\]\\])")
_PICTURE_TYPES = ("file:", "attachment:", "http:", "https:")
_OF_LINKS = frozenset(("target", "rel", "referrerpolicy", "media", "sizes", "style", "type"))


def bracket_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    second = src[start + 1 : start + 2]
    is_in_link = state.inside == "link"
    if second == "[" and not is_in_link:
        return _bracket_link(state)
    if second == "f" and not is_in_link and src.startswith("[fn:", start):
        return footnote_reference(state)
    if second == "c" and not is_in_link and src.startswith("[cite", start):
        return cite_rule(state)
    cookie = _COOKIE.match(src, start, state.end) if state.inside != "cell" else None
    if cookie:
        state.out.append(f"<code>{cookie[0]}</code>" if state.page.options.cookies else "")
        state.pos = state.node_end = cookie.end()
        return True
    return second.isdigit() and not is_in_link and _timestamp(state, _INACTIVE)


def _timestamp(state: OrgState, pattern: re.Pattern[str]) -> bool:
    found = pattern.match(state.src, state.pos, state.end)
    if found is None:
        return False
    shown = escape(as_org_writes(found[0])).replace("--", "–")
    state.out.append(f'<span class="timestamp-wrapper"><span class="timestamp">{shown}</span></span>')
    state.pos = state.node_end = found.end()
    return True


def _bracket_link(state: OrgState) -> bool:
    src, start = state.src, state.pos
    found = _PATH.match(src, start, state.end)
    if found is None:
        return False
    stop = found.end()
    path = " ".join(found[1].split())
    path = _UNESCAPED.sub(r"\1", path) if "\\" in path else path
    inside: tuple[int, int] | None = None
    if src.startswith("]", stop):
        stop += 1
    elif src.startswith("[", stop):
        if "]]" not in state.last_ends:
            state.last_ends["]]"] = src.rfind("]]")
        closing = src.find("]]", stop + 2, state.end) if state.last_ends["]]"] > stop else -1
        if closing < 0:
            return False
        unmatched = src.count("[", stop + 1, closing) - src.count("]", stop + 1, closing)
        while unmatched > 0 and src.startswith("]", closing + 2) and closing + 2 < state.end:  # [[u][a [b]]]
            closing, unmatched = closing + 1, unmatched - 1
        inside = stop + 1, closing
        stop = closing + 2
    else:
        return False
    _put(state, path, inside, start + 2)
    state.pos = state.node_end = stop
    return True


def _put(state: OrgState, path: str, inside: tuple[int, int] | None, pos: int) -> None:
    page, place, src = state.page, state.place(pos), state.src
    if org_ref(state, path, pos):
        return
    named, state.attributes = state.attributes or {}, None
    if inside is None and is_picture(path):
        state.out.append(_inline_picture(page, path, place, named))
        return
    target = find_target(page, path, place)
    if target is None:
        if inside is not None:
            state.run(*inside)
        else:
            state.out.append(escape(path))
        return
    tag = opening(page, target, place, named.get("title", ""))
    if inside is None:
        _leave_unnamed(state, target)
    if target.kind is None and named:
        more = {name: value for name, value in named.items() if name in _OF_LINKS}
        tag = f"{tag[:-1]}{html_attributes(more, page.dialect.unsafe_html)}>"
    state.out.append(tag)
    if inside is None:
        state.out.append(_plain_description(state, target) if target.text else escape(path.removeprefix("id:")))
    else:
        if path.startswith("(") and target.text and path in src[inside[0] : inside[1]]:
            words = src[inside[0] : inside[1]].replace(path, target.text)  # a code line's label is shown as its number
            state.out.append(state.render(words))
        else:
            _description(state, inside, named)
    state.out.append("</a>")


def _inline_picture(page: OrgDraft, path: str, place: tuple[int, int], named: dict[str, str]) -> str:
    given = dict(named)
    alt = given.pop("alt", path.rpartition("/")[2] if given else "")
    shown = [(name, value) for name, value in given.items() if name in ("width", "height", "class", "title", "loading")]
    return picture(page, path, place, alt, shown)


def _leave_unnamed(state: OrgState, target: Target) -> None:
    """Record that the garden gives the last link its text, if it leads to another page."""
    if target.title or (target.kind is not None and target.target.startswith("id:")):
        link = state.page.links[-1]
        link.is_unnamed, link.named = True, title_in_link(state, target.title) if target.title else ""


def _plain_description(state: OrgState, target: Target) -> str:
    if target.text and target.kind is not None and not target.text.isdigit() and target.kind != "file":
        return state.render(LINKED.sub(words_of, target.text))  # links cannot be nested
    return escape(target.text)


def _description(state: OrgState, inside: tuple[int, int], named: dict[str, str]) -> None:
    inner = state.src[inside[0] : inside[1]].strip()
    if " " not in inner and inner.startswith(_PICTURE_TYPES) and is_picture(inner):
        state.out.append(_inline_picture(state.page, inner, state.place(inside[0]), named))
        return
    if "://" in inner and " " not in inner and _PLAIN.fullmatch(inner):
        state.out.append(escape(inner))
        return
    outer, state.inside = state.inside, "link"
    state.run(*inside)
    state.inside = outer


def opening(page: OrgDraft, target: Target, place: tuple[int, int], title: str = "") -> str:
    """The opening tag of a link, or its hole."""
    if target.kind is not None:
        return f"{HOLE}L{page.add_link(target.target, target.kind, *place, title)}{END}"
    title = title or target.tooltip
    shown = f' title="{escape(title)}"' if title else ""
    return f'<a href="{href(target.address)}"{shown}>'


def picture(page: OrgDraft, path: str, place: tuple[int, int], alt: str | None = "", attributes: object = None) -> str:
    found: list[tuple[str, str]] = attributes if isinstance(attributes, list) else []
    return page.add_picture(picture_source(page, path), *place, alt, found)


def angle_rule(state: OrgState) -> bool:
    if state.inside == "link":
        return False
    src, start = state.src, state.pos
    following = src[start + 1 : start + 2]
    if following == "<":
        return _radio_target(state) if src.startswith("<<<", start) else _target(state)
    if following.isdigit():
        return _timestamp(state, _ACTIVE)
    found = _ANGLE.match(src, start, state.end)
    if found is None:
        return False
    target = find_target(state.page, found[0][1:-1], state.place(start + 1))
    if target is None:
        return False
    state.out.append(f"{opening(state.page, target, state.place(start + 1))}{escape(target.text)}</a>")
    state.pos = state.node_end = found.end()
    return True


def _target(state: OrgState) -> bool:
    found = _TARGET.match(state.src, state.pos, state.end)
    if found is None:
        return False
    state.out.append(f'<span class="org-target" id="{escape(target_id(found[1]))}"></span>')
    state.pos = state.node_end = found.end()
    return True


def _radio_target(state: OrgState) -> bool:
    found = RADIO.match(state.src, state.pos, state.end)
    if found is None:
        return False
    state.out.append(f'<span class="org-radio" id="{escape(radio_id(found[1]))}">')
    radio, state.page.radio = state.page.radio, None
    state.run(*found.span(1))
    state.page.radio = radio
    state.out.append("</span>")
    state.pos = state.node_end = found.end()
    return True


def radio_link(state: OrgState, start: int, end: int) -> None:
    """Link a text that is like a radio target to it."""
    text = state.src[start:end]
    name = state.page.radio_names.get(" ".join(text.lower().split()), text)
    number = state.page.add_link(f"#{radio_id(name)}", "markdown", *state.place(start))
    state.out.append(f"{HOLE}L{number}{END}")
    outer, state.inside = state.inside, "link"
    state.run(start, end)
    state.inside = outer
    state.out.append("</a>")
    state.pos = state.node_end = end


def plain_link(state: OrgState) -> bool:
    src, start = state.src, state.pos
    if start > state.start and _LETTER.match(src[start - 1]):
        return False
    longest = _LONGEST_KEYS if src.startswith(("cite", "nocite"), start) else _LONGEST_PLAIN
    found = _PLAIN.match(src, start, min(state.end, start + longest))
    if found is None:
        return False
    text = found[0]
    while text and _is_trailing(text):
        text = text[:-1]
    if len(text) <= len(found[1]) + 1:
        return False
    if found[1].startswith(("cite", "nocite")):
        state.pos = start + (len(text) if (is_cited := org_ref(state, text, start)) else 0)
        return is_cited
    place = state.place(start)
    if PICTURE.search(text) and is_picture(text):
        state.out.append(picture(state.page, text, place))
    else:
        target = find_target(state.page, text, place)
        if target is None:
            state.out.append(escape(text))
        else:
            state.out.append(f"{opening(state.page, target, place)}{escape(target.text or text)}</a>")
            _leave_unnamed(state, target)
    state.pos = state.node_end = start + len(text)
    return True


def _is_trailing(text: str) -> bool:
    """Whether an address ends before the last character: punctuation and symbols belong to the sentence."""
    return not (text[-1].isalnum() or text[-1] in "/)" or category(text[-1]).startswith("M"))


def markdown_link(state: OrgState) -> bool:
    """`[text](address)` is Markdown, which the exporter passes through."""
    found = _MARKDOWN.match(state.src, state.pos, state.end)
    if found is None:
        return False
    address = unescape(found[2])
    if "://" in address or address.startswith("mailto:"):
        target = Target(None, "", address, "")
    else:
        target = Target("markdown", unquote(address), "", "")
    state.out.append(opening(state.page, target, state.place(found.start(2)), found[3] or ""))
    state.run(*found.span(1))
    state.out.append("</a>")
    state.pos = state.node_end = found.end()
    return True
