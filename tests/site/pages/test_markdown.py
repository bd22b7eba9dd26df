"""The Markdown copy of a note has the same facts as the note's page."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.render.views import MarkdownView
from notegarden.site.pages.markdown import markdown_page


def test_a_copy_has_title_dates_and_tags_and_the_text_of_the_page() -> None:
    text = "---\ntitle: A\ndate: 2026-01-02\nlastmod: {}\ntags: [t, Bee]\n---\nx"
    for lastmod, modified in {"2026-01-02T09:00:00Z": "", "2026-03-04": "2026-03-04"}.items():
        garden = SmallGarden({"a.md": text.format(lastmod), "b.md": "---\ntitle: Bee\n---\nx"}, markdown=True)
        reads = garden.reads()
        page = markdown_page(reads, garden.site, "a.md")
        assert isinstance(page.view, MarkdownView)
        assert (page.file, page.text) == ("a/index.md", "text of a.md")
        assert (page.view.title, page.view.created[:10], page.view.modified[:10]) == ("A", "2026-01-02", modified)
        assert page.view.tags == ("t", "Bee")
        assert {"note a.md", "reference b.md"} <= reads.keys
