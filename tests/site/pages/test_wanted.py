"""Notes that are linked to and not written: one for all its spellings, named as most links do, most wanted first."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.render.views import Wanted
from notegarden.site.pages.wanted import wanted_page


def wanted(texts: dict[str, str]) -> tuple[Wanted, ...]:
    garden = SmallGarden(texts)
    return wanted_page(garden.reads(), garden.site, "/wanted/").wanted


def to(target: str, text: str) -> str:
    return f'[{text}]({{{{< relref "{target}" >}}}})'


def test_spellings_of_one_note_are_one_and_the_commonest_words_its_title() -> None:
    found = wanted({
        "a.md": f"See {to('New Note.md#x', 'new')} now.\n\n{to('new-note', 'old')}",
        "b.md": to("posts/new-note", "old"), "c.md": to("other", "other"),
    })  # fmt: skip
    assert [(each.id, each.title, each.target) for each in found] == [
        ("w-new-note", "old", "new-note"), ("w-other", "other", "other"),
    ]  # fmt: skip
    first, second = found[0].asks
    assert all(each.url.startswith("/a/#") for each in first.mentions), "they lead to the paragraph"
    quotes = [(each.before, each.text, each.after) for each in first.mentions]
    assert (first.url, quotes) == ("/a/", [("See ", "new", " now."), ("", "old", "")])
    assert second.url == "/b/"


def test_the_most_wanted_are_first_then_by_title() -> None:
    found = wanted({"a.md": to("z", "Zed"), "b.md": to("z", "Zed") + to("bb", "bee") + to("aa", "Ay")})
    assert [each.title for each in found] == ["Zed", "Ay", "bee"]


def test_of_equally_common_words_the_first_by_letter_is_the_title_and_without_words_the_name() -> None:
    (found,) = wanted({"a.md": to("x", "two") + to("x", "one")})
    assert found.title == "one"
    (bare,) = wanted({"a.md": to("x", "")})
    assert bare.title == "x"


def test_an_ask_says_in_which_section_it_stands() -> None:
    for text, section in {f"# Part\n\n{to('x', 'x')}": "Part", f"Tags\n: {to('x', 'x')}\n\nText.": "tags"}.items():
        (found,) = wanted({"a.md": text})
        assert found.asks[0].mentions[0].section == section


def test_drafts_and_unlisted_notes_ask_for_nothing_here_and_a_draft_is_not_wanted() -> None:
    link = to("x", "x")
    texts = {"a.md": f"---\ndraft: true\n---\n{link}", "b.md": f"---\nbuild: {{list: never}}\n---\n{link}"}
    assert wanted({**texts, "c.md": to("a", "a")}) == ()
