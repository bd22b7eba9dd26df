"""Lists: bullets, numbers, checkboxes and descriptions, with the structure found by `list_struct`."""

from __future__ import annotations

import re

from notegarden.dialects.org.attributes import box_html, classes
from notegarden.dialects.org.block_state import TARGET, BlockState
from notegarden.dialects.org.liststruct import Item, columns, list_struct
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
    css, style = classes(above.attributes, state.trusted)
    if css or style:
        state.open(f"<div{css}{style}>", line)
    state.page.item_numbers.append(0)
    if items[0].term is not None and not state.page.inside_item:
        _definitions(state, items, struct)
    else:
        _items(state, items, struct)
    state.page.item_numbers.pop()
    if css or style:
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
    tight = not any(
        item.end - item.line > 1 and _is_loose(state, item, struct, is_last=items[-1] is item) for item in items
    )
    state.page.inside_item += 1
    for item in items:
        if state.has_targets:
            _count(state, item, struct)
        _item(state, item, struct, tight=tight, raw=raw)
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


def _is_loose(state: BlockState, item: Item, struct: dict[int, Item], *, is_last: bool) -> bool:
    """Whether a blank line separates an item from the next one, or its own blocks, as in Markdown."""
    stop = item.end
    if not is_last and not state.lines[stop - 1].strip():
        return True
    line = item.line + 1
    while line < stop:
        if line in struct:
            line = struct[line].end
        elif not state.lines[line].strip():
            return any(each.strip() for each in state.lines[line:stop])
        else:
            line = max(state.block_end(line, stop), line) + 1
    return False


def _item(state: BlockState, item: Item, struct: dict[int, Item], *, tight: bool, raw: bool) -> None:
    text = "" if raw or item.term is not None else _text_of(state, item)
    below = item.line + 1
    if text and not any(each.strip() for each in state.lines[below : item.end]):
        token = OrgToken("item", item.line, below, text)
        token.hidden, token.info = tight, box_html(item.box)
        state.out.append(token)
        return
    value = item.counter if raw else ""
    state.out.append(OrgToken("item_open", item.line, item.end, value))
    first = len(state.out)
    if text and below in struct:
        state.out.append(OrgToken("paragraph", item.line, below, text))
        state.elements(below, item.end, struct)
    else:
        _contents(state, item, struct)
    prefix = "" if raw else box_html(item.box)
    term = "" if item.term is None or raw else item.term.strip()
    paragraph = next((each for each in state.out[first : first + 1] if each.type == "paragraph"), None)
    if prefix or term:
        if paragraph is None:
            paragraph = OrgToken("paragraph", item.line, item.line + 1)
            state.out.insert(first, paragraph)
        paragraph.info, paragraph.meta = prefix, term
    _tighten(state, first, tight=tight)
    state.out.append(OrgToken("item_close", item.line, item.end))


def _text_of(state: BlockState, item: Item) -> str:
    """The text of an item whose first line is nothing but text, as most are; else ""."""
    text = state.lines[item.line][item.column :].strip(" \t")
    if not _BEGINS_TEXT.match(text):
        return ""
    is_picture = (text[-2:] == "]]" or "://" in text) and PICTURE.search(text.rstrip("]"))
    return "" if is_picture else text


def _tighten(state: BlockState, first: int, *, tight: bool) -> None:
    if tight and first < len(state.out) and state.out[first].type == "paragraph":
        state.out[first].hidden = True


def _contents(state: BlockState, item: Item, struct: dict[int, Item]) -> None:
    state.behind_mark(item.line, item.end, item.column, struct)


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
        _tighten(state, first, tight=True)
        state.out.append(OrgToken("dd_close", item.line, item.end))
    if is_open:
        state.out.append(OrgToken("dl_close", items[-1].line, items[-1].end))
