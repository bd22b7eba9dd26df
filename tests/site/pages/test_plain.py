"""Pages with almost no content, and the page of an alias, which redirects to its note."""

from __future__ import annotations

import pytest
from small_garden import SmallGarden

from notegarden.site.pages.plain import plain_page, redirect_page


def test_an_alias_redirects_to_the_note_which_is_the_canonical_page() -> None:
    garden = SmallGarden({"a.md": "---\ntitle: A\n---\nx"}, base_url="https://example.org/sub/")
    reads = garden.reads()
    page = redirect_page(reads, garden.site, "/old/", "a.md")
    assert (page.url, page.target, page.permalink, page.title) == (
        "/sub/old/", "/sub/a/", "https://example.org/sub/a/", "A",
    )  # fmt: skip
    assert reads.keys >= {"reference a.md", "list tags"}
    with pytest.raises(KeyError):
        redirect_page(reads, garden.site, "/old/", "none.md")


def test_a_plain_page_has_its_own_address() -> None:
    page = plain_page(SmallGarden({}).site, "/404.html", "404.html", "404")
    assert (page.template, page.url, page.permalink, page.title) == ("404.html", "/404.html", "/404.html", "404")
