"""Configuration, words, styles and patterns of a garden: at most one clear line, never a hang."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from notegarden.cli import main
from notegarden.config.load import load_config
from notegarden.config.vault import read_vault, vault_title
from notegarden.errors import SiteError
from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline
from notegarden.render.minify import minify_css, minify_js
from notegarden.render.words import filters, load
from notegarden.sources import limits
from notegarden.sources.limits import limited_time
from notegarden.workers import KeptWorker

LONG = f"{'a' * 60}!.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "content/0.md", "+++\ndate = 2024-01-02\n+++\nA good note.\n")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def build(root: Path) -> Result:
    done = CliRunner().invoke(main, ["build", str(root), "--no-search", "--jobs", "1"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.toml", "a = " + "[" * 2000), ("hugo.json", "[" * 100_000), ("hugo.yaml", "a: " + "[" * 3000),
        ("notegarden.toml", "a" + ".a" * 2000 + " = 1"), ("notegarden.toml", f"[params]\na = {'9' * 30}"),
        ("hugo.toml", f"[params]\na = [1, {{ b = -{'9' * 30} }}]"),
        ("hugo.yaml", "params: &a\n  b: *a\n"), ("hugo.yaml", "params:\n  a: &a [*a]\n"),
        ("hugo.json", '{"params": {"a": ["\\ud800"]}}'), ("hugo.json", '{"params": {"\\udfff": 1}}'),
        ("hugo.yaml", "params:\n  a0: &a0 [x, x]\n" + "".join(
            f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 12))),
        ("notegarden.toml", 'source_url = "javascript:alert(1)//{path}"'),
        ("notegarden.toml", 'edit_url = " java\\tscript:alert(1)//{path}"'),
    ],
)  # fmt: skip
def test_an_unreadable_configuration_is_one_error(root: Path, name: str, text: str) -> None:
    write(root, name, text)
    with pytest.raises(SiteError, match=name):
        load_config(root)


@pytest.mark.parametrize(
    "words",
    [
        "[1]", "[" * 100_000, '{"months": 5}', '{"months": ["a"]}', '{"all_notes": {}}', '{"links_in": []}',
        '{"scripts": [1]}', '{"scripts": {"a": 1}}', '{"problems": {"a": {}}}', '{"thousands": [","]}',
        '{"date_pattern": ["{day}"]}', "5",
    ],
)  # fmt: skip
def test_unusable_words_are_one_error(tmp_path: Path, words: str) -> None:
    shipped = Path(__file__).parents[2] / "static/theme/words"
    (tmp_path / "en.json").write_text(words)
    with pytest.raises(SiteError, match=r"en\.json"):
        load("en", (shipped, tmp_path))


@pytest.mark.parametrize("pattern", ["{day:>9999999999}", "{day.__class__}", "{nobody}", "{0}", "{"])
def test_a_pattern_of_dates_is_not_a_format_string(pattern: str) -> None:
    shipped = Path(__file__).parents[2] / "static/theme/words"
    words = load("en", (shipped,)) | {"date_pattern": f"{pattern} {{year}}"}
    assert filters(words)["date"]("2024-01-02") == f"{pattern} 2024"


@pytest.mark.parametrize(
    "text",
    [
        "/*" * 60_000, "url(" * 60_000, '"' + '\\"' * 60_000, '@import "a.css"' * 30_000,
        '@import "a.css"' + " " * 60_000, " " * 60_000 + "x",
    ],
)  # fmt: skip
def test_a_style_is_minified_in_linear_time(text: str) -> None:
    with limited_time(2):
        minify_css("a.css", {"a.css": text}.get)


def test_styles_that_import_each_other_do_not_double() -> None:
    styles = {f"{n}.css": f'@import "{n + 1}.css"; @import "{n + 1}.css" screen; a{n} {{}}' for n in range(40)}
    with limited_time(2):
        assert "a39" in minify_css("0.css", styles.get)


@pytest.mark.parametrize("text", ["/**\n" * 60_000, "/** x */ y\n" * 30_000, "import {\n" * 30_000])
def test_a_script_is_minified_in_linear_time(text: str) -> None:
    with limited_time(2):
        minify_js(text)


def test_a_comment_before_code_does_not_remove_code() -> None:
    assert minify_js("/** a */ x();\n/** b\n c */\ny();\n") == "/** a */ x();\ny();"


def test_a_filter_of_a_vault_that_backtracks_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "limited_time", partial(limited_time, 0.3))
    write(tmp_path, ".obsidian/app.json", json.dumps({"userIgnoreFilters": ["/^(a+)+$/"]}))
    write(tmp_path, LONG, "text")
    assert "userIgnoreFilters: '^(a+)+$' takes too long" in build(tmp_path).output


def test_settings_of_a_vault_with_an_unpaired_surrogate_are_read(tmp_path: Path) -> None:
    half = r"\ud800"
    write(tmp_path, ".obsidian/app.json", f'{{"userIgnoreFilters": ["{half}", "drafts/"], "{half}": 1}}')
    write(tmp_path, ".obsidian/daily-notes.json", f'{{"folder": "{half}", "format": "[{half}]YYYY"}}')
    write(tmp_path, ".obsidian/site-options.json", f'{{"siteName": "{half}", "indexFile": "{half}"}}')
    write(tmp_path, ".obsidian/publish.json", f'{{"excluded": ["{half}", "private"]}}')
    settings = read_vault(tmp_path)
    assert "drafts/" in settings.ignored
    assert "private" in settings.excluded
    for text in (*settings.ignored, *settings.excluded, settings.daily_folder, settings.daily_format):
        assert text.encode()
    assert vault_title(tmp_path, tmp_path).encode()


def test_a_pattern_that_backtracks_does_not_hang_a_server(root: Path) -> None:
    write(root, f"content/{LONG}", "text")
    kept = KeptWorker()
    try:
        pipeline = Pipeline(root, Options(search=False, ledger="serve"), kept)
        pipeline.refresh(whole=True)
        write(root, "notegarden.toml", "ignore_files = ['^(a+)+$']")
        with pytest.raises(SiteError, match="takes too long"):
            pipeline.refresh()
        write(root, "notegarden.toml", "ignore_files = ['^a+!']")
        pipeline.refresh()
        assert sorted(pipeline.garden.nodes) == ["0.md"]
        pipeline.close()
    finally:
        kept.close()


def test_a_cascade_for_paths_with_backtracking_patterns_is_read(root: Path) -> None:
    target = "**/" * 60 + "b"
    write(root, "content/_index.md", f'+++\n[[cascade]]\nx = 1\n[cascade.target]\npath = "{target}"\n+++\n')
    write(root, f"content/{'a/' * 60}a.md", "text\n")
    with limited_time(30):
        assert build(root).exit_code == 0
    write(root, "content/_index.md", f'+++\n[[cascade]]\nx = 1\n[cascade.target]\npath = "{"a" * 1001}"\n+++\n')
    assert "up to 1000 letters" in build(root).output
