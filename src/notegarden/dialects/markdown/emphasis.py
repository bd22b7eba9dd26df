"""Emphasis with `*` and `_`, strikethrough with one `~` or two, matched by Goldmark's rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from notegarden.dialects.markdown.inline import Delimiter, InlineParser, InlineState, flanking, is_punctuation
from notegarden.notes.goldmark import Extra

_RUN = {char: re.compile(f"{re.escape(char)}+") for char in "*_~=+^"}
_EXTRAS: dict[Extra, dict[str, str]] = {  # if two are on, later ones take precedence
    "subscript": {"~": "sub", "~~": "sub"},
    "superscript": {"^": "sup", "^^": "sup"},
    "delete": {"~~": "del"},
    "insert": {"++": "ins"},
    "mark": {"==": "mark"},
}


def delimiter_rule(state: InlineState) -> bool:
    src, start = state.src, state.pos
    char = src[start]
    run = _RUN[char].match(src, start)
    assert run is not None  # noqa: S101 - the rule is asked at such a character only
    stop = run.end()
    length = stop - start
    if char not in "*_" and (run[0] not in state.inline.spans or (start and src[start - 1] == char)):
        state.out.append(run[0])
        state.pos = stop
        return True
    left, right = flanking(src, start, stop)
    if char == "_":
        before_mark = start > 0 and is_punctuation(src[start - 1])
        after_mark = stop < state.end and is_punctuation(src[stop])
        can_open, can_close = left and (not right or before_mark), right and (not left or after_mark)
    else:
        can_open, can_close = left, right
    if can_open or can_close:
        state.delimiters.append(Delimiter(char, length, len(state.out), can_open, can_close))
    state.out.append(run[0])
    state.pos = state.node_end = stop
    return True


def close_delimiters(state: InlineState, bottom: int) -> None:
    """Match openers and closers among the delimiters from number `bottom` on, write their tags, and drop them."""
    delimiters = state.delimiters[bottom:]
    del state.delimiters[bottom:]
    openers: list[Delimiter] = []
    # There is no opener for such a closer below this index: keeps long texts of single runs linear.
    floors: dict[tuple[str, bool, int], int] = {}
    for closer in delimiters:
        while closer.can_close and closer.length:
            key = (closer.char, closer.can_open, closer.original % 3)
            found, size = _opener_for(closer, openers, floors.get(key, 0))
            if found < 0:
                floors[key] = len(openers)
                break
            opener = openers[found]
            del openers[found + 1 :]
            tag = state.inline.spans.get(closer.char * size) or ("strong" if size == 2 else "em")
            opener.length -= size
            closer.length -= size
            opener.opened.append(f"<{tag}>")
            closer.closed.append(f"</{tag}>")
            if not opener.length:
                openers.pop()
            if floors:
                floors = {one: min(floor, len(openers)) for one, floor in floors.items()}
        if closer.can_open and closer.length:
            openers.append(closer)
    for delimiter in delimiters:
        if delimiter.closed or delimiter.opened:
            state.out[delimiter.entry] = delimiter.html()


def _opener_for(closer: Delimiter, openers: list[Delimiter], floor: int) -> tuple[int, int]:
    """The index of the nearest matching opener and the number of characters the pair uses; (-1, 0) if none."""
    for number in range(len(openers) - 1, floor - 1, -1):
        opener = openers[number]
        if opener.char != closer.char:
            continue
        sum_of_three = (opener.original + closer.original) % 3 == 0 and closer.original % 3 != 0
        if (opener.can_close or closer.can_open) and sum_of_three:
            continue
        return number, 2 if opener.length >= 2 and closer.length >= 2 else 1
    return -1, 0


def emphasis_plugin(inline: InlineParser) -> None:
    inline.add(delimiter_rule, "*", "_")
    inline.close_delimiters = close_delimiters  # type: ignore[method-assign]


def spans_plugin(inline: InlineParser, spans: Mapping[str, str]) -> None:
    """`spans`: the delimiter around a text → the tag of its element."""
    inline.spans |= spans
    inline.add(delimiter_rule, *spans)


def strikethrough_plugin(inline: InlineParser) -> None:
    spans_plugin(inline, {"~": "del", "~~": "del"})


def extras_plugin(inline: InlineParser, extras: Iterable[Extra]) -> None:
    """Those of Hugo's extras that a site's configuration enables."""
    for extra, spans in _EXTRAS.items():
        if extra in extras:
            spans_plugin(inline, spans)
