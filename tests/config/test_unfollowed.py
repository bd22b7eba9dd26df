"""Unsupported settings of a Hugo site are named; those that would publish more stop the build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from notegarden.config.unfollowed import check_mounts, unfollowed
from notegarden.errors import SiteError

_TYPOGRAPHER = "markup.goldmark.extensions.typographer"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('theme = "book"', "theme"),
        ("uglyURLs = true", "uglyURLs"),
        ("[uglyURLs]\nposts = true\nnotes = false", "uglyURLs"),
        ("[uglyURLs]\nposts = false", ""),
        ("publishDir = 'docs'\nsummaryLength = 20", "publishDir, summaryLength"),
        ("[sitemap]\nfilename = 'map.xml'\npriority = 0.5", "sitemap.filename"),
        ("[markup]\ndefaultMarkdownHandler = 'pandoc'", "markup.defaultMarkdownHandler"),
        ("[markup.highlight]\nlineNos = true\nnoClasses = false", "markup.highlight.lineNos"),
        ("[markup.highlight]\nstyle = 'github'\ntabWidth = 4", "markup.highlight.style"),
        ("[markup.tableOfContents]\nendLevel = 2\nstartLevel = 2", "markup.tableOfContents.endLevel"),
        ("[markup.goldmark.parser]\nautoIDType = 'gitlab'", "markup.goldmark.parser.autoIDType"),
        ("[markup.goldmark.parser]\nautoIDType = 'blackfriday'\nautoHeadingID = false", ""),
        ("[markup.goldmark.extensions.typographer]\nleftDoubleQuote = '&laquo;'", _TYPOGRAPHER),
        ("[markup.goldmark.extensions.typographer]\nleftDoubleQuote = '&ldquo;'", ""),
        (
            "[markup.goldmark.extensions.passthrough]\nenable = true\n"
            "delimiters.inline = [['\\(', '\\)'], ['@@', '@@']]",
            "markup.goldmark.extensions.passthrough.delimiters",
        ),
        ("[markup.goldmark.extensions]\nfootnote = false", "markup.goldmark.extensions.footnote"),
        ("[markup.goldmark.extensions.footnote]\nenable = false", "markup.goldmark.extensions.footnote.enable"),
        (
            "[markup.goldmark.extensions.footnote]\nbacklinkHTML = 'x'",
            "markup.goldmark.extensions.footnote.backlinkHTML",
        ),
        ("[markup.goldmark.extensions.extras.mark]\nenable = true", ""),
        ("disablePathToLower = true", "disablePathToLower"),
        ("[[module.imports]]\npath = 'x'", "module"),
        ("[languages.de]\n[languages.fr]", "languages other than de (fr)"),
        ("[taxonomies]\ntag = 'tags'\nseries = 'series'", "taxonomies (series)"),
        ("[[menus.main]]\npageRef = '/posts'", ""),
        ("[[menus.main]]\nname = 'a'", ""),
        ("[[menus.main]]\nurl = '/a/'", "menu entries without name or pageRef"),
        ("[[menus.footer]]\nname = 'a'\nurl = '/'", "menu footer"),
        ("contentDir = 'notes'\nstaticDir = ['a', 'b']", "staticDir"),
        ("disableKinds = ['RSS', 'page', 'Section']", "disableKinds for generated pages (RSS, Section)"),
        ("disableKinds = ['page']", ""),
        ("[markup.goldmark.renderer]\nhardWraps = true\nxhtml = true", "markup.goldmark.renderer.xhtml"),
        ("[markup.goldmark.parser]\nautoHeadingIDType = 'gitlab'", "markup.goldmark.parser.autoIDType"),
        ("[permalinks]\ntags = '/t/:slug/'\na = '/:slug/'", "permalinks.tags"),
        ("[permalinks.term]\ntags = '/t/:slug/'", "permalinks.term"),
        ("[[permalinks]]\npattern = '/t/:slug/'", "permalinks in a list"),
        ("contentDir = 'content'\n[markup.goldmark.renderer]\nhardWraps = false\n[permalinks]\na = ':slug'", ""),
        ("uglyURLs = false\n[taxonomies]\ntag = 'tags'", ""),
    ],
)
def test_an_unsupported_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    line = f"hugo.toml: not supported here: {named}"
    assert unfollowed(tmp_path, "hugo.toml", tomli.loads(text)) == (line if named else "")


def test_layouts_are_named(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    assert unfollowed(tmp_path, "hugo.toml", {"THEMES": "x"}) == "hugo.toml: not supported here: themes, layouts/"


def mounted(root: Path, *mounts: Any, **more: Any) -> None:
    check_mounts(root, "hugo.toml", {"Module": {"Mounts": [*mounts]}, **more})


@pytest.mark.parametrize(
    "mount",
    [
        {"source": "content", "target": "content"},
        {"source": "notes", "target": "content"},
        {"source": "assets", "target": "assets", "files": ["*.png"]},
        {"source": "content", "target": "content", "files": []},
        {"source": "content", "target": "content/posts"},
        "no table",
    ],
)
def test_a_mount_that_excludes_nothing_is_ignored(tmp_path: Path, mount: Any) -> None:
    mounted(tmp_path, mount)


@pytest.mark.parametrize(
    ("mount", "what"),
    [
        ({"source": "content", "target": "content", "files": ["! /secret/**"]}, "files of a mount of content/"),
        ({"Source": "content", "Target": "/content/", "excludeFiles": "x"}, "excludefiles of a mount of content/"),
        ({"source": "static", "target": "static/a", "includeFiles": ["x"]}, "includefiles of a mount of static/a/"),
        ({"source": "./content/open/", "target": "content"}, "source of a mount of content/"),
    ],
)
def test_a_mount_that_excludes_something_stops_the_build(tmp_path: Path, mount: Any, what: str) -> None:
    with pytest.raises(SiteError, match="of a mount of") as raised:
        mounted(tmp_path, {"source": "content", "target": "content"}, mount)
    assert str(raised.value).startswith(f"hugo.toml: {what}")
    assert "ignore_files" in raised.value.hint


@pytest.mark.parametrize(
    ("folders", "stops"), [("static", False), (["a", "./static/"], False), ("a", True), (["a", "b"], True), ([], True)]
)
def test_excluded_static_folders_stop_the_build(tmp_path: Path, folders: Any, stops: bool) -> None:
    mounted(tmp_path, staticDir=folders)
    (tmp_path / "static").mkdir()
    if not stops:
        mounted(tmp_path, staticDir=folders)
        return
    with pytest.raises(SiteError, match="staticDir"):
        mounted(tmp_path, staticDir=folders)
