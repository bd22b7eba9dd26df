"""The configuration: a garden's own, or a Hugo site's; an error is one line with file, line and hint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notegarden.config.load import config_warnings, load_config
from notegarden.config.schema import Config
from notegarden.config.tables import MenuItem
from notegarden.errors import SiteError

_HUGO = """
baseURL = "https://example.org/garden/"
locale = "de-AT"
title = "Beete"
ignoreFiles = ["\\\\.ign\\\\.md$"]
buildDrafts = true
[permalinks]
posts = "/:year/:slug/"
[params]
description = "Was wächst"
[params.author]
name = "Ann"
[[menus.main]]
name = "Second"
url = "/b/"
weight = 2
[[menus.main]]
name = "First"
url = "/a/"
weight = 1
[[menus.main]]
name = "No address"
[markup.goldmark.renderer]
unsafe = false
"""


def written(folder: Path, text: str | bytes, name: str = "hugo.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_a_base_url_without_scheme_gets_the_one_that_browsers_would_use() -> None:
    assert Config(base_url="//example.org/x/").origin == "https://example.org"
    assert Config(base_url="/x/").origin == ""


def test_the_configuration_of_a_hugo_site_is_sufficient(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, _HUGO))
    assert (config.title, config.language, config.author) == ("Beete", "de-AT", "Ann")
    assert (config.base_path, config.origin) == ("/garden/", "https://example.org")
    assert config.description == "Was wächst"
    assert config.ignore_files == ("\\.ign\\.md$",)
    assert config.permalinks == {"posts": "/:year/:slug/"}
    second, first = MenuItem("Second", "/b/", weight=2), MenuItem("First", "/a/", weight=1)
    assert config.menu == (second, first, MenuItem("No address", weight=0))
    assert config.drafts
    assert not config.unsafe_html


@pytest.mark.parametrize("name", ["config.yaml", "hugo.yml", "config.json", "config/_default/hugo.yaml"])
def test_a_hugo_site_may_use_other_configuration_files(tmp_path: Path, name: str) -> None:
    text = json.dumps({"title": "T", "languageCode": "fr", "ignoreFiles": "x", "author": "A"})
    config = load_config(written(tmp_path, text, name))
    assert (config.title, config.language, config.ignore_files, config.author) == ("T", "fr", ("x",), "A")


@pytest.mark.parametrize(
    "text",
    [
        "ignoreFiles = 5", "permalinks = 3", "[permalinks]\nposts = 3", "title = 3", "params = 4", "menu = 3",
        "[menu]\nmain = 5", "[[menu.main]]\nname = 'a'\nurl = '/x'\nweight = 'b'", "markup = 3",
        "[params]\nauthor = []", "[params]\nday = 2020-01-01", "buildDrafts = 'yes'", "languageCode = 5",
    ],
)  # fmt: skip
def test_unusual_values_of_a_hugo_site_stop_nothing(tmp_path: Path, text: str) -> None:
    assert isinstance(load_config(written(tmp_path, text)), Config)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "notegarden.toml",
            'title = "A"\ntitel = "B"',
            'notegarden.toml:2: unknown key "titel"; did you mean "title"?',
        ),
        (
            "notegarden.toml",
            "[check]\nsevrity = {}",
            'notegarden.toml:2: unknown key "sevrity"; did you mean "severity"?',
        ),
        ("notegarden.toml", "\ntitle = 3", "notegarden.toml:2: Expected `str`, got `int` - at `title`"),
        ("notegarden.toml", "a = 1\nb", "notegarden.toml:2: Expected '='"),
        ("notegarden.toml", b"a = 1\n\xff", "notegarden.toml:2: not UTF-8; save the file as UTF-8"),
        ("notegarden.toml", 'ignore_files = ["("]', "notegarden.toml: ignore_files: '(' is not a valid regular"),
        ("hugo.toml", 'baseURL = "https://[x"', "hugo.toml:1: base URL 'https://[x': invalid IPv6 URL"),
        ("hugo.toml", 'baseURL = "//[x"', "hugo.toml:1: base URL '//[x': invalid IPv6 URL"),
        ("hugo.toml", 'baseURL = "example.org"', "hugo.toml:1: base URL 'example.org' is neither"),
        ("hugo.toml", 'baseURL = "//"', "hugo.toml:1: base URL '//' is neither"),
        ("hugo.toml", 'baseURL = "https://:80/"', "hugo.toml:1: base URL 'https://:80/' is neither"),
        ("hugo.toml", 'baseURL = "https://a b/"', "hugo.toml:1: base URL 'https://a b/' has ' ', which"),
        ("hugo.toml", 'baseURL = "https://a/?b"', "hugo.toml:1: base URL 'https://a/?b' has a query or"),
        ("hugo.toml", 'baseURL = "https://a/#b"', "hugo.toml:1: base URL 'https://a/#b' has a query or"),
        ("hugo.toml", 'baseURL = "https://a:99999/"', "hugo.toml:1: base URL 'https://a:99999/': port out"),
        ("hugo.toml", 'baseURL = "https://me:pw@a/"', "hugo.toml:1: base URL 'https://me:pw@a/' has a user name"),
        ("notegarden.toml", 'language = "german"', "notegarden.toml:1: language: 'german' is no language"),
        ("hugo.yaml", "title: [a\n", "hugo.yaml:2: expected"),
        ("hugo.toml", 'title = "A"\ncascade = "draft"', "hugo.toml:2: cascade is not a table"),
        ("hugo.yaml", "cascade: [{draft: true}, draft]", "hugo.yaml:1: cascade is not a table"),
        ("config.json", "[]", "config.json: the configuration must be a table of keys"),
    ],
)
def test_an_error_is_one_line(tmp_path: Path, name: str, text: str | bytes, message: str) -> None:
    with pytest.raises(SiteError) as reported:
        load_config(written(tmp_path, text, name))
    assert str(reported.value).startswith(message)
    assert "\n" not in str(reported.value)


def test_a_garden_without_configuration_has_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path, base_url="/x") == Config(base_url="/x")


def test_an_unknown_code_under_check_severity_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "notegarden.toml").write_text('[check.severity]\nlink-mising = "info"\n')
    with pytest.raises(SiteError) as raised:
        load_config(tmp_path)
    assert (raised.value.line, raised.value.hint) == (2, 'did you mean "link-missing"?')


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('direction = "left"', 1, "one of '', 'ltr', 'rtl'"),
        ('title = "A"\naddresses = "neat"', 2, "one of 'clean', 'publish', 'quartz'"),
        ('[check.severity]\norphan = "off"\nempty = "loud"', 3, "one of 'error', 'warning', 'info', 'off'"),
        ("[check]\npicture_limit = 5\nseverity = { orphan = 3 }", 3, "one of 'error', 'warning', 'info', 'off'"),
        ('[section_sort]\nnotes = "title"\nposts = "titel"', 3, "one of 'title', 'created', 'updated', 'weight'"),
        ("[math]\nmacros = { a = 3 }", 2, ""),
        ('[[menu]]\ntitle = "A"\nurl = "/"\n[[menu]]\ntitle = 3\nurl = "/x"', 5, ""),
        ('ignore_files = ["a", 3]', 1, ""),
        ('[[menu]]\nname = "Tags"\nurl = "/tags/"', 2, 'did you mean "title"?'),
    ],
)
def test_a_wrong_value_lists_the_allowed_ones(tmp_path: Path, text: str, line: int, hint: str) -> None:
    with pytest.raises(SiteError) as raised:
        load_config(written(tmp_path, text, "notegarden.toml"))
    assert (raised.value.line, raised.value.hint) == (line, hint)


def test_a_bad_base_url_names_the_file_it_is_in(tmp_path: Path) -> None:
    garden = written(tmp_path, 'title = "A"\nbaseURL = "https://example.org/"')
    with pytest.raises(SiteError) as raised:
        load_config(garden, base_url="example.org")
    assert str(raised.value).startswith("--base-url: ")
    written(tmp_path, 'title = "A"\nbaseURL = "example.org"')
    with pytest.raises(SiteError) as raised:
        load_config(garden)
    assert str(raised.value).startswith("hugo.toml:2: ")


def test_a_configuration_may_be_in_several_files(tmp_path: Path) -> None:
    folder = tmp_path / "config/_default"
    folder.mkdir(parents=True)
    (folder / "hugo.toml").write_text('title = "Parts"\n')
    (folder / "menus.toml").write_text('[[main]]\nname = "M"\nurl = "/m/"\n')
    (folder / "params.yaml").write_text("colour: red\n")
    (folder / "permalinks.toml").write_text('posts = "/:year/:slug/"\n')
    config = load_config(tmp_path)
    assert (config.title, config.params, config.permalinks) == ("Parts", {"colour": "red"}, {"posts": "/:year/:slug/"})
    assert [item.title for item in config.menu] == ["M"]


def test_the_site_has_the_settings_of_its_only_language(tmp_path: Path) -> None:
    text = 'title = "A"\n[params]\na = 1\n[languages.de]\ntitle = "Garten"\n[languages.de.params]\nb = 2\n'
    config = load_config(written(tmp_path, text))
    assert (config.title, config.language, config.params) == ("Garten", "de", {"a": 1, "b": 2})
    assert config_warnings(tmp_path) == []


def test_an_unsupported_hugo_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "notegarden.toml").write_text("title = 'N'\n")
    assert config_warnings(tmp_path) == []
    (tmp_path / "hugo.toml").write_text("title = 'Old'\n")
    (line,) = config_warnings(tmp_path)
    assert line.startswith("hugo.toml is ignored, because notegarden.toml exists")
