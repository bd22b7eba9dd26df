"""What a build reports about settings without effect, and about what the site lacks because of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import write

from notegarden.config.schema import Config
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.advice import config_name, setting_warnings, site_warnings
from notegarden.pipeline.report import Options
from notegarden.pipeline.settings import load_settings


def warnings(root: Path) -> list[str]:
    ledger = Ledger.open(root)
    try:
        return setting_warnings(root, load_settings(root, Options(), ledger))
    finally:
        ledger.close()


@pytest.mark.parametrize(
    ("language", "is_translated"), [("de-AT", True), ("en_GB", True), ("eo", False), ("sv-FI", False)]
)
def test_an_untranslated_language_is_reported_with_the_translated_ones(
    tmp_path: Path, language: str, is_translated: bool
) -> None:
    write(tmp_path, {"notegarden.toml": f'language = "{language}"'})
    said = warnings(tmp_path)
    file = f"static/theme/words/{language.lower()}.json"
    expected = f'notegarden.toml: language "{language}": the interface is not translated, so it is in English; it has '
    if is_translated:
        assert said == []
    else:
        assert len(said) == 1
        assert said[0].startswith(f"{expected}ar, de, en, es, ")
        assert said[0].endswith(f", zh-hant, and you can add {file}")
    write(tmp_path, {file: '{"home": "Casa"}'})
    assert warnings(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"templates/note.html": ""}, None),
        ({".theme/templates/note.html": ""}, ".theme/templates/"),
        ({".theme/static/x": "", ".theme/templates/x": ""}, ".theme/templates/, .theme/static/"),
        ({".obsidian/app.json": "{}", "templates/note.html": ""}, "templates/"),
        ({".obsidian/app.json": "{}", "templates/Daily.md": "", "static/a.png": ""}, None),
        ({".obsidian/app.json": "{}", "static/theme/site.css": ""}, "static/"),
        ({".obsidian/app.json": "{}", ".theme/templates/note.html": ""}, None),
    ],
)
def test_a_theme_in_the_folder_for_another_kind_of_garden_is_reported(
    tmp_path: Path, files: dict[str, str | bytes], named: str | None
) -> None:
    write(tmp_path, files if ".obsidian/app.json" in files else {"content/a.md": "", **files})
    assert [line.partition(":")[0] for line in warnings(tmp_path)] == ([named] if named else [])


def test_each_unreadable_bibliography_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": "", "good.bib": "@misc{a}", "empty.bib": "", "style.csl": "<style/>"})
    names = '"good.bib", "none.bib", "empty.bib", "../out.bib"'
    write(tmp_path, {"notegarden.toml": f"bibliography = [{names}]\ncsl = 'style.csl'\n"})
    write(tmp_path.parent, {"out.bib": "@misc{a}"})
    lines = warnings(tmp_path)
    assert [line.split()[1] for line in lines] == ["none.bib", "empty.bib", "../out.bib"]
    assert all(line.startswith("notegarden.toml: ") for line in lines)


def site(config: Config | None = None, **menu: Any) -> Any:
    usual = {"without_page": [], "lost": [], "others": set()}
    return SimpleNamespace(
        config=config or Config(base_url="https://a.example/"), menu=SimpleNamespace(**{**usual, **menu})
    )


def garden(*places: tuple[str, str]) -> Any:
    return SimpleNamespace(listed=lambda: [SimpleNamespace(path=path, address=address) for path, address in places])


def test_a_complete_site_gets_no_warning(tmp_path: Path) -> None:
    assert site_warnings(tmp_path, site(), garden()) == []


def test_menu_entries_that_no_page_shows_are_reported(tmp_path: Path) -> None:
    lines = site_warnings(
        tmp_path, site(without_page=["/a/", "/b/"], lost=["x", "y"], others={"side", "foot"}), garden()
    )
    assert [line.rpartition(" page")[2] != "" for line in lines] == [True] * 4
    assert [name for name in ("/a/", "/b/", "x, y", "foot, side") if not any(name in line for line in lines)] == []


@pytest.mark.parametrize(
    ("folder", "is_reported"),
    [("posts", False), ("/posts/", False), ("journal", False), ("post", True), ("none", True)],
)
def test_an_order_for_a_folder_without_notes_is_reported(tmp_path: Path, folder: str, is_reported: bool) -> None:
    config = Config(base_url="https://a.example/", section_sort={folder: "title"})
    notes = garden(("posts/a.md", "/posts/a/"), ("other/b.md", "/journal/b/"))
    assert bool(site_warnings(tmp_path, site(config), notes)) is is_reported


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({}, "base_url"),
        ({"notegarden.toml": ""}, "base_url"),
        ({"hugo.toml": ""}, "baseURL"),
        ({"config/_default/hugo.toml": ""}, "baseURL"),
    ],
)
def test_a_site_without_a_host_is_reported_with_what_it_lacks_and_the_key_to_set(
    tmp_path: Path, files: dict[str, str | bytes], key: str
) -> None:
    write(tmp_path, files)
    for cards in (True, False):
        (line,) = site_warnings(tmp_path, site(Config(base_url="/x/", cards=cards)), garden())
        assert f'{key} = "https://your.site/" in {config_name(tmp_path)}' in line
        assert ("card" in line) is cards


def test_a_missing_configuration_file_has_a_name(tmp_path: Path) -> None:
    assert config_name(tmp_path) == "notegarden.toml"
    write(tmp_path, {"config/_default/hugo.yaml": ""})
    assert config_name(tmp_path) == "config/_default/hugo.yaml"
    write(tmp_path, {"notegarden.toml": ""})
    assert config_name(tmp_path) == "notegarden.toml"
