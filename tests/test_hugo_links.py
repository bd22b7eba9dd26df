"""Links resolve as in real Hugo: relrefs from notes, bundles and sections, and URLs as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, note

_TARGETS = [
    "x", "x.md", "./x", "../x", "../x.md", "../../x", "../../../x", "../../../../x.md", "bun2", "../bun2",
    "../bun2/index.md", "posts/x", "/posts/x", "../posts/x", "../../posts/x", "deep/y", "y", "./deep/y", "../deep/y",
    "/x", "top", "../top", "../../top.md", "dup", "../dup", "./dup", "../other/dup", "bun", ".", "..", "index.md",
    "_index.md", "/", "deep", "../deep/_index.md", "nb", "../nb", "sec", "other", "/other", "res.md", "DUP",
    "Space Name", "space-name.md", "space%20name", "x.html", "/posts/x/", "unique", "/unique", "a_b", "a-b", "foo",
    "../../other/dup.md", "other/only",
]  # fmt: skip
_SOURCES = {
    "posts/p.md": "posts/p",
    "posts/bun/index.md": "posts/bun",
    "posts/deep/q.md": "posts/deep/q",
    "posts/deep/nb/index.md": "posts/deep/nb",
    "posts/_index.md": "posts",
    "tt.md": "tt",
}
_NOTES = (
    "posts/x.md x.md posts/bun2/index.md posts/deep/_index.md posts/deep/y.md top.md posts/dup.md other/dup.md "
    "posts/deep/dup.md posts/bun/res.md other/unique.md other/only.md sec/_index.md other/a_b.md other/zz/foo.md "
    "posts/foo/index.md"
)
_LINK = re.compile(r'<a [^>]*?href="?([^">\s]*)"?[^>]*>(\d+)</a>')


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Twin:
    body = "\n\n".join(f'[{number}]({{{{< relref "{target}" >}}}})' for number, target in enumerate(_TARGETS))
    files = {f"content/{path}": note(body, title=path) for path in _SOURCES}
    files |= {f"content/{path}": note(title=path) for path in _NOTES.split()}
    files["content/other/Space Name.md"] = note(title="Space")
    return Twin(tmp_path_factory.mktemp("relref"), files)


@pytest.mark.parametrize("page", _SOURCES.values())
def test_relrefs_resolve_as_in_hugo(twin: Twin, page: str) -> None:
    theirs, ours = (dict(map(reversed, _LINK.findall(body))) for body in twin.bodies(f"{page}/index.html"))
    # An unresolved or ambiguous link leads to the page that reports it.
    found = {number: "" if href.startswith(("/wanted/", "/health/")) else href for number, href in ours.items()}
    # A link to a file that is not a page, part of a bundle, is plain text.
    assert {_TARGETS[int(number)]: found.get(number, "") for number in theirs} == {
        _TARGETS[int(number)]: href for number, href in theirs.items()
    }
    assert found.keys() <= theirs.keys()


def _hrefs(twin: Twin, page: str) -> dict[str, str]:
    return {text: href for href, text in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', twin.bodies(page)[1])}


def test_the_path_of_the_base_url_is_not_duplicated_in_written_urls(tmp_path: Path) -> None:
    body = "[a](/sub/b/) [b](/b/) [c](/sub/p.svg) [d](/sub/nothing/) [e](/sub/) [f](/sub) ![](/sub/p.svg) ![](/p.svg)"
    files = {
        "content/a.md": note(body, title="A"),
        "content/b.md": note(title="B"),
        "static/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    }
    twin = Twin(tmp_path, files, CONFIGURATION.replace("example.org/", "example.org/sub/"))
    body = twin.bodies("a/index.html")[1]
    assert "/sub/sub/" not in body
    assert _hrefs(twin, "a/index.html") == {
        "a": "/sub/b/", "b": "/sub/b/", "c": "/sub/p.svg", "d": "/sub/nothing/", "e": "/sub/", "f": "/sub/"
    }  # fmt: skip
    assert body.count('src="/sub/p.svg"') == 2
    assert [problem.message for problem in twin.problems if problem.severity == "error"] == [
        'link "/sub/nothing/": no such page on this site'
    ]


def test_a_link_keeps_its_query_and_an_alias_resolves_to_the_note(tmp_path: Path) -> None:
    body = "[a](/b/?x=1&y=2#z) [b](/old/#z) [c](/old/?q#z) [d](/b/#:~:text=a,-b) [e](/b/#z:~:text=c%2Cd) [f](b.md?x)"
    files = {
        "content/a.md": note(body, title="A"),
        "content/b.md": note("## Z {#z}", title="B", aliases="[/old/]"),
    }
    twin = Twin(tmp_path, files)
    assert _hrefs(twin, "a/index.html") == {
        "a": "/b/?x=1&amp;y=2#z", "b": "/b/#z", "c": "/b/?q#z", "d": "/b/#:~:text=a,-b", "e": "/b/#z:~:text=c%2Cd",
        "f": "/b/?x",
    }  # fmt: skip
    assert [problem for problem in twin.problems if problem.severity == "error"] == []


def test_names_in_two_normal_forms_are_the_same(tmp_path: Path) -> None:
    body = '[a]({{< relref "café" >}}) [b](/café/) [c](/café.pdf) ![](/café.svg) ![](../café.svg)'
    files = {
        "content/a.md": note(body, title="A", tags="[café]"),
        "content/cafe\u0301.md": note(title="Decomposed"),
        "static/cafe\u0301.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
        "static/cafe\u0301.pdf": "x",
    }
    twin = Twin(tmp_path, files)
    assert [problem for problem in twin.problems if problem.severity == "error"] == []
    hrefs = _hrefs(twin, "a/index.html")
    assert hrefs == {"a": "/cafe%CC%81/", "b": "/cafe%CC%81/", "c": "/cafe%CC%81.pdf"}
    assert twin.bodies("a/index.html")[1].count('src="/cafe%CC%81.svg"') == 2


def test_relative_aliases_are_relative_to_the_page(tmp_path: Path) -> None:
    configuration = CONFIGURATION + 'disableKinds = ["RSS", "sitemap", "404", "taxonomy", "term"]\n'
    configuration = "disableKinds = " + configuration.partition("disableKinds = ")[2] + CONFIGURATION
    configuration += '[permalinks]\np = "/2024/:slug/"\n'
    aliases = '["old", "Old Page", "./dot", "../up", "d/e/", "x.html", "/abs{0}", "Ü é", "a%20b"]'

    def aliased(number: int, **front: str) -> str:
        return note(title="A", aliases=aliases.format(number), **front)

    files = {
        "content/p/a.md": aliased(1),
        "content/s/_index.md": note(title="S"),
        "content/s/t/b.md": aliased(2),
        "content/r/bundle/index.md": aliased(3),
        "content/u.md": aliased(4, url="/zed/deep/z/"),
        "content/v.md": aliased(5, url="/yed/deep/z.html"),
        "content/w/x/_index.md": aliased(6),
        "content/q/slugged.md": aliased(7, slug="sl/ug"),
    }
    theirs, ours = Twin(tmp_path, files, configuration).files()
    feeds = {file for file in ours if file.endswith("index.xml")}
    assert ours - feeds - {"sitemap.xml", "tags/index.html"} == theirs


def test_a_link_resolved_only_by_its_name_is_reported(tmp_path: Path) -> None:
    body = "[a](changes.md) [b]({{< relref `changes.md` >}}) [c](./changes.md) [d](/two/changes.md)"
    files = {"content/one/a.md": note(body, title="A"), "content/two/changes.md": note(title="Changes")}
    twin = Twin(tmp_path, files)
    reported = [(each.code, each.column, each.message) for each in twin.problems if each.code != "orphan"]
    assert reported == [
        ("link-by-luck", 5, 'link "changes.md": no such note next to this one; by its name it leads to two/changes.md'),
        ("address-missing", 54, 'link "./changes.md": no such page on this site'),
    ]


def test_the_old_address_of_a_moved_bundle_file_still_works(tmp_path: Path) -> None:
    old = "[a](/b/f.txt) [b](../b/in/f.txt) [c](/u/u/f.txt) [d](/b/none.txt) [e](/d/f.txt) ![](/b/p.svg)![](../b/p.svg)"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    files = {
        "content/a.md": note(old, title="A"),
        "content/b/index.md": note("[own](/b/f.txt) ![](p.svg) ![](/b/p.svg)", title="B", slug="moved"),
        "content/b/f.txt": "x", "content/b/in/f.txt": "x", "content/b/p.svg": svg,
        "content/u/u/index.md": note(title="U", url="/far/away/"),
        "content/u/u/f.txt": "x",
        "content/d/index.md": note(title="D", slug="hid", draft="true"),
        "content/d/f.txt": "x",
    }  # fmt: skip
    twin = Twin(tmp_path, files)
    hrefs = _hrefs(twin, "a/index.html")
    assert [hrefs[name] for name in "abc"] == ["/moved/f.txt", "/moved/in/f.txt", "/far/away/f.txt"]
    assert twin.bodies("a/index.html")[1].count('src="/moved/p.svg"') == 2
    own = twin.bodies("moved/index.html")[1]
    assert (own.count('src="/moved/p.svg"'), own.count('src="p.svg"')) == (1, 1)
    assert _hrefs(twin, "moved/index.html") == {"own": "/moved/f.txt"}
    assert [each.subject for each in twin.problems if each.severity == "error"] == ["/b/none.txt", "/d/f.txt"]
