"""The home page: the best linked notes, the newest, topics and tags; without pages that are switched off."""

from __future__ import annotations

from typing import Any

from small_garden import SmallGarden

from notegarden.render.views import HomeView
from notegarden.site.pages.home import home_page


def home(texts: dict[str, str], **settings: Any) -> HomeView:
    garden = SmallGarden(texts, **settings)
    return home_page(garden.reads(), garden.site, "/")


def link(*names: str) -> str:
    return " ".join(f'[x]({{{{< relref "{name}" >}}}})' for name in names)


def test_hubs_have_backlinks_and_are_at_most_twelve() -> None:
    names = [f"n{number:02}" for number in range(14)]
    page = home({f"{name}.md": "x" for name in names} | {"a.md": link(*names[:13]), "b.md": link("n05")})
    assert [each.title for each in page.hubs] == ["N05", *(name.upper() for name in names[:12] if name != "n05")]
    assert (page.notes, page.links) == (16, 14)
    assert home({"a.md": "x"}).hubs == ()


def test_topics_show_six_notes_each() -> None:
    ring = {f"n{number}.md": link(*(f"n{other}" for other in range(8) if other != number)) for number in range(8)}
    (topic,) = home(ring).topics
    assert len(topic.entries) == 6


def test_lists_whose_page_is_switched_off_are_left_out() -> None:
    texts = {"a.md": "---\ndate: 2026-01-01\ntags: [t]\n---\nx"}
    page, bare = home(texts), home(texts, pages={"recent": False, "tags": False})
    assert ([each.url for each in page.recent], [each.url for each in page.tags]) == (["/a/"], ["/tags/t/"])
    assert (bare.recent, bare.tags) == ((), ())
