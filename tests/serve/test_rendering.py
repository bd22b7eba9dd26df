"""When a served garden creates a new renderer, and which ledger it reads bodies from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.serve.live import rendering
from notegarden.serve.live.rendering import Rendering


class Bodies:
    """A reader of the bodies in one ledger."""

    def __init__(self, path: Path) -> None:
        self.path, self.closed = path, False

    def close(self) -> None:
        self.closed = True


class Setting:
    """A garden whose theme, site and ledger a test changes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.renderers: list[Any] = []
        self.pipeline: Any = SimpleNamespace(
            ledger=SimpleNamespace(path=Path("one")), theme=SimpleNamespace(key=b"1", templates=(), statics=())
        )
        self.planner: Any = SimpleNamespace(site=SimpleNamespace(view={"title": "A"}))
        self.used: list[Any] = []
        monkeypatch.setattr(rendering, "BodyReader", Bodies)
        monkeypatch.setattr(rendering, "Renderer", self._renderer)
        monkeypatch.setattr(rendering, "render_page", self._render)
        self.rendering = Rendering(self.pipeline)

    def _renderer(self, templates: Any, statics: Any, view: Any, *, cached: bool) -> Any:  # noqa: ARG002
        self.renderers.append(dict(view))
        return len(self.renderers)

    def _render(self, page: Any, renderer: Any, bodies: Bodies) -> bytes:
        self.used.append((renderer, bodies))
        return str(page).encode()

    def render(self) -> int:
        """Render a page and return the number of its renderer."""
        assert self.rendering.render("page", self.planner) == b"page"  # type: ignore[arg-type]
        return int(self.used[-1][0])


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Setting:
    return Setting(monkeypatch)


def test_pages_share_a_renderer_until_theme_or_site_change(setting: Setting) -> None:
    assert [setting.render(), setting.render()] == [1, 1]
    setting.planner = SimpleNamespace(site=SimpleNamespace(view={"title": "A"}))
    assert setting.render() == 1, "another planner of the same site"
    setting.planner.site.view = {"title": "B"}
    assert setting.render() == 2
    setting.pipeline.theme.key = b"2"
    assert setting.render() == 3
    assert setting.renderers == [{"title": "A"}, {"title": "B"}, {"title": "B"}]


def test_bodies_are_read_from_the_current_ledger(setting: Setting) -> None:
    setting.render()
    first = setting.used[-1][1]
    setting.pipeline.ledger = SimpleNamespace(path=Path("two"))
    setting.render()
    second = setting.used[-1][1]
    assert (first.path, first.closed, second.path, second.closed) == (Path("one"), True, Path("two"), False)
    setting.rendering.close()
    assert second.closed


def test_a_markdown_copy_is_rendered_by_its_file_name(setting: Setting) -> None:
    table: Any = SimpleNamespace(page=lambda file: f"copy {file}", planner=setting.planner)
    assert setting.rendering.copy("a/index.md", table) == (b"copy a/index.md", "a/index.md")
