"""Sections, tags and the home page have Hugo's URLs and list the same pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, note
from support import build, snapshot

_ENTRY = re.compile(r'<a href="([^"]*)"')


def _listed(twin: Twin, page: str) -> set[str]:
    html = (twin.ours / page).read_text("utf-8")
    return set(_ENTRY.findall(html[html.index("<main") : html.index("</main>")]))


def test_a_section_lists_its_folder_wherever_permalinks_place_its_notes(tmp_path: Path) -> None:
    files = {
        "content/blog/one.md": note(title="One", date="2024-01-02"),
        "content/blog/sub/two.md": note(title="Two", date="2024-01-02"),
        "content/docs/_index.md": note("About the docs.", title="Docs"),
        "content/docs/three.md": note(title="Three", date="2024-01-02"),
    }
    permalinks = '[permalinks]\nblog = "/:year/:slug/"\ndocs = "/:year/d/:slug/"\n'
    twin = Twin(tmp_path, files, CONFIGURATION + permalinks)
    assert _listed(twin, "blog/index.html") >= {"/2024/one/", "/2024/two/"}
    assert _listed(twin, "docs/index.html") >= {"/2024/d/three/"}
    assert "About the docs." in (twin.ours / "docs/index.html").read_text("utf-8")


def test_texts_for_tags_are_shown_above_their_lists(tmp_path: Path) -> None:
    files = {
        "content/a.md": note("[ai](/tags/ai/) [all](/tags/)", title="A", tags="[ai, AWS/IAM]"),
        "content/tags/_index.md": note("Introduction.", title="My tags"),
        "content/tags/ai/_index.md": note("About it.", title="Artificial"),
    }
    twin = Twin(tmp_path, files)
    tags = (twin.ours / "tags/index.html").read_text("utf-8")
    assert "<h1>My tags</h1>" in tags
    assert "Introduction." in tags
    assert _listed(twin, "tags/index.html") >= {"/tags/ai/", "/tags/aws/iam/"}
    tag = (twin.ours / "tags/ai/index.html").read_text("utf-8")
    assert "<h1>Artificial</h1>" in tag
    assert "About it." in tag
    assert "/a/" in _listed(twin, "tags/ai/index.html")
    theirs, ours = (
        {file for file in files if file.startswith("tags/") and file.endswith(".html")} for files in twin.files()
    )
    assert ours == theirs


def test_a_tag_with_the_name_of_a_note_redirects_to_the_note(tmp_path: Path) -> None:
    files = {
        "content/a.md": note("[tag](/tags/big-topic/)", title="A", tags="[Big Topic]"),
        "content/big-topic.md": note(title="Big topic"),
    }
    twin = Twin(tmp_path, files)
    assert 'url=/big-topic/"' in (twin.ours / "tags/big-topic/index.html").read_text("utf-8").replace("; ", ";")
    assert [problem for problem in twin.problems if problem.severity == "error"] == []


def test_links_to_generated_pages_and_files_are_known(tmp_path: Path) -> None:
    feeds = "[f](/feed.xml) [i](/index.xml) [s](/sub/index.xml)"
    body = f"[t](/tags/x-y/) [r](/robots.txt) [l](/404.html) {feeds} [none](/tags/z/)"
    twin = Twin(tmp_path, {"content/a.md": note(body, title="A", tags="[X Y]"), "content/sub/b.md": note(title="B")})
    errors = [problem.message for problem in twin.problems if problem.severity == "error"]
    assert errors == ['link "/tags/z/": no such page on this site']


@pytest.mark.parametrize(
    ("setting", "address"),
    [("search = false", "/search/"), ("offline = false", "/offline/"), ("[pages]\nmap = false", "/map/")],
)
def test_a_page_that_is_switched_off_is_not_a_known_address(tmp_path: Path, setting: str, address: str) -> None:
    """Even if only the switch changed since the last build."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(note(f"[there]({address})", title="A"), encoding="utf-8")
    found = []
    for settings in ("", setting, ""):
        (tmp_path / "notegarden.toml").write_text(f"base_url = 'https://example.org/'\n{settings}\n")
        _, problems = build(tmp_path, tmp_path / "out")
        found.append([problem.code for problem in problems if problem.severity == "error"])
    assert found == [[], ["address-missing"], []]


def test_an_index_at_the_top_is_the_home_page(tmp_path: Path) -> None:
    twin = Twin(tmp_path, {"content/index.md": note("My home text.", title="Welcome"), "content/b.md": note(title="B")})
    home = (twin.ours / "index.html").read_text("utf-8")
    assert "My home text." in home
    assert (twin.ours / "b/index.html").is_file()


