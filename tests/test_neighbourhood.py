from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from notegarden.site.neighbourhood import FONT, LIMIT, WIDTH, Neighbour, choose, cut, neighbourhood_svg

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> etree._Element:
    return etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def dots_of(svg: etree._Element) -> list[tuple[int, int]]:
    """The positions of the neighbours."""
    places = [re.fullmatch(r"translate\((\d+) (\d+)\)", a.get("transform")) for a in svg.iter(f"{SVG}a")]
    return [(int(place[1]), int(place[2])) for place in places if place is not None]


def neighbour(n: int, incoming: bool = True, outgoing: bool = False, weight: int = 1) -> Neighbour:
    return Neighbour(f"/posts/20230326092427-a_note_with_a_name_{n}/", f"Note {n}", incoming, outgoing, weight)


neighbours_st = st.lists(
    st.builds(
        Neighbour,
        st.text(alphabet="abc/&\"'<>é", min_size=1, max_size=20),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60),
        st.booleans(),
        st.booleans(),
        st.integers(0, 50),
    ),
    max_size=30,
)


def test_a_note_without_links_has_no_picture() -> None:
    assert neighbourhood_svg("Alone", [], []) == ""


def test_links_and_labels_are_links_in_the_svg() -> None:
    svg = parse(neighbourhood_svg("Me", [neighbour(1), neighbour(2, False, True), neighbour(3, True, True)], [(0, 2)]))
    links = {a.get("class"): (a.get("href"), a.findtext(f"{SVG}text")) for a in svg.iter(f"{SVG}a")}
    assert links == {
        "n-in": (neighbour(1).url, "Note 1"),
        "n-out": (neighbour(2).url, "Note 2"),
        "n-both": (neighbour(3).url, "Note 3"),
    }
    assert [p.get("class") for p in svg.iter(f"{SVG}path")] == ["n-edge", "n-link"]
    assert svg.get("aria-label") == "Me"


def test_mutual_links_come_first_then_the_best_linked_notes() -> None:
    many = [neighbour(n, weight=n) for n in range(30)] + [neighbour(99, True, True, 0)]
    chosen = choose(many)
    assert len(chosen) == LIMIT
    assert set(chosen) == {30, *range(30 - LIMIT + 1, 30)}
    assert f">+{31 - LIMIT}</text>" in neighbourhood_svg("Me", many, [])


def test_a_weight_that_changes_no_selection_changes_no_picture() -> None:
    a = [neighbour(n, weight=n) for n in range(8)]
    b = [neighbour(n, weight=20 - n) for n in range(8)]
    assert neighbourhood_svg("Me", a, [(0, 1)]) == neighbourhood_svg("Me", b, [(1, 0), (0, 1)])


@pytest.mark.parametrize(("incoming", "side"), [(True, -1), (False, 1)])
def test_incoming_links_are_on_the_left_and_outgoing_ones_on_the_right(incoming: bool, side: int) -> None:
    svg = parse(neighbourhood_svg("Me", [neighbour(1, incoming, not incoming)], []))
    ((x, _),) = dots_of(svg)
    assert (x - WIDTH // 2) * side > 0


def test_a_truncated_label_has_its_full_title() -> None:
    long = Neighbour("/a/", "An <exceedingly> long title & one that cannot fit in its place", True, False, 1)
    svg = parse(neighbourhood_svg("Me", [long], []))
    assert svg.findtext(f".//{SVG}title") == long.title
    assert svg.findtext(f".//{SVG}text").endswith("…")  # type: ignore[union-attr]


def test_the_picture_is_small() -> None:
    many = [neighbour(n, n % 2 == 0, n % 3 == 0) for n in range(40)]
    assert len(neighbourhood_svg("Me", many, [(a, b) for a in range(40) for b in range(a)])) < 3300


@given(neighbours_st, st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_the_svg_is_well_formed_and_nothing_overlaps(neighbours: list[Neighbour], title: str) -> None:
    edges = [(a, b) for a in range(len(neighbours)) for b in range(a)]
    text = neighbourhood_svg(title, neighbours, edges)
    if not neighbours:
        return
    svg = parse(text)
    height = int(svg.get("viewBox").split()[3])
    dots = dots_of(svg)
    assert len(dots) == min(len(neighbours), LIMIT)
    for left in (True, False):
        rows = sorted(y for x, y in dots if (x < WIDTH // 2) == left)
        assert all(b - a >= 24 for a, b in itertools.pairwise(rows))
        assert all(10 < y < height - 10 for y in rows)
    link = svg.find(f"{SVG}path[@class='n-link']").get("d")
    assert {(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", link)} >= set(dots)
    for match in re.finditer(r"(?:M|L|Q[\d-]+ [\d-]+ )(-?\d+) (-?\d+)", text):
        assert 0 < int(match[1]) < WIDTH
        assert 0 < int(match[2]) < height


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=80), st.integers(60, 200))
def test_labels_are_truncated(text: str, room: int) -> None:
    result = cut(text, room)
    if result != text:
        assert result.endswith("…")
        kept = result[:-1]
        assert text.startswith(kept)
        rest = text[len(kept) :]
        assert not kept or unicodedata.category(rest[0])[0] != "M"


def test_wide_characters_take_twice_the_room() -> None:
    assert len(cut("机器学习模型的训练与推理优化方法", 140)) <= 140 / FONT
    assert cut("Consensus Protocols", 140) == "Consensus Protocols"
