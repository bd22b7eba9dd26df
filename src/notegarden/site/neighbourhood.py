"""The graph of a note's neighbourhood: an inline SVG that needs no script.

The note is in the middle, a dot without a label (its title heads the page); notes that link here are on its left,
notes it links to on its right, as far as the two sides stay equally high. Colours, strokes and fonts are in the
style sheet; sizes are here, because the labels are cut to fit.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nsmallest
from html import escape
from itertools import accumulate

import msgspec

LIMIT = 12
"""Maximum number of neighbours drawn; the picture stays below 3 KB."""
EDGES = 16
WIDTH = 360
MIDDLE = WIDTH // 2
ROW = 28
MARGIN = 18
FONT = 13  # the same as in the style sheet
KINDS = ("in", "both", "out")
"""By `_side`: links here, links both ways, is linked to from here."""
NARROW, WIDE = set("iIjl.,:;'|!()[]·`ftr "), set("mwMW@%—")


class Neighbour(msgspec.Struct, frozen=True, array_like=True):
    """A note one link away. `url` is ready for an href; `weight` is the number of its links."""

    url: str
    title: str
    incoming: bool
    outgoing: bool
    weight: int


def choose(neighbours: Sequence[Neighbour]) -> list[int]:
    """Indices of the neighbours to draw: links both ways first, then the best linked.

    In drawing order, which does not depend on the weights, so that a page changes only if the choice does.
    """
    best: Iterable[int] = range(len(neighbours))
    if len(neighbours) > LIMIT:
        best = nsmallest(LIMIT, best, key=lambda i: _rank(neighbours[i]))
    return sorted(best, key=lambda i: (_side(neighbours[i]), neighbours[i].title.casefold(), neighbours[i].url))


def neighbourhood_svg(
    self_title: str,
    neighbours: Sequence[Neighbour],
    edges: Sequence[tuple[int, int]],
    chosen: Sequence[int] | None = None,
    whole: str = "",
) -> str:
    """The SVG element; "" for a note without neighbours. `chosen`: the result of `choose`, if already known.
    `whole`: the link target for the number of neighbours not drawn.

    `edges` are the links between neighbours, by index, in any direction; those of notes that `choose` omits are
    ignored, so a caller may omit them as well.
    """
    if chosen is None:
        chosen = choose(neighbours)
    if not chosen:
        return ""
    half = _half([_side(neighbours[i]) for i in chosen])
    more = len(neighbours) - len(chosen)
    height = max(half, len(chosen) - half, 2) * ROW + 2 * MARGIN - ROW // 2 + (ROW // 2 if more else 0)
    centre = (height - (ROW // 2 if more else 0)) // 2
    left, right = chosen[:half], chosen[half:]
    places = {**_column(left, centre, -1), **_column(right, centre, 1)}
    parts = [
        f'<svg class="neighbourhood" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escape(self_title)}">',
        _between(edges, places),
        _links([places[i] for i in chosen], centre),
        f'<circle class="n-self" cx="{MIDDLE}" cy="{centre}" r="6"/><g text-anchor="end">',
        *(_node(neighbours[i], *places[i], -1) for i in left),
        "</g>",
        *(_node(neighbours[i], *places[i], 1) for i in right),
        _more(more, height - 6, whole) if more else "",
        "</svg>",
    ]
    return "".join(parts)


def kinds_of(neighbours: Iterable[Neighbour]) -> tuple[str, ...]:
    """The kinds of link among them, in the order of the legend."""
    found = {_side(each) for each in neighbours}
    return tuple(kind for side, kind in enumerate(KINDS) if side in found)


def _more(count: int, y: int, whole: str) -> str:
    text = f'<text x="{MIDDLE}" y="{y}" text-anchor="middle">+{count}</text>'
    return f'<a href="{escape(whole)}">{text}</a>' if whole else text


def _rank(neighbour: Neighbour) -> tuple[bool, int, str, str]:
    both = neighbour.incoming and neighbour.outgoing
    return not both, -neighbour.weight, neighbour.title.casefold(), neighbour.url


def _side(neighbour: Neighbour) -> int:
    """0: links here, 1: both, 2: linked to."""
    return 1 if neighbour.incoming and neighbour.outgoing else 0 if neighbour.incoming else 2


def _half(sides: Sequence[int]) -> int:
    """How many are on the left: half, and an odd one on its natural side."""
    half, odd = divmod(len(sides), 2)
    return half + (odd if sum(2 - side for side in sides) > len(sides) else 0)


def _column(members: Sequence[int], centre: int, side: int) -> dict[int, tuple[int, int]]:
    """Positions on an arc around the middle, so that no line crosses another dot."""
    places = {}
    for row, member in enumerate(members):
        offset = row - (len(members) - 1) / 2
        bow = math.cos(offset / max(len(members), 2) * 2.2)
        places[member] = (MIDDLE + side * round(24 + 20 * bow), round(centre + offset * ROW))
    return places


def _links(places: Sequence[tuple[int, int]], centre: int) -> str:
    """A line to each position; pairs share one stroke through the middle."""
    strokes = []
    for at in range(0, len(places), 2):
        start, *end = [f"{x} {y}" for x, y in places[at : at + 2]]
        strokes.append(" ".join([f"M{start}L{MIDDLE} {centre}", *end]))
    return f'<path class="n-link" d="{"".join(strokes)}"/>'


def _between(edges: Sequence[tuple[int, int]], places: dict[int, tuple[int, int]]) -> str:
    """Links between neighbours: straight across, or bowed inwards along a side."""
    drawn = sorted({(min(a, b), max(a, b)) for a, b in edges if a in places and b in places and a != b})
    lines = []
    for a, b in drawn[:EDGES]:
        (ax, ay), (bx, by) = sorted((places[a], places[b]))
        same = (ax < MIDDLE) == (bx < MIDDLE)
        inner = (max(ax, bx) + 22 if ax < MIDDLE else min(ax, bx) - 22) if same else 0
        lines.append(f"M{ax} {ay}" + (f"Q{inner} {(ay + by) // 2} {bx} {by}" if same else f"L{bx} {by}"))
    return f'<path class="n-edge" d="{"".join(lines)}"/>' if lines else ""


def _node(neighbour: Neighbour, x: int, y: int, side: int) -> str:
    room = WIDTH - MIDDLE - abs(x - MIDDLE) - 10
    label = cut(neighbour.title, room)
    title = "" if label == neighbour.title else f"<title>{escape(neighbour.title, quote=False)}</title>"
    # Dot and label are positioned relative to the neighbour: the same for each, which compresses well.
    return (
        f'<a class="n-{KINDS[_side(neighbour)]}" href="{escape(neighbour.url)}" transform="translate({x} {y})">{title}'
        f'<circle r="4"/><text x="{side * 9}" y="5">{escape(label, quote=False)}</text></a>'
    )


@lru_cache(maxsize=65536)
def cut(text: str, room: int) -> str:
    """`text`, shortened with an ellipsis to at most `room` units at the labels' size, estimated
    without the font."""
    if len(text) * FONT <= room:
        return text
    widths = list(accumulate(map(_advance, text)))
    if widths[-1] <= room:
        return text
    fits = bisect_right(widths, room - FONT)
    # A base character and its combining marks are cut together.
    while fits and (_joins(text[fits]) or text[fits - 1] == "\u200d"):
        fits -= 1
    return text[:fits].rstrip(" ,;:–—-") + "…"


def _joins(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=8192)
def _advance(character: str) -> float:
    if _joins(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return float(FONT)
    if character in WIDE:
        return FONT * 0.85
    if character in NARROW:
        return FONT * 0.35
    return FONT * (0.66 if character.isupper() else 0.54)
