"""Pages from views and templates: a garden's own templates, and errors that name the line of the template."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from support import write

from notegarden.errors import SiteError
from notegarden.render.page_view import SiteView
from notegarden.render.renderer import Renderer, safe_address
from notegarden.render.theme import shipped
from notegarden.render.views import PlainView

SITE = SiteView("Garden", "en", "ltr", "", "", "/", "", "/assets/0/", {})
PAGE = PlainView(template="404.html", url="/404.html", permalink="/404.html", title="Gone & lost")


def renderer(root: Path, templates: dict[str, str], site: SiteView = SITE) -> Renderer:
    """With these templates of the garden over those of the theme."""
    write(root / "templates", templates)  # type: ignore[arg-type]
    (root / "templates").mkdir(exist_ok=True)
    return Renderer((root / "templates", shipped()[0]), (shipped()[1],), site)


def test_a_template_of_the_garden_replaces_the_themes(tmp_path: Path) -> None:
    made = renderer(tmp_path, {"404.html": "<p>{{ page.title }}, {{ site.title }}: {{ body }}"})
    assert made.has_overrides
    assert made.render(PAGE, "<b>body</b>") == b"<p>Gone &amp; lost, Garden: <b>body</b>"


def test_shortcodes_are_not_overrides(tmp_path: Path) -> None:
    assert not renderer(tmp_path, {"shortcodes/x.html": ""}).has_overrides


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<p>\n{% if %}", 2),
        ("<p>\n\n{{ page.tilte }}", 3),
        ("{{ page.title + 1 }}", 1),
        ("\n{{ 1 // 0 }}", 2),
        ("\n{{ [1, 2][5].x }}", 2),
        ("\n{{ page.title | nothing }}", 2),
    ],
)
def test_an_error_names_the_line_of_the_template(tmp_path: Path, source: str, line: int) -> None:
    with pytest.raises(SiteError) as raised:
        renderer(tmp_path, {"404.html": source}).render(PAGE)
    assert (raised.value.path, raised.value.line) == ("templates/404.html", line)


def test_an_error_in_an_included_template_names_that_one(tmp_path: Path) -> None:
    templates = {"404.html": "\n\n{% include 'part.html' %}", "part.html": "\n{{ nothing }}"}
    with pytest.raises(SiteError) as raised:
        renderer(tmp_path, templates).render(PAGE)
    assert (raised.value.path, raised.value.line) == ("templates/part.html", 2)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"none\.html"):
        renderer(tmp_path, {"404.html": "{% include 'none.html' %}"}).render(PAGE)


def test_an_unpaired_surrogate_becomes_a_question_mark(tmp_path: Path) -> None:
    page = msgspec.structs.replace(PAGE, title="a\udcff")
    assert renderer(tmp_path, {"404.html": "{{ page.title }}"}).render(page) == b"a?"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/", "https://a.example/"), ("/a/", "/a/"), ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:x", ""), (" JavaScript:x", ""), ("java\nscript:x", ""), ("vbscript:x", ""),
        ("data:text/html,x", ""), (3, "3"),
    ],
)  # fmt: skip
def test_an_address_that_runs_code_is_left_out(address: object, shown: str) -> None:
    assert safe_address(address) == shown


def test_only_a_guarded_site_has_a_policy_in_its_pages(tmp_path: Path) -> None:
    source = '<head><meta charset="utf-8"></head>{{ body }}'
    for guarded in (True, False):
        made = renderer(tmp_path, {"404.html": source}, msgspec.structs.replace(SITE, guarded=guarded))
        assert (b"Content-Security-Policy" in made.render(PAGE, "x")) is guarded
