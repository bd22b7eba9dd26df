"""A Hugo site's split configuration is merged as real Hugo merges it for a build."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from hugo_twin import CONFIGURATION, Twin, hugo, note
from support import build, snapshot

from notegarden.config.load import load_config
from notegarden.errors import SiteError
from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline

PARTS = {
    "hugo.toml": 'title = "Top"\nbaseURL = "https://top.example/"\n[params]\ncolour = "red"\n[params.deep]\na = "1"\n',
    "config/_default/hugo.toml": 'Title = "Default"\n[params]\nColour = "green"\n[permalinks]\nposts = "/p/:slug/"\n',
    "config/_default/params.yaml": "deep:\n  b: '2'\nsize: big\n",
    "config/_default/menu.toml": '[[main]]\nname = "M"\nurl = "/m/"\n',
    "config/production/config.toml": 'buildDrafts = true\n[permalinks]\nnotes = "/n/:slug/"\n',
    "config/production/more/params.json": '{"Size": "small", "deep": {"a": "3"}}',
    "config/staging/hugo.toml": 'title = "Staging"\n',
    "config/_default/notes.txt": "no configuration",
}


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def as_hugo_reads(root: Path) -> dict[str, object]:
    """The output of `hugo config` in the environment of a build."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith("HUGO")}
    run = [hugo(), "config", "-s", str(root), "--format", "json"]
    out = subprocess.run(run, capture_output=True, text=True, check=True, env=bare).stdout
    value, _ = json.JSONDecoder().raw_decode(out[out.index("\n{") + 1 :])
    return {str(key).lower(): each for key, each in value.items()}


@pytest.mark.parametrize("left_out", ["", "hugo.toml", "config/_default/hugo.toml", "config/production/config.toml"])
def test_parts_are_merged_as_hugo_merges_them(tmp_path: Path, left_out: str) -> None:
    root = written(tmp_path, {name: text for name, text in PARTS.items() if name != left_out})
    theirs, ours = as_hugo_reads(root), load_config(root)
    assert ours.title == theirs["title"]
    assert {key.lower(): value for key, value in ours.params.items()} == theirs["params"]
    assert ours.drafts == theirs.get("builddrafts", False)
    assert {"main": [{"name": item.title, "url": item.url} for item in ours.menu]} == theirs["menus"]


def test_settings_of_the_only_language_are_the_sites(tmp_path: Path) -> None:
    files = {
        "config/_default/hugo.toml": 'title = "Top"\n[[menus.main]]\nname = "Top"\nurl = "/"\n',
        "config/_default/languages.toml": '[de]\ntitle = "Garten"\n',
        "config/_default/menus.de.toml": '[[main]]\nname = "Von vorn"\nurl = "/a/"\n',
        "config/_default/params.de.toml": 'colour = "rot"\n',
    }
    config = load_config(written(tmp_path, files))
    assert (config.title, config.language, config.params) == ("Garten", "de", {"colour": "rot"})
    assert [item.title for item in config.menu] == ["Von vorn"]


def test_an_error_in_a_file_has_its_path(tmp_path: Path) -> None:
    root = written(tmp_path, {**PARTS, "config/production/config.toml": 'title = "A"\nbuildDrafts = yes\n'})
    with pytest.raises(SiteError) as raised:
        load_config(root)
    assert str(raised.value).startswith("config/production/config.toml:2: ")


def test_a_build_has_the_addresses_and_drafts_of_production(tmp_path: Path) -> None:
    files = {
        "config/_default/permalinks.toml": 'posts = "/wrong/:slug/"\nnotes = "/kept/:slug/"\n',
        "config/production/permalinks.toml": 'posts = "/right/:slug/"\n',
        "config/_default/hugo.toml": "buildDrafts = true\n",
        "config/production/hugo.toml": "buildDrafts = false\n",
        "content/posts/a.md": note(title="A b"),
        "content/posts/secret.md": note(title="Secret", draft="true"),
        "content/notes/c.md": note(title="C d"),
    }
    twin = Twin(tmp_path, files, CONFIGURATION)
    theirs = {path: address for path, address in twin.their_addresses().items() if path.endswith(".md")}
    assert theirs == {"posts/a.md": "/right/a-b/", "notes/c.md": "/kept/c-d/"}
    assert {path: twin.addresses.get(path) for path in theirs} == theirs
    assert not [name for name in twin.files()[1] if "secret" in name]


