"""Which files the theme has for a garden, which of them a site needs, and when they count as changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import write

from notegarden.errors import SiteError
from notegarden.ledger.ledger import Ledger
from notegarden.render import theme as module
from notegarden.render.theme import Theme, load_theme, shortcode_templates


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A garden and a theme with few files, like the one in the program."""
    own = {
        "templates/base.html": "base", "static/theme/site.css": "a { color: red }", "static/theme/app.js": "run() // x",
        "static/theme/sw.js": "worker", "static/theme/explorer.js": "", "static/theme/diagrams.js": "",
        "static/theme/cards.css": "", "static/theme/words/en.json": '{"scripts": {}}', "static/vendor/mermaid.js": "",
        "static/theme/words/de.json": '{"scripts": {}}', "static/vendor/idiomorph.js": "", "static/theme/README.md": "",
        "static/theme/fonts/text.woff2": "font", "static/theme/fonts/card-a.woff2": "font",
    }  # fmt: skip
    write(tmp_path / "shipped", own)  # type: ignore[arg-type]
    folders = tmp_path / "shipped/templates", tmp_path / "shipped/static"
    monkeypatch.setattr(module, "shipped", lambda: folders)
    (tmp_path / "garden").mkdir()
    return tmp_path / "garden"


def names(theme: Theme, *, diagrams: bool = False, generated: tuple[str, ...] = (), language: str = "en") -> set[str]:
    return {*theme.published(diagrams=diagrams, generated=generated, language=language)}


ALWAYS = {"theme/site.css", "theme/app.js", "theme/words/en.json", "theme/fonts/text.woff2"}


def test_only_files_with_known_endings_are_assets_and_the_worker_is_not(root: Path) -> None:
    write(root, {"static/theme/x.pyc": "", "static/theme/own.css": "", "static/other/x.css": "", "static/x.css": ""})
    assets = load_theme(root).assets
    assert [*assets] == sorted(assets)
    assert "theme/own.css" in assets
    assert assets.keys().isdisjoint({"theme/x.pyc", "theme/README.md", "theme/sw.js", "vendor/idiomorph.js", "x.css"})


def test_a_site_has_the_assets_that_its_pages_need(root: Path) -> None:
    theme = load_theme(root)
    assert names(theme) == ALWAYS
    assert names(theme, diagrams=True) == ALWAYS | {"theme/diagrams.js", "vendor/mermaid.js"}
    assert names(theme, generated=("explorer",)) == ALWAYS | {"theme/explorer.js"}
    assert names(theme, language="de-AT") == ALWAYS - {"theme/words/en.json"} | {"theme/words/de.json"}


def test_a_file_of_the_garden_replaces_the_themes(root: Path) -> None:
    write(root, {"static/theme/site.css": "b{}", "templates/base.html": "own"})
    theme = load_theme(root)
    assert theme.asset("theme/site.css") == b"b{}"
    assert theme.file("theme/site.css") == root / "static/theme/site.css"
    assert theme.file("theme/sw.js") == root.parent / "shipped/static/theme/sw.js"
    assert theme.file("theme/none.js") is None
    assert theme.templates == (root / "templates", root.parent / "shipped/templates")


def test_only_styles_and_scripts_of_the_theme_are_minified(root: Path) -> None:
    write(root, {"static/theme/a.svg": "<svg> </svg>", "static/vendor/lib.css": "a { }"})
    theme = load_theme(root)
    assert theme.asset("theme/site.css") == b"a{color:red}"
    assert theme.asset("theme/a.svg") == b"<svg> </svg>"
    assert theme.asset("vendor/lib.css") == b"a { }"
    made = {
        name: theme.is_made(name) for name in ("theme/site.css", "theme/words/en.json", "theme/a.svg", "vendor/lib.css")
    }
    assert [*made.values()] == [True, True, False, False]


@pytest.mark.parametrize(
    ("file", "text", "version", "key"),
    [
        ("static/theme/site.css", "b{}", True, True),
        ("static/theme/new.css", "", True, True),
        ("static/vendor/lib.js", "x", True, True),
        ("templates/base.html", "own", False, True),
        ("templates/new.html", "", False, True),
        ("static/theme/words/en.json", '{"all_notes": "All"}', False, True),
        ("static/theme/sw.js", "another", False, True),
        ("static/theme/notes.md", "x", False, False),
        ("static/photo.png", "x", False, False),
        ("content/a.md", "x", False, False),
    ],
)
def test_a_changed_asset_changes_the_version_and_a_changed_template_the_key(
    root: Path, file: str, text: str, version: bool, key: bool
) -> None:
    before = load_theme(root)
    write(root, {file: text})
    after = load_theme(root)
    if file != "static/theme/words/en.json":  # a garden's own file of words is an asset too
        assert (after.version != before.version) is version
    assert (after.key != before.key) is key


def test_asset_addresses_contain_twelve_digits_of_the_version(root: Path) -> None:
    theme = load_theme(root)
    assert theme.prefix == f"assets/{theme.version}/"
    assert len(theme.version) == 12


def test_the_ledger_stores_the_theme_while_the_stamps_of_its_files_are_unchanged(
    root: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    once = module._amount
    monkeypatch.setattr(module, "_amount", lambda *args: looked.append(1) or once(*args))
    monkeypatch.setattr(module, "digest_of", lambda *scans: repr(scans).encode())
    first = load_theme(root, ledger)
    assert load_theme(root, ledger) == first
    assert len(looked) == 1
    write(root, {"static/theme/new.css": ""})
    assert load_theme(root, ledger).version != first.version
    monkeypatch.setattr(module, "digest_of", lambda *_: b"")
    load_theme(root, ledger)
    assert len(looked) == 3, "files that are too new to prove anything are read each time"


def test_shortcodes_of_the_garden_are_listed_by_name(root: Path) -> None:
    write(root, {f"templates/shortcodes/{name}": name for name in ("b.html", "a.html", "c.txt")})
    assert shortcode_templates(root) == (("a", "a.html"), ("b", "b.html"))
    write(root, {"templates/shortcodes/d.html": b"\xff"})
    with pytest.raises(SiteError, match="UTF-8") as raised:
        shortcode_templates(root)
    assert raised.value.path == "templates/shortcodes/d.html"
