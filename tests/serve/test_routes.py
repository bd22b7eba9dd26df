"""Which files a served garden has, and which function makes each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.serve.live import routes
from notegarden.serve.live.routes import Table


def table(monkeypatch: pytest.MonkeyPatch, *, fonts: Any = None, generated: dict[str, str] | None = None) -> Table:
    """The table of a garden with the note `a.md` and the pages of its lists."""
    monkeypatch.setattr(routes, "SiteFiles", lambda *_: SimpleNamespace(files=lambda: [("feed.xml", None)]))
    monkeypatch.setattr(routes, "cards_of", lambda *_: ({"assets/cards/x.png": "card"}, []))
    site = SimpleNamespace(card_type=fonts, generated=generated or {}, view=SimpleNamespace(language="en"))
    planner: Any = SimpleNamespace(
        note_files={"a/index.html": "a.md", "all/index.html": "all.md"},
        site_pages=lambda: {"all/index.html": lambda reads: "the list", "tags/index.html": lambda reads: "tags"},  # noqa: ARG005
        note_page=lambda path, reads: f"the page of {path}",  # noqa: ARG005
        reads=lambda: None,
        has_diagrams=lambda: False,
        site=site,
    )
    pipeline: Any = SimpleNamespace(theme=None, ledger=SimpleNamespace(path=None))
    return Table(planner, pipeline)


def test_a_note_wins_over_a_generated_page_at_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    made = table(monkeypatch)
    assert made.pages == {"a/index.html", "all/index.html", "tags/index.html"}
    assert [made.page(file) for file in ("a/index.html", "all/index.html", "tags/index.html")] == [
        "the page of a.md", "the page of all.md", "tags",
    ]  # fmt: skip


def test_cards_need_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert table(monkeypatch).cards() == {}
    assert table(monkeypatch, fonts="fonts").cards() == {"assets/cards/x.png": ("card", "fonts")}


def test_the_files_of_a_site_are_pages_copies_assets_cards_and_generated_files(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline: Any = SimpleNamespace(
        published_files={"/a.png": ("static/a.png", None), "/made": ("", None)},
        theme=SimpleNamespace(prefix="assets/1/", published=lambda **_: ["theme/site.css"]),
    )
    made = table(monkeypatch, fonts="fonts")
    assert made.files(pipeline) - made.pages == {
        "a.png", "assets/1/theme/site.css", "assets/cards/x.png", "feed.xml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "shows"),
    [("index.html", True), ("graph.json", True), ("map/index.html", True), ("a/index.html", False)],
)
def test_home_map_and_graph_need_the_layout(monkeypatch: pytest.MonkeyPatch, file: str, shows: bool) -> None:
    assert table(monkeypatch, generated={"map": "/map/"}).shows_map(file) is shows


def test_a_site_without_a_map_page_needs_the_layout_for_the_home_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made = table(monkeypatch)
    assert [made.shows_map(file) for file in ("index.html", "map/index.html")] == [True, False]