_DATES = """[frontmatter]
date = ["created", ":filename", ":default"]
publishDate = ["embargo", ":default"]
expiryDate = "until"
"""


def test_dates_are_read_from_the_configured_keys(tmp_path: Path) -> None:
    """Which notes they withhold, and the URL of a note whose file name begins with its date."""
    notes = {
        "created": note(created="2999-01-01"),
        "embargo": note(embargo="2999-01-01"),
        "over": note(embargo="2020-01-01", date="2999-01-01"),
        "until": note(until="2001-01-01"),
        "open": note(created="2001-01-01", until="2999-01-01"),
        "2999-01-02-named": note(),
        "2999-01-02-dated": note(date="2001-01-01", created="2002-01-01"),
        "2001-01-02-past-name": note(),
        "2001-01-02-slugged": note(slug="own"),
        "2001-01-02-bundle/index": note(),
        "2999-01-02-bundle/index": note(),
        "2001-01-03-cased/Index": note(),
        "2999-01-03-cased/Index": note(),
    }
    files = {f"content/{name}.md": text for name, text in notes.items()}
    twin = Twin(tmp_path, files, _DATES + CONFIGURATION)
    assert twin.addresses == twin.their_addresses()


def test_an_unreadable_date_under_another_key_withholds_the_note(tmp_path: Path) -> None:
    files = {"content/a.md": note(embargo="next week"), "content/b.md": note(publishDate="2999-01-01")}
    files["content/open.md"] = note()
    written(tmp_path, {"notegarden.toml": '[date_keys]\npublishDate = ["embargo"]\n', **files})
    pipeline = Pipeline(tmp_path, Options(search=False))
    pipeline.refresh()
    assert [path for path, node in pipeline.garden.nodes.items() if not node.hidden] == ["open.md"]
    pipeline.close()


_SITE = 'baseURL = "https://example.org/"\nrefLinksErrorLevel = "WARNING"\n'


@pytest.mark.parametrize(
    "setting",
    [
        "ignoreFiles = ['/secret/', 'content/a\\.md$', 'content/d']",
        "ignoreFiles = ['secret/[[:lower:]]+\\.md$', '/a[.[:punct:]]md', '/d\\.']",
        "ignoreFiles = ['a\\.md', 'secret']\ndisableLanguages = ['de']\n[languages.en]\n[languages.de]",
        "ignoreFiles = ['a\\.md', 'secret']\n[languages.en]\n[languages.de]\ndisabled = true",
    ],
)
def test_files_that_hugo_excludes_by_name_are_excluded(tmp_path: Path, setting: str) -> None:
    files = {f"content/{name}.md": note() for name in ("a", "b", "secret/c", "d.de")}
    twin = Twin(tmp_path / "twin", files, _SITE + setting)
    assert {*twin.addresses} == {*twin.their_addresses()} == {"b.md"}


@pytest.mark.parametrize(
    "mount",
    [
        "source = 'content'\ntarget = 'content'\nfiles = ['! /secret/**']",
        "source = 'content'\ntarget = 'content'\nexcludeFiles = 'secret/**'",
        "source = 'content/open'\ntarget = 'content'",
        "source = 'static'\ntarget = 'static'\nincludeFiles = ['*.png']",
    ],
)
def test_a_mount_that_excludes_something_is_rejected(tmp_path: Path, mount: str) -> None:
    written(tmp_path, {"hugo.toml": f"[[module.mounts]]\n{mount}\n", "content/secret/a.md": note()})
    with pytest.raises(SiteError, match="decides what is published"):
        load_config(tmp_path)
    whole = "[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n"
    written(tmp_path, {"hugo.toml": f"{whole}[[module.mounts]]\nsource = 'assets'\ntarget = 'assets'\n"})
    load_config(tmp_path)


