"""Lists: bullets, numbers, checkboxes and descriptions, with the structure found by `list_struct`."""

from __future__ import annotations

import re
from itertools import pairwise

from notegarden.dialects.org.attributes import box_html, div_around
from notegarden.dialects.org.block_state import TARGET, BlockState
from notegarden.dialects.org.liststruct import BLANK, Item, columns, list_struct
from notegarden.dialects.org.page import PICTURE
from notegarden.dialects.org.tokens import Affiliated, OrgToken

_BEGINS_TEXT = re.compile(r"(?!CLOCK:)(?:[^\s\d#|:\\\[+\-*%@{<]|\[\[|\*(?=[^ \t]))")
"""What begins no element and nothing that would be a block of its own."""


def read_list(state: BlockState, line: int, end: int, above: Affiliated, struct: dict[int, Item] | None) -> int:
    if struct is None or line not in struct or struct[line].indent != columns(state.lines[line]):
        struct = list_struct(state.lines, line, end, state.block_end)
    items = [struct[line]]
    while items[-1].end in struct and struct[items[-1].end].indent == items[0].indent and items[-1].end < end:
        items.append(struct[items[-1].end])
    opening = div_around(above, state.trusted)
    if opening:
        state.open(opening, line)
    state.page.item_numbers.append(0)
    if items[0].term is not None and not state.page.inside_item:
        _definitions(state, items, struct)
    else:
        _items(state, items, struct)
    state.page.item_numbers.pop()
    if opening:
        state.close("</div>", line)
    return items[-1].end


def _items(state: BlockState, items: list[Item], struct: dict[int, Item]) -> None:
    first = items[0]
    tag = "ol" if first.is_ordered else "ul"
    opening = OrgToken("list_open", first.line, items[-1].end, tag=tag)
    if first.is_ordered and first.counter.isdigit() and first.counter != "1":
        opening.info = first.counter
    state.out.append(opening)
    raw = first.is_ordered and any(item.counter for item in items[1:])
    opening.info = "" if raw else opening.info
    state.page.inside_item += 1
    tight = True
    firsts: list[OrgToken] = []
    for item in items:
        if state.has_targets:
            _count(state, item, struct)
        at = len(state.out)
        tight = _item(state, item, struct, raw=raw) and tight and (item is items[-1] or not _ends_blank(state, item))
        firsts += [each for each in state.out[at : at + 2] if each.type in ("item", "paragraph")]
    for first_text in firsts:
        first_text.hidden = tight
    state.page.inside_item -= 1
    state.out.append(OrgToken("list_close", first.line, items[-1].end, tag=tag))


def _count(state: BlockState, item: Item, struct: dict[int, Item]) -> None:
    """Start the next item: a link to a target in it shows its number, whatever the bullet, as `2.1` in a nested list.

    Targets in nested items belong to those.
    """
    numbers = state.page.item_numbers
    numbers[-1] = int(item.counter) if item.counter.isdigit() else numbers[-1] + 1
    line = item.line
    while line < item.end:
        if line > item.line and line in struct:
            line = struct[line].end
            continue
        for name in TARGET.findall(state.lines[line]):
            state.page.item_of[name] = ".".join(map(str, numbers))
        line += 1


def _ends_blank(state: BlockState, item: Item) -> bool:
    """Whether a blank line separates an item from the next one."""
    return not state.lines[item.end - 1].strip(BLANK)


def _is_tight(state: BlockState, begins: list[int]) -> bool:
    """Whether no blank line separates the elements of an item in the exporter's Markdown: none from code to text.

    `begins`: where their tokens begin.
    """
    kinds = [_kind(state, begin) for begin in begins]
    if kinds == ["text", "list"]:
        return True
    return all(pair in (("text", "code"), ("text", "captioned"), ("code", "text")) for pair in pairwise(kinds))


def _kind(state: BlockState, begin: int) -> str:
    token = state.out[begin]
    if token.type == "code" and token.tag:
        return "captioned" if token.info else "code"
    return {"paragraph": "text", "figure": "text", "list_open": "list", "dl_open": "list"}.get(token.type, "")


def _item(state: BlockState, item: Item, struct: dict[int, Item], *, raw: bool) -> bool:
    """Push an item; returns whether it is tight."""
    text = "" if raw or item.term is not None else _text_of(state, item)
    below = item.line + 1
    if text and not any(each.strip(BLANK) for each in state.lines[below : item.end]):
        token = OrgToken("item", item.line, below, text)
        token.info = box_html(item.box)
        state.out.append(token)
        return True
    value = item.counter if raw else ""
    state.out.append(OrgToken("item_open", item.line, item.end, value))
    first = len(state.out)
    if text and below in struct:
        state.out.append(OrgToken("paragraph", item.line, below, text))
        begins = [first, *state.elements(below, item.end, struct)]
    else:
        begins = _contents(state, item, struct)
    tight = _is_tight(state, begins)
    prefix = "" if raw else box_html(item.box)
    term = "" if item.term is None or raw else item.term.strip()
    paragraph = next((each for each in state.out[first : first + 1] if each.type == "paragraph"), None)
    if prefix or term:
        if paragraph is None:
            paragraph = OrgToken("paragraph", item.line, item.line + 1)
            state.out.insert(first, paragraph)
        paragraph.info, paragraph.meta = prefix, term
    state.out.append(OrgToken("item_close", item.line, item.end))
    return tight


def _text_of(state: BlockState, item: Item) -> str:
    """The text of an item whose first line is nothing but text, as most are; else ""."""
    text = state.lines[item.line][item.column :].strip(" \t")
    if not _BEGINS_TEXT.match(text):
        return ""
    is_picture = (text[-2:] == "]]" or "://" in text) and PICTURE.search(text.rstrip("]"))
    return "" if is_picture else text


def _contents(state: BlockState, item: Item, struct: dict[int, Item]) -> list[int]:
    return state.behind_mark(item.line, item.end, item.column, struct)


def _definitions(state: BlockState, items: list[Item], struct: dict[int, Item]) -> None:
    is_open = False
    for item in items:
        if state.has_targets:
            _count(state, item, struct)
        if item.term is None:
            if is_open:
                state.out.append(OrgToken("dl_close", item.line, item.end))
                is_open = False
            _contents(state, item, struct)
            continue
        if not is_open:
            state.out.append(OrgToken("dl_open", item.line, item.end))
            is_open = True
        term = item.term.strip()
        token = OrgToken("dt", item.line, item.line + 1, term)
        token.info = box_html(item.box)
        state.out.append(token)
        state.out.append(OrgToken("dd_open", item.line, item.end))
        first = len(state.out)
        state.page.inside_item += 1
        _contents(state, item, struct)
        state.page.inside_item -= 1
        if first < len(state.out) and state.out[first].type == "paragraph":
            state.out[first].hidden = True
        state.out.append(OrgToken("dd_close", item.line, item.end))
    if is_open:
        state.out.append(OrgToken("dl_close", items[-1].line, items[-1].end))
