"""The files of a Hugo site's configuration as one table, and the language whose settings the site uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import write

from notegarden.config.hugo_parts import languages_of, merged, own_shortcodes
from notegarden.errors import SiteError


def read(root: Path, files: dict[str, str]) -> dict[str, Any]:
    write(root, files)
    return merged(root, root / next(iter(files)))


def test_later_files_win_key_by_key_in_any_case(tmp_path: Path) -> None:
    files = {
        "hugo.toml": 'title = "top"\nlist = [1, 2]\n[Params]\na = 1\nb = 1\n',
        "config/_default/hugo.toml": 'TITLE = "default"\nlist = [3]\n[params]\nB = 2\nc = 2\n',
        "config/production/params.yaml": "c: 3\n",
    }
    assert read(tmp_path, files) == {"title": "default", "list": [3], "params": {"a": 1, "b": 2, "c": 3}}


def test_a_value_replaces_a_table_and_a_table_a_value(tmp_path: Path) -> None:
    files = {
        "config/_default/hugo.toml": "a = 1\n[b]\nc = 1\n",
        "config/production/hugo.toml": "b = 2\n[a]\nc = 2\n",
    }
    assert read(tmp_path, files) == {"a": {"c": 2}, "b": 2}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("hugo.toml", {"x": 1}), ("config.toml", {"x": 1}), ("params.toml", {"params": {"x": 1}}),
        ("menu.toml", {"menus": {"x": 1}}), ("menus.toml", {"menus": {"x": 1}}),
        ("a/b/params.toml", {"params": {"x": 1}}),
        ("notes.txt", {}),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_the_key_of_its_table(tmp_path: Path, name: str, table: dict[str, Any]) -> None:
    write(tmp_path, {f"config/_default/{name}": "x = 1\n"})
    assert merged(tmp_path, tmp_path / "config/_default/hugo.toml") == table


@pytest.mark.parametrize("folder", ["config/staging", "config/development", "config"])
def test_only_the_environment_of_a_build_is_read(tmp_path: Path, folder: str) -> None:
    assert read(tmp_path, {"hugo.toml": "a = 1\n", f"{folder}/hugo.toml": "a = 2\n"}) == {"a": 1}


def test_a_file_of_a_language_belongs_to_that_language(tmp_path: Path) -> None:
    files = {
        "hugo.toml": 'title = "T"\ndefaultContentLanguage = "de"\n[params]\na = 1\n[languages.de]\n[languages.en]\n',
        "config/_default/params.de.toml": "b = 2\n",
        "config/_default/params.en.toml": "b = 3\n",
        "config/_default/menus.de.toml": "[[main]]\nname = 'A'\n",
        "config/_default/hugo.de.toml": "title = 'Titel'\n",
    }
    found = read(tmp_path, files)
    assert (found["params"], found["menus"]) == ({"a": 1, "b": 2}, {"main": [{"name": "A"}]})


def test_the_site_has_the_settings_and_the_code_of_the_first_language(tmp_path: Path) -> None:
    files = {"hugo.toml": 'title = "T"\n[languages.pt-BR]\nTitle = "P"\nweight = 1\n[languages.en]\nweight = 2\n'}
    files["hugo.toml"] = 'defaultContentLanguage = "pt-br"\n' + files["hugo.toml"]
    found = read(tmp_path, files)
    assert (found["title"], found["languagecode"]) == ("P", "pt-BR")


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ({}, ("en",)),
        ({"defaultcontentlanguage": "DE"}, ("de",)),
        ({"languages": {"fr": {}, "DE": {}}}, ("de", "fr")),
        ({"languages": {"fr": {"weight": 1}, "de": {"weight": 2}}}, ("fr", "de")),
        ({"languages": {"fr": {"weight": "heavy"}, "de": {"weight": 2}}}, ("fr", "de")),
        ({"languages": {"fr": {}, "de": {}, "en": {}}}, ("en", "de", "fr")),
        ({"languages": {"fr": {}, "de": {}}, "defaultcontentlanguage": "fr"}, ("fr", "de")),
        ({"languages": {"fr": {}, "de": {"Disabled": True}}}, ("fr",)),
        ({"languages": {"fr": {}, "de": {}}, "disablelanguages": ["FR"]}, ("de",)),
        ({"languages": {"de": {}}, "disablelanguages": ["de"]}, ("en",)),
        ({"languages": 3}, ("en",)),
        ({"languages": {"de": 3}}, ("de",)),
    ],
)
def test_the_default_language_comes_first_then_weights_then_codes(raw: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert languages_of(raw) == codes


def test_an_error_in_a_file_names_it(tmp_path: Path) -> None:
    write(tmp_path, {"config/production/params.toml": "a = 1\nb = \n"})
    with pytest.raises(SiteError, match=r"^config/production/params.toml:2: "):
        merged(tmp_path, tmp_path / "hugo.toml/none")


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("layouts/shortcodes/embed.html", ("embed",)), ("layouts/_shortcodes/embed.html", ("embed",)),
        ("themes/x/layouts/shortcodes/embed.html", ("embed",)), ("layouts/shortcodes/other.html", ()),
        ("layouts/embed.html", ()),
    ],
)  # fmt: skip
def test_shortcodes_defined_by_the_site_are_found(tmp_path: Path, file: str, found: tuple[str, ...]) -> None:
    write(tmp_path, {file: ""})
    assert own_shortcodes(tmp_path) == found