def test_notes_are_in_the_configured_folder(tmp_path: Path) -> None:
    site = {"hugo.toml": "contentDir = 'notes/'\n", "notes/a.md": note("Seen."), "content/b.md": note("Unseen.")}
    written(tmp_path, site)
    assert load_config(tmp_path).content == "notes"
    build(tmp_path, tmp_path / "public")
    assert (tmp_path / "public/a/index.html").is_file()
    assert not [file for file in (tmp_path / "public").rglob("*.html") if "Unseen." in file.read_text()]
    written(tmp_path, {"hugo.toml": "[languages.en]\ncontentDir = 'notes'\n"})
    assert load_config(tmp_path).content == "notes"
    written(tmp_path, {"hugo.toml": "contentDir = '../notes'\n"})
    with pytest.raises(SiteError, match="leads out of the garden"):
        load_config(tmp_path)


def test_files_next_to_notes_are_in_the_configured_folder(tmp_path: Path) -> None:
    """Files of a bundle are published or withheld with its page."""
    files = {"notes/a/index.md": note(slug="b"), "notes/a/f.txt": "x", "notes/s/g.txt": "x", "notes/s/c.md": note()}
    hidden = {"notes/d/index.md": note(draft="true"), "notes/d/secret.txt": "x"}
    twin = Twin(tmp_path, {**files, **hidden}, _SITE + "contentDir = 'notes'\ndisableKinds = ['taxonomy', 'RSS']\n")
    theirs, ours = ({each for each in found if each.endswith(".txt")} for found in twin.files())
    assert theirs == ours == {"b/f.txt", "s/g.txt"}


def test_static_files_excluded_by_the_configuration_are_not_published(tmp_path: Path) -> None:
    written(tmp_path, {"hugo.toml": "staticDir = ['files']\n", "content/a.md": note(), "static/secret.txt": "x"})
    with pytest.raises(SiteError, match="staticDir"):
        load_config(tmp_path)
    written(tmp_path, {"hugo.toml": "staticDir = ['files', 'static']\n"})
    assert load_config(tmp_path)


MENU = """baseURL = "https://example.org/"
[[menus.main]]
pageRef = "/about"
weight = 2
[[menus.main]]
name = "Writing"
pageRef = "/posts"
weight = 1
[[menus.main]]
pageRef = "/"
name = "Home"
weight = 3
[[menus.main]]
pageRef = "/gone"
weight = 4
"""


def test_a_menu_links_to_the_pages_that_it_names(tmp_path: Path) -> None:
    site = {"hugo.toml": MENU, "content/about.md": note(title="About us"), "content/posts/a.md": note(draft="true")}
    written(tmp_path, {**site, "content/posts/b.md": note()})
    menu = _menu(tmp_path)
    assert menu == [("/posts/", "Writing"), ("/about/", "About us"), ("/", "Home")]
    written(tmp_path, {"content/about.md": note(title="Who we are", slug="who")})
    assert _menu(tmp_path) == [("/posts/", "Writing"), ("/who/", "Who we are"), ("/", "Home")]
    build(tmp_path, tmp_path / "fresh")
    assert snapshot(tmp_path / "public") == snapshot(tmp_path / "fresh")
    written(tmp_path, {"content/about.md": note(draft="true")})
    assert _menu(tmp_path) == [("/posts/", "Writing"), ("/", "Home")]


def test_a_page_that_the_menu_names_and_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    written(tmp_path, {"hugo.toml": MENU, "content/about.md": note(), "content/posts/b.md": note()})
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "public", jobs=1))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    assert [line for line in pipeline.report.warnings if "menu" in line] == [
        "hugo.toml: the menu names a page that does not exist: /gone"
    ]