def test_feeds_are_at_hugos_addresses(tmp_path: Path) -> None:
    files = {
        "content/posts/a.md": note(title="In posts", date="2024-01-02"),
        "content/docs/_index.md": note(title="Docs"),
        "content/docs/sub/_index.md": note(title="Sub"),
        "content/docs/sub/b.md": note(title="In sub", date="2024-01-03"),
    }
    twin = Twin(tmp_path, files)
    theirs, ours = ({file for file in found if file.endswith("index.xml")} for found in twin.files())
    assert ours == {file for file in theirs if not file.startswith(("tags/", "categories/"))}
    titles = {file: re.findall("<title>(.*?)</title>", (twin.ours / file).read_text("utf-8")) for file in ours}
    assert titles == {
        "index.xml": ["Twin", "In sub", "In posts"],
        "posts/index.xml": ["Posts", "In posts"],
        "docs/index.xml": ["Docs", "In sub"],
        "docs/sub/index.xml": ["Sub", "In sub"],
    }
    assert 'href="https://example.org/docs/sub/index.xml"' in (twin.ours / "docs/sub/index.xml").read_text("utf-8")


_HEADS = {
    "d": note(draft="true"), "u": note(url="/x/"), "s": note(slug="writing"), "h": note(headless="true"),
    "r": note(build="{render: never}"), "f": note(date="2999-01-01"), "e": note(expiryDate="2000-01-01"),
    "p": note(), "n": note(), "n/sub": note(draft="true"), "z": note(cascade="{draft: true}"), "m": note(url="/z2/"),
}  # fmt: skip


def test_a_folder_with_an_index_has_no_list_at_another_address(tmp_path: Path) -> None:
    """With an `_index.md`, the folder's page is that one or none, not a list with the folder's name."""
    files = {f"content/{folder}/_index.md": text for folder, text in _HEADS.items()}
    files |= {f"content/{folder}/a.md": note() for folder in (*_HEADS, "plain", "n/other")}
    twin = Twin(tmp_path, files, CONFIGURATION + "[permalinks.section]\np = '/q/'\n")
    theirs, ours = ({file for file in found if file.endswith("index.html")} for found in twin.files())
    assert ours == theirs - {"categories/index.html", "tags/index.html"} | (ours & {"tags/index.html"})


def test_the_list_of_a_folder_is_removed_and_restored_with_its_own_page(tmp_path: Path) -> None:
    root, head = tmp_path / "site", tmp_path / "site/content/a/_index.md"
    (root / "content/a").mkdir(parents=True)
    (root / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    (root / "content/a/x.md").write_text(note("[list](/a/)"))
    (root / "content/b.md").write_text(note("[list]({{< relref `a` >}})"))
    for text in ("", note(draft="true"), note(url="/moved/"), note(), note(draft="true"), ""):
        head.write_text(text) if text else head.unlink(missing_ok=True)
        build(root, tmp_path / "out")
        build(root, tmp_path / "fresh", fresh=True)
        assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh"), text
        assert (tmp_path / "out/a/index.html").is_file() == (text in ("", note())), text


def test_permalinks_of_sections_move_the_lists_of_folders_without_a_page(tmp_path: Path) -> None:
    patterns = {"notes": "/x/:title/", "bar": "/y/:slug/:section/", "foo-baz": "/z/:sections/:contentbasename/"}
    patterns |= {"qux": "/q/:sectionslug/:year/", "two words": "/w/:slug/", "headed": "/h/:title/"}
    files = {
        f"content/{folder}/a.md": note('[list]({{< relref "/' + folder + '" >}})', title="A")
        for folder in ("notes", "bar", "Foo-Baz", "qux", "Two Words", "plain", "headed")
    }
    files |= {"content/headed/_index.md": note(title="Head"), "content/bar/sub/b.md": note(title="B")}
    typed = "".join(f'"{folder}" = "{pattern}"\n' for folder, pattern in patterns.items())
    menu = '[[menus.main]]\npageRef = "/notes"\n'
    twin = Twin(tmp_path, files, f"{CONFIGURATION}{menu}[permalinks.section]\n{typed}")
    theirs, ours = ({file for file in found if not file.startswith(("tags/", "categories/"))} for found in twin.files())
    assert ours == theirs
    assert [each for each in twin.problems if each.code == "link-missing"] == []
    assert {"/notes/a/", "/plain/a/"} <= _listed(twin, "x/notes/index.html") | _listed(twin, "plain/index.html")
    assert '<a href="/x/notes/"' in (twin.ours / "notes/a/index.html").read_text("utf-8")


def test_a_tag_with_the_name_of_its_only_note_has_its_page(tmp_path: Path) -> None:
    twin = Twin(tmp_path, {"content/x-y.md": note("[own](/tags/x-y/)", title="Z", tags="[x-y]")})
    assert "tags/x-y/index.html" in twin.files()[1]
