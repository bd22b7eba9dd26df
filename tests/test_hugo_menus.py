"""Nested menus, with Hugo's nesting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hugo_twin import Twin, note
from lxml import html as lxml_html
from support import build

from notegarden.config.load import load_config
from notegarden.errors import SiteError
from notegarden.pipeline.stages import Options, Pipeline

CONFIGURATION = 'baseURL = "https://example.org/"\n' + "".join(
    "[[menus.main]]\n" + "".join(f"{key} = {value!r}\n" for key, value in entry.items())
    for entry in (
        {"name": "About", "url": "/about/", "weight": 2},
        {"name": "Team", "url": "/team/", "parent": "About", "weight": 3},
        {"name": "Contact", "url": "/contact/", "parent": "About", "weight": 1},
        {"name": "Paris", "url": "/paris/", "parent": "c-team"},
        {"identifier": "c-team", "name": "Offices", "url": "/offices/", "parent": "About", "weight": 2},
        {"name": "More", "weight": 5},
        {"name": "Blog", "pageRef": "/blog", "parent": "More"},
        {"name": "Lone", "url": "/lone/", "parent": "Made up"},
        {"name": "Round", "url": "/round/", "parent": "About it"},
        {"name": "About it", "url": "/it/", "parent": "Round"},
    )
)
NOTES = {
    "content/blog/_index.md": note(title="Blog"),
    "content/blog/a.md": note(title="First", menus="{main: {parent: Blog, weight: 2}}"),
    "content/blog/b.md": note(title="Second", menus="{main: {parent: Blog, weight: 1, identifier: two}}"),
    "content/blog/c.md": note(title="Third", menus="{main: {parent: two}}"),
    "content/blog/d.md": note(title="Secret", menus="{main: {parent: Blog}}", draft="true"),
}
_TEMPLATE = (
    '{{ define "entries" }}{{ range . }}({{ .Name }} {{ .URL }}{{ template "entries" .Children }}){{ end }}{{ end }}'
    '{{ template "entries" site.Menus.main }}'
)
Tree = list[tuple[str, str, "Tree"]]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    layout = "<main>{{ .Content }}</main>{{ partial `menu.html` . }}"
    files = {**NOTES, "layouts/single.html": layout, "layouts/partials/menu.html": _TEMPLATE}
    return Twin(tmp_path_factory.mktemp("menus"), files, CONFIGURATION)


def _written(tree: Tree) -> str:
    return "".join(f"({title} {url}{_written(below)})" for title, url, below in tree)


def _tree(page: str) -> Tree:
    """The header's menu as a reader sees it: (title, URL, child entries)."""
    header = lxml_html.document_fromstring(page).xpath("//header//nav/ul")[0]
    return [_entry(item) for item in header]


def _entry(item: lxml_html.HtmlElement) -> tuple[str, str, Tree]:
    summary = item.find("details/summary")
    if summary is None:
        own = item[0]
        return own.text, own.get("href", ""), [_entry(below) for below in item.findall("ul/li")]
    below = [_entry(each) for each in item.findall("details/ul/li")]
    if below[0][0] == summary.text:  # the heading's own page comes first in its list
        return summary.text, below[0][1], below[1:]
    return summary.text, "", below


def test_the_menu_is_nested_as_in_hugo(twin: Twin) -> None:
    theirs = (twin.theirs / "blog/a/index.html").read_text("utf-8").partition("</main>")[2]
    ours = _written(_tree((twin.ours / "blog/a/index.html").read_text("utf-8")))
    assert ours.replace(" )", ")") == re.sub(r"\s+\)", ")", theirs).strip()
    assert "(Second /blog/b/(Third /blog/c/))(First /blog/a/)" in ours
    assert "Secret" not in ours


def test_cyclic_entries_are_reported(twin: Twin) -> None:
    pipeline = Pipeline(twin.root, Options(output=twin.root / "again", search=False, jobs=1))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    said = [line for line in pipeline.report.warnings if "parents" in line]
    assert said == ["menu entries that are each other's parents are not shown: About it, Round"]


def test_a_page_in_a_submenu_is_marked_and_its_files_are_loaded_only_with_it(twin: Twin, tmp_path: Path) -> None:
    page = (twin.ours / "blog/a/index.html").read_text("utf-8")
    assert re.search(r'<a href="?/blog/a/"? aria-current="?page"?>First</a>', page)
    assert "theme/menu.css" in page
    assert "theme/menu.js" in page
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(note(title="A", menus="main"), encoding="utf-8")
    build(tmp_path, tmp_path / "out", search=False)
    flat = (tmp_path / "out/a/index.html").read_text("utf-8")
    assert _tree(flat) == [("A", "/a/", [])]
    assert "theme/menu" not in flat


def test_our_own_configuration_may_nest_menus_too(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(note(title="A"), encoding="utf-8")
    own = tmp_path / "notegarden.toml"
    own.write_text('[[menu]]\ntitle = "More"\n[[menu]]\npage = "/a"\nparent = "More"\n', encoding="utf-8")
    build(tmp_path, tmp_path / "out", search=False)
    assert _tree((tmp_path / "out/a/index.html").read_text("utf-8")) == [("More", "", [("A", "/a/", [])])]
    own.write_text('[[menu]]\ntitle = "More"\n[[menu]]\npage = "/a"\nparent = "Mor"\n', encoding="utf-8")
    with pytest.raises(SiteError, match="needs title and url"):
        load_config(tmp_path)
