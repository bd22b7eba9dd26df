"""What fills the holes of a note's page: targets of links, HTML of pictures, what is left of links to drafts."""

from __future__ import annotations

from typing import Any

import pytest
from small_garden import SmallGarden

from notegarden.site.holes import fillings, repeats_title, wanted_id, wanted_name
from notegarden.site.transclusion import PLAIN, Embedded, Fillings

DRAFT = "---\ndraft: true\n---\nx"


def fills(text: str, others: dict[str, str] | None = None, **settings: Any) -> Fillings:
    garden = SmallGarden({"s/a.md": text, **(others or {})}, **settings)
    reads = garden.reads()
    return fillings(reads, garden.site, reads.note("s/a.md"))


def links(text: str, others: dict[str, str] | None = None, **settings: Any) -> list[tuple[str, str]]:
    return [*fills(text, others, **settings).links]


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ('[x]({{< relref "b#h" >}} "T")', ("/sub/b/#h", ' title="T"')),
        ('[x]({{< ref "b" >}})', ("https://e.org/sub/b/", "")),
        ('[x]({{< relref "no name.md#y" >}})', ("/sub/wanted/#w-no-name", ' class="missing"')),
        ('[x]({{< relref "d" >}})', ("", PLAIN)),
        ('[x]({{< relref "twice" >}})', ("/sub/health/#link-ambiguous", ' class="missing"')),
        ("[x](/b/?q=1#h)", ("/sub/b/?q=1#h", "")),
        ('[x](/b/ "T & U")', ("/sub/b/", ' title="T &amp; U"')),
        ("[x](/none/)", ("/sub/none/", ' class="broken"')),
        ("[x](/sub/none/)", ("/sub/none/", ' class="broken"')),
        ("[x](none/)", ("none/", ' class="broken"')),
        ("[x](#h)", ("#h", "")),
        ("[x](/b/#:~:text=a,-b)", ("/sub/b/#:~:text=a,-b", "")),
        ("[x](../../b/)", ("/sub/b/", "")),
    ],
)
def test_a_link_leads_to_its_target_or_says_why_not(typed: str, filled: tuple[str, str]) -> None:
    others = {"b.md": "# h", "d.md": DRAFT, "x/twice.md": "x", "y/twice.md": "x"}
    assert links(typed, others, base_url="https://e.org/sub/") == [filled]


def test_without_a_page_for_missing_notes_a_link_to_one_is_plain_text() -> None:
    pages = {"wanted": False, "health": False}
    for typed in ("no", "twice"):
        found = links(f'[x]({{{{< relref "{typed}" >}}}})', {"x/twice.md": "x", "y/twice.md": "x"}, pages=pages)
        assert found == [("", PLAIN)]


def test_in_a_vault_links_and_tags_are_resolved_by_name() -> None:
    others = {"b.md": "# H", "d.md": "---\npublish: false\n---\nx"}
    found = links("[[b#H]] [[no]] [[d]] #t/u", others, format="obsidian", content="")
    assert found == [
        ("/b/#h", ""), ("/wanted/#w-no", ' class="missing"'), ("", PLAIN), ("/tags/t/u/", ' class="tag"'),
    ]  # fmt: skip


def pictures(text: str, files: dict[str, str], **settings: Any) -> list[str]:
    garden = SmallGarden({"s/a.md": text}, files, **settings)
    reads = garden.planner(lambda address: (400, 200) if address.endswith("p.png") else None).reads()
    return [*fillings(reads, garden.site, reads.note("s/a.md")).pictures]


def test_a_picture_has_its_size_and_all_but_the_first_are_loaded_lazily() -> None:
    found = pictures("![one](/p.png)\n\n![](/p.png)\n", {"/p.png": "static/p.png"}, base_url="https://e.org/sub/")
    assert found == [
        '<img src="/sub/p.png" alt="one" width="400" height="200" decoding="async">',
        '<img src="/sub/p.png" alt="" width="400" height="200" loading="lazy" decoding="async">',
    ]


def test_a_relative_address_is_kept_on_the_notes_own_page_and_made_absolute_where_another_embeds_it() -> None:
    texts = {"s/a.md": "![x](../p.png) [y](../q.pdf)\n", "b.md": '{{< embed "s/a.md" >}}\n'}
    garden = SmallGarden(texts, {"/s/p.png": "static/s/p.png", "/s/q.pdf": "static/s/q.pdf"})
    reads = garden.reads()
    own = fillings(reads, garden.site, reads.note("s/a.md"))
    shown = fillings(reads, garden.site, reads.note("b.md")).embeds[0]
    assert isinstance(shown, Embedded)
    for found, picture, file in ((own, "../p.png", "../q.pdf"), (shown.fills, "/s/p.png", "/s/q.pdf")):
        assert f'src="{picture}"' in found.pictures[0]
        assert found.links == ((file, ""),)


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ('width="100"', 'width="100" height="50"'), ('height="100"', 'height="100" width="200"'),
        ('width="50%"', 'width="50%"'), ('width="1" height="9"', 'width="1" height="9"'),
    ],
)  # fmt: skip
def test_a_missing_width_or_height_keeps_the_proportions(given: str, size: str) -> None:
    (found,) = pictures(f'{{{{< figure src="/p.png" {given} >}}}}', {"/p.png": "static/p.png"})
    assert f" {size}" in found
    assert found.count("width=") + found.count("height=") == size.count("=")


def test_a_missing_picture_is_shown_as_its_text() -> None:
    (found,) = pictures("![a & b](/q.png)\n", {})
    assert found.startswith('<span class="missing-picture" data-alt="a &amp; b"><img src="/q.png"')
    assert found.endswith(" hidden></span>")


def test_an_external_picture_is_unchanged_and_one_that_runs_code_has_no_address() -> None:
    found = pictures("![x](https://o.example/p.png) ![y](data:text/html,x)\n", {})
    assert 'src="https://o.example/p.png"' in found[0]
    assert all("text/html" not in each for each in found[1:])


def test_a_note_is_embedded_only_once_in_a_chain_of_embeds() -> None:
    found = fills("![[b]]\n\n![[none]]\n\n![[d]]\n", {
        "b.md": "Text ![[a]]", "d.md": "---\npublish: false\n---\nx",
    }, format="obsidian", content="")  # fmt: skip
    shown, missing, hidden = (found.embeds[number] for number in range(3))
    assert isinstance(shown, Embedded)
    assert (shown.path, shown.title) == ("b.md", "b")
    assert shown.fills.embeds == {0: '<a class="markdown-embed-link" href="/s/a/">a</a>'}
    assert missing == '<a href="/wanted/#w-none" class="missing">none</a>'
    assert hidden == ""


def test_a_heading_that_repeats_the_title_is_not_shown() -> None:
    def repeats(text: str) -> bool:
        garden = SmallGarden({"My note.md": text}, format="obsidian", content="")
        return repeats_title(garden.garden.note("My note.md"))

    assert [repeats(each) for each in ("# my  NOTE", "## My note", "# Other", "> # My note", "x")] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_spellings_of_a_missing_notes_name_are_one_name() -> None:
    names = ("posts/New Note.md#x", "new-note", "../New note/")
    assert {wanted_name(each) for each in names} == {"new-note"}
    assert wanted_id("a/C++") == "w-c"
