"""How one page becomes bytes: by which renderer, within which limits, and how a failure is reported."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.errors import SiteError
from notegarden.publish import render_pages
from notegarden.publish.render_pages import render_chunk, render_page
from notegarden.render.views import MarkdownView
from notegarden.sources.limits import OverTimeError


def page(view: Any = None, text: str = "key") -> Any:
    """A page whose body is the text of this key."""
    fills = SimpleNamespace(into=lambda body, _: f"<p>{body}</p>")
    return SimpleNamespace(
        file="a/index.html", view=view or SimpleNamespace(template="note.html"), text=text, fills=fills
    )


BODIES: Any = SimpleNamespace(body=lambda key: f"body of {key}")


def renderer(outcome: Any = None, *, own: bool = False) -> Any:
    """A renderer that shows the body, or raises; with templates of the garden if `own` is set."""

    def render(_: object, body: str) -> bytes:
        if isinstance(outcome, BaseException):
            raise outcome
        return body.encode()

    return SimpleNamespace(has_overrides=own, render=render)


@pytest.mark.parametrize("own", [True, False])
def test_a_page_shows_its_body_with_its_holes_filled(own: bool) -> None:
    assert render_page(page(), renderer(own=own), BODIES) == b"<p>body of key</p>"
    assert render_page(page(text=""), renderer(own=own), BODIES) == b"", "a page without a note"


def test_a_copy_in_markdown_needs_no_template() -> None:
    view = MarkdownView(title="T", path="a.md", body_key="", created="", modified="", tags=())
    assert render_page(page(view), renderer(ZeroDivisionError()), BODIES).endswith(b"\nbody of key\n")


@pytest.mark.parametrize("error", [OverTimeError(), MemoryError()])
def test_a_template_of_the_garden_over_the_limits_is_named(error: BaseException) -> None:
    with pytest.raises(SiteError, match=r"a/index\.html") as raised:
        render_page(page(), renderer(error, own=True), BODIES)
    assert raised.value.path == "templates/note.html"


@pytest.mark.parametrize("error", [MemoryError(), OverTimeError()])
def test_the_themes_templates_are_not_blamed_for_the_limits(error: BaseException) -> None:
    with pytest.raises(type(error)):
        render_page(page(), renderer(error), BODIES)


def test_a_process_that_is_not_prepared_renders_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_pages, "_running", None)
    with pytest.raises(RuntimeError):
        render_chunk(("a", "a", []))


@pytest.mark.parametrize(
    ("error", "reported"),
    [
        (SiteError("wrong", "t.html", 3, "do it"), ("wrong", "t.html", 3, "do it")),
        (OSError(5, "Input/output error"), ("cannot write /out/a/index.html: Input/output error", "", 0, "")),
    ],
)
def test_a_failure_is_reported_to_the_process_that_asked(
    monkeypatch: pytest.MonkeyPatch, error: Exception, reported: tuple[str, str, int, str]
) -> None:
    running = SimpleNamespace(renderer=renderer(error), bodies=BODIES, output=SimpleNamespace(root="/out"))
    monkeypatch.setattr(render_pages, "_running", running)
    assert render_chunk(("a", "a", [page()])) == reported