NOTES_IN_MENUS = {
    "content/a1.md": note(title="One", menu="main"),
    "content/a2.md": note(title="Two", menus="[main, footer]"),
    "content/a3.md": note(title="T", menus="{main: {weight: 3, name: Three}}"),
    "content/a4.md": note(title="T", menu="{main: {}}", linkTitle="Four", weight="7"),
    "content/a5.md": note(title="T", menu="{Main: {Name: up, Weight: '2'}}"),
    "content/a6.md": note(title="T", menu="main", menus="footer"),
    "content/a7.md": note(title="T", menu="main", draft="true"),
    "content/a8.md": note(title="T", menu="main", build="{list: never}"),
    "content/a9.md": note(title="T", menu="''"),
    "content/b1.md": note(title="Ten", menu="{main: }"),
    "content/s/_index.md": note(title="alone", menu="main"),
    "content/c/_index.md": note(title="Heir", cascade="{menu: main}"),
    "content/c/x.md": note(title="Heiress"),
    "content/posts/b.md": note(),
}


def test_menu_entries_in_front_matter_are_read_as_by_hugo(tmp_path: Path) -> None:
    configured = 'baseURL="https://example.org/"\n' + "".join(
        f"[[menus.main]]\nname='{name}'\nurl='/{name.lower()}/'\nweight={weight}\n"
        for name, weight in (("Zed", 0), ("five", 5), ("neg", -1), ("alpha", 0))
    )
    shown = "{{ range site.Menus.main }}[{{ .URL }} {{ .Name }}]{{ end }}"
    files = {**NOTES_IN_MENUS, "layouts/single.html": shown}
    Twin(tmp_path, files, configured)
    theirs = re.findall(r"\[(\S*) ([^]]*)\]", (tmp_path / "theirs/posts/b/index.html").read_text("utf-8"))
    assert len(theirs) == 13
    assert _menu(tmp_path) == theirs


def test_a_menu_is_updated_when_notes_are_added_or_removed(tmp_path: Path) -> None:
    written(tmp_path, {"hugo.toml": 'baseURL = "https://example.org/"\n', "content/posts/b.md": note()})
    for front, expected in (
        ({"title": "A"}, []),
        ({"title": "A", "menus": "main"}, [("/a/", "A")]),
        ({"title": "A", "menus": "{main: {name: B}}"}, [("/a/", "B")]),
        ({"title": "A", "menus": "main", "draft": "true"}, []),
        ({"title": "A", "menus": "[main]", "slug": "c"}, [("/c/", "A")]),
    ):
        written(tmp_path, {"content/a.md": note(**front)})
        menu = [entry for entry in _menu(tmp_path) if entry[0] in ("/a/", "/c/")]
        assert menu == expected
        build(tmp_path, tmp_path / "fresh", fresh=True)
        assert snapshot(tmp_path / "public") == snapshot(tmp_path / "fresh")


def test_links_of_our_own_configuration_come_before_those_of_notes(tmp_path: Path) -> None:
    own = "[[menu]]\ntitle='Z'\nurl='/z/'\n[[menu]]\ntitle='Y'\nurl='/y/'\n[[menu]]\ntitle='M'\nurl='/m/'\nweight=4\n"
    notes = {f"content/{name}.md": note(title=name, menus="main", weight=n) for n, name in ((9, "n9"), (3, "n3"))}
    written(tmp_path, {"notegarden.toml": own, "content/posts/b.md": note(), **notes})
    assert [title for _, title in _menu(tmp_path)] == ["Z", "Y", "n3", "M", "n9"]


@pytest.mark.parametrize("menus", ["3", "[1, 2]", "{main: 3}", "[{main: x}]"])
def test_an_unreadable_menu_is_reported(tmp_path: Path, menus: str) -> None:
    written(tmp_path, {"content/a.md": note(menus=menus), "content/posts/b.md": note(menus="[footer, aside]")})
    pipeline = Pipeline(tmp_path, Options(output=tmp_path / "public", jobs=1))
    pipeline.refresh()
    pipeline.publish()
    problems = pipeline.problems()
    pipeline.close()
    assert [(each.path, each.line) for each in problems if "`menus`" in each.message] == [("a.md", 2)]
    assert [line for line in pipeline.report.warnings if "menu" in line] == [
        "only the menu main is shown, not aside, footer, which notes name"
    ]


def _menu(root: Path) -> list[tuple[str, str]]:
    build(root, root / "public")
    nav = (root / "public/posts/b/index.html").read_text("utf-8").partition('<nav aria-label="Site">')[2]
    return re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)', nav.partition("</ul>")[0])
