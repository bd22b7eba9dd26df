"""Missing notes with links to them: one entry for all spellings, titled as in most links, most wanted first."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.render.views import Wanted
from notegarden.site.pages.wanted import wanted_page


def wanted(texts: dict[str, str]) -> tuple[Wanted, ...]:
    garden = SmallGarden(texts)
    return wanted_page(garden.reads(), garden.site, "/wanted/").wanted


def to(target: str, text: str) -> str:
    return f'[{text}]({{{{< relref "{target}" >}}}})'


def test_spellings_of_one_note_are_one_entry_titled_by_the_most_frequent_link_text() -> None:
    found = wanted({
        "a.md": f"See {to('New Note.md#x', 'new')} now.\n\n{to('new-note', 'old')}",
        "b.md": to("posts/new-note", "old"), "c.md": to("other", "other"),
    })  # fmt: skip
    assert [(each.id, each.title, each.target) for each in found] == [
        ("w-new-note", "old", "new-note"), ("w-other", "other", "other"),
    ]  # fmt: skip
    first, second = found[0].asks
    assert all(each.url.startswith("/a/#") for each in first.mentions), "they link to the paragraph"
    quotes = [(each.before, each.text, each.after) for each in first.mentions]
    assert (first.url, quotes) == ("/a/", [("See ", "new", " now."), ("", "old", "")])
    assert second.url == "/b/"


def test_the_most_wanted_come_first_then_by_title() -> None:
    found = wanted({"a.md": to("z", "Zed"), "b.md": to("z", "Zed") + to("bb", "bee") + to("aa", "Ay")})
    assert [each.title for each in found] == ["Zed", "Ay", "bee"]


def test_of_equally_frequent_link_texts_the_first_alphabetically_is_the_title_or_else_the_name() -> None:
    (found,) = wanted({"a.md": to("x", "two") + to("x", "one")})
    assert found.title == "one"
    (bare,) = wanted({"a.md": to("x", "")})
    assert bare.title == "x"


def test_a_mention_has_its_section() -> None:
    for text, section in {f"# Part\n\n{to('x', 'x')}": "Part", f"Tags\n: {to('x', 'x')}\n\nText.": "tags"}.items():
        (found,) = wanted({"a.md": text})
        assert found.asks[0].mentions[0].section == section


def test_links_of_drafts_and_unlisted_notes_do_not_count_and_a_draft_is_not_wanted() -> None:
    link = to("x", "x")
    texts = {"a.md": f"---\ndraft: true\n---\n{link}", "b.md": f"---\nbuild: {{list: never}}\n---\n{link}"}
    assert wanted({**texts, "c.md": to("a", "a")}) == ()
