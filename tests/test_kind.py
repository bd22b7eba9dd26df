"""Which kind of garden a folder is detected as, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from notegarden.cli import main
from notegarden.config.kind import Kind, kind_of
from notegarden.config.load import load_config
from notegarden.errors import SiteError


def folder(root: Path, *files: str) -> Path:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    return root


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ((".obsidian/app.json", "content/a.md"), ("obsidian", "")),
        (("content/.obsidian/app.json",), ("obsidian", "content")),
        (("content/a.md", "quartz.config.ts"), ("obsidian", "content")),
        (("content/a.md", "notes/b.md"), ("hugo", "content")),
        (("deep/er/a.md",), ("obsidian", "")),
        ((".hidden/a.md", "node_modules/x/a.md"), ("hugo", "content")),
    ],
)
def test_the_first_indication_decides(tmp_path: Path, files: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert kind_of(folder(tmp_path, *files))[:2] == expected


def test_the_configured_kind_takes_precedence(tmp_path: Path) -> None:
    folder(tmp_path, ".obsidian/app.json", "content/a.md", "notes/b.md")
    assert kind_of(tmp_path, "hugo")[:2] == ("hugo", "content")
    assert kind_of(tmp_path, None, "notes")[:2] == ("obsidian", "notes")
    (tmp_path / "notegarden.toml").write_text('format = "hugo"\n', "utf-8")
    assert load_config(tmp_path).format == "hugo"
    assert load_config(tmp_path, form="obsidian").content == ""


def test_the_message_has_the_kind_and_the_reason() -> None:
    line = Kind("obsidian", "content", "it is so").line("garden")
    assert line == "garden/content: an Obsidian vault, because it is so"


def test_the_folder_of_notes_must_be_inside_the_garden(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="leads out"):
        kind_of(tmp_path, "obsidian", "../other")


def test_no_file_that_obsidian_would_index_is_written(tmp_path: Path) -> None:
    folder(tmp_path, "a.md", ".obsidian/app.json")
    result = CliRunner().invoke(main, ["build", str(tmp_path), "--no-search"])
    assert result.exit_code == 0, result.output
    assert "an Obsidian vault, because it has .obsidian/; the site is in .public/" in result.output
    assert sorted(path.name for path in tmp_path.iterdir() if path.name[0] != ".") == ["a.md"]
    inside = CliRunner().invoke(main, ["build", str(tmp_path), "--no-search", "--output", str(tmp_path / "site")])
    assert inside.exit_code == 2
    assert "is among the vault's notes" in inside.output


def test_the_vaults_own_settings_are_used(tmp_path: Path) -> None:
    folder(tmp_path, ".obsidian/app.json", "Home.md")
    (tmp_path / ".obsidian/app.json").write_text('{"strictLineBreaks": true, "userIgnoreFilters": ["Old/"]}', "utf-8")
    (tmp_path / ".obsidian/templates.json").write_text('{"folder": "/Templates/"}', "utf-8")
    vault = load_config(tmp_path).vault
    assert (vault.strict_breaks, vault.ignored, vault.templates, vault.home) == (
        True,
        ("Old/",),
        ("Templates",),
        "Home.md",
    )


def test_invalid_settings_are_replaced_by_the_defaults(tmp_path: Path) -> None:
    folder(tmp_path, "a.md")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian/app.json").write_text("{", "utf-8")
    assert load_config(tmp_path).vault.strict_breaks is False
