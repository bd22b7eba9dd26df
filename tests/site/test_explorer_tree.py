"""The explorer's tree: which folders, notes and tags are in it, where and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html
from support import snapshot

from notegarden.cli import main
from notegarden.site.pages.explorer import natural_key

ON = "explorer = true\n"
HUGO = {
    "notegarden.toml": ON + "[permalinks]\nletters = '/:year/:slug/'\n",
    "content/_index.md": "+++\ntitle = 'Welcome'\n+++\n",
    "content/about.md": "+++\ntitle = 'About'\n+++\n",
    "content/posts/week-10.md": "+++\ntitle = 'Week 10'\ntags = ['green', 'Soil']\n+++\n",
    "content/posts/week-2.md": "+++\ntitle = 'week 2'\ntags = ['green']\n+++\n",
    "content/posts/soil.md": "+++\ntitle = 'Soil'\n+++\n",
    "content/posts/old/_index.md": "+++\ntitle = 'Long ago'\n+++\n",
    "content/posts/old/first.md": "+++\ntitle = 'First'\n+++\n",
    "content/trips/alps/index.md": "+++\ntitle = 'The Alps'\n+++\n",
    "content/letters/mail.md": "+++\ntitle = 'Mail'\ndate = 2023-04-05\n+++\n",
    "content/letters/draft.md": "+++\ntitle = 'SECRET draft'\ndraft = true\ntags = ['secret-tag']\n+++\n",
    "content/letters/quiet.md": "+++\ntitle = 'SECRET quiet'\ntags = ['secret-tag']\nbuild = {list = 'never'}\n+++\n",
    "content/hidden/quiet.md": "+++\ntitle = 'SECRET too'\nbuild = {list = 'never'}\n+++\n",
}
VAULT = {
    "notegarden.toml": ON,
    ".obsidian/app.json": "{}",
    "Start.md": "#plants/roses/wild and #Plants\n",
    "Work/Work.md": "About the work. #plants/roses\n",
    "Work/Plan 10.md": "x\n",
    "Work/Plan 9.md": "x\n",
    "Work/Deep/er/note.md": "x\n",
    "Alone/index.md": "Only this.\n",
    "Home/private.md": "---\npublish: false\ntags: [SECRET]\n---\n",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def build(root: Path) -> dict[str, bytes]:
    output = root.parent / f"{root.name}-site"
    done = CliRunner().invoke(main, ["build", str(root), "-q", "--jobs", "1", "--no-search", "--output", str(output)])
    assert done.exit_code == 0, done.output
    return snapshot(output)


def tree(site: dict[str, bytes], file: str = "explorer/index.html") -> list[Any]:
    """The tree as nested lists: a link is (text, address), a branch is [text, key, entries]."""
    nav = html.document_fromstring(site[file]).find(".//main//nav[@class='tree']")
    return entries(nav[0])


def entries(listed: html.HtmlElement) -> list[Any]:
    out: list[Any] = []
    for item in listed:
        inner = item[0]
        if inner.tag == "a":
            out.append((inner.text_content().strip(), inner.get("href")))
        else:
            out.append([inner[0].text_content().strip(), inner.get("data-branch"), entries(inner[1])])
    return out


def test_the_tree_of_a_hugo_garden_has_folders_sections_notes_and_tags(tmp_path: Path) -> None:
    site = build(write(tmp_path / "garden", HUGO))
    assert tree(site) == [
        ["Letters 1", "letters", [("Overview", "/letters/"), ("Mail", "/2023/mail/")]],
        ["Posts 4", "posts", [
            ("Overview", "/posts/"),
            ["Long ago 1", "posts/old", [("Overview", "/posts/old/"), ("First", "/posts/old/first/")]],
            ("Soil", "/posts/soil/"), ("week 2", "/posts/week-2/"), ("Week 10", "/posts/week-10/"),
        ]],
        ["Trips 1", "trips", [("Overview", "/trips/"), ("The Alps", "/trips/alps/")]],
        ("About", "/about/"),
        ["Tags 2", "#", [("green 2", "/tags/green/"), ("Soil 1", "/posts/soil/")]],
    ]  # fmt: skip
    assert b"SECRET" not in site["explorer/index.html"]
    assert b"secret-tag" not in site["explorer/index.html"]


def test_the_tree_of_a_vault_has_folders_folder_notes_and_nested_tags(tmp_path: Path) -> None:
    site = build(write(tmp_path / "vault", VAULT))
    assert tree(site) == [
        ("Alone", "/alone/"),
        ["Work 3", "Work", [
            ("Overview", "/work/"),
            ["Deep 1", "Work/Deep", [
                ("Overview", "/work/deep/"),
                ["er 1", "Work/Deep/er", [("Overview", "/work/deep/er/"), ("note", "/work/deep/er/note/")]],
            ]],
            ("Plan 9", "/work/plan-9/"), ("Plan 10", "/work/plan-10/"),
        ]],
        ("Start", "/start/"),
        ["Tags 1", "#", [
            ["plants 2", "#plants", [
                ("Overview", "/tags/plants/"),
                ["roses 2", "#plants/roses", [
                    ("Overview", "/tags/plants/roses/"), ("wild 1", "/tags/plants/roses/wild/"),
                ]],
            ]],
        ]],
    ]  # fmt: skip
    assert b"SECRET" not in site["explorer/index.html"]


def test_every_link_of_the_tree_leads_to_a_page(tmp_path: Path) -> None:
    for name, files in (("hugo", HUGO), ("vault", VAULT)):
        site = build(write(tmp_path / name, files))
        nav = html.document_fromstring(site["explorer/index.html"]).find(".//main//nav[@class='tree']")
        for link in nav.iter("a"):
            assert f"{link.get('href')[1:]}index.html" in site, link.get("href")


def test_a_single_folder_is_open_and_one_of_several_is_closed(tmp_path: Path) -> None:
    page = build(write(tmp_path / "one", {"notegarden.toml": ON, "content/posts/a.md": "a\n"}))["explorer/index.html"]
    assert b'data-branch="posts" open>' in page
    assert b" open>" not in build(write(tmp_path / "many", HUGO))["explorer/index.html"]


def test_folders_below_the_depth_limit_are_one_branch(tmp_path: Path) -> None:
    deep = "/".join("abcdefghijklmnopqrstuvwxyz")
    site = build(write(tmp_path / "garden", {"notegarden.toml": ON, f"content/{deep}/note.md": "x\n"}))
    page = site["explorer/index.html"].decode()
    assert page.count("<details") == 16
    assert 'data-branch="a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z"' in page
    assert f'href="/{deep}/note/"' in page


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/posts/soil.md", "+++\ntitle = 'Sand'\n+++\n"),
        ("content/posts/soil.md", "+++\ntitle = 'Soil'\ndraft = true\n+++\n"),
        ("content/posts/soil.md", "+++\ntitle = 'Soil'\nbuild = {list = 'never'}\n+++\n"),
        ("content/posts/new.md", "+++\ntitle = 'New'\n+++\n"),
        ("content/posts/old/_index.md", "+++\ntitle = 'Lately'\n+++\n"),
        ("content/posts/_index.md", "+++\ntitle = 'Essays'\nslug = 'essays'\n+++\n"),
        ("content/letters/quiet.md", "+++\ntitle = 'Loud'\ntags = ['loud']\n+++\n"),
        ("content/posts/week-2.md", "+++\ntitle = 'week 2'\ntags = ['Soil']\n+++\n"),
        ("content/explorer.md", "+++\ntitle = 'A note called explorer'\n+++\n"),
        ("content/posts/old/first.md", ""),
    ],
)
def test_an_edit_gives_the_tree_of_a_fresh_build(tmp_path: Path, path: str, text: str) -> None:
    root = write(tmp_path / "garden", HUGO)
    before = build(root)
    if text:
        write(root, {path: text})
    else:
        (root / path).unlink()
    after = build(root)
    files = {name: old for name, old in HUGO.items() if name != path} | ({path: text} if text else {})
    assert after == build(write(tmp_path / "fresh", files))
    assert tree(after, tree_file(after)) != tree(before)


def tree_file(site: dict[str, bytes]) -> str:
    """The path of the tree's file: a note may have taken its address."""
    return "garden-explorer/index.html" if "garden-explorer/index.html" in site else "explorer/index.html"


def test_without_the_key_there_is_no_tree(tmp_path: Path) -> None:
    root = write(tmp_path / "garden", HUGO)
    before = build(root)
    assert [name for name in before if "theme/explorer" in name]
    assert b"data-tree" in before["about/index.html"]
    settings = HUGO["notegarden.toml"].removeprefix(ON)
    write(root, {"notegarden.toml": settings})
    after = build(root)
    assert [name for name, data in after.items() if "explorer" in name or b"/explorer" in data] == []
    assert after == build(write(tmp_path / "fresh", HUGO | {"notegarden.toml": settings}))


def test_entries_are_in_natural_order() -> None:
    names = ["Week 10", "week 2", "École", "zoo", "ecole b", "10", "9", "week", "Week 2b"]
    assert sorted(names, key=natural_key) == [
        "9", "10", "École", "ecole b", "week", "week 2", "Week 2b", "Week 10", "zoo",
    ]  # fmt: skip
    huge = "9" * 5000
    assert sorted([huge, "a", "1"], key=natural_key) == ["1", huge, "a"]
