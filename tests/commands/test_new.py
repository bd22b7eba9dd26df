"""What `notegarden new` writes, and when it writes nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support import ROOT

from notegarden.commands.new import FILES, scaffold
from notegarden.config.load import load_config
from notegarden.config.schema import Config
from notegarden.config.tables import CheckConfig
from notegarden.errors import SiteError


def test_new_writes_the_files_that_it_names(tmp_path: Path) -> None:
    written = scaffold(tmp_path / "deep" / "garden", FILES)
    assert sorted(written) == sorted(each for each in (tmp_path / "deep" / "garden").rglob("*") if each.is_file())
    names = {each.relative_to(tmp_path / "deep" / "garden").as_posix() for each in written}
    assert {"notegarden.toml", "content/_index.md", "static/theme/custom.css", ".gitignore"} <= names
    assert len([name for name in names if name.startswith("content/posts/")]) == 3


def uncommented(text: str) -> dict[str, Any]:
    """The configuration with every commented-out key enabled."""
    return tomllib.loads(re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text))


def test_the_configuration_names_existing_keys_with_their_defaults(tmp_path: Path) -> None:
    scaffold(tmp_path, FILES)
    assert load_config(tmp_path).title == "My notes"
    text = (tmp_path / "notegarden.toml").read_text(encoding="utf-8")
    values = uncommented(text)
    msgspec.convert(values, Config)
    given = {"title", "description", "menu", "check", "ignore_files", "source_url", "edit_url", "editor", "images"}
    default = Config()
    assert {key: getattr(default, key) for key in values.keys() - given} == {
        key: value for key, value in values.items() if key not in given
    }
    assert values["check"]["picture_limit"] == CheckConfig().picture_limit


def test_custom_properties_exist_in_the_theme() -> None:
    theme = ROOT / "static" / "theme" / "site.css"
    known = set(re.findall(r"(--[a-z-]+)\s*:", theme.read_text(encoding="utf-8")))
    from_us = FILES["static/theme/custom.css"]
    assert set(re.findall(r"(--[a-z-]+)\s*:", from_us)) <= known


def test_a_folder_that_is_not_empty_is_left_unchanged(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("years of work")
    with pytest.raises(SiteError, match=r"not empty: it contains thesis\.md"):
        scaffold(tmp_path, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.md"]


def test_a_new_git_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert scaffold(tmp_path, FILES)


def test_an_unwritable_folder_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(SiteError, match="is a file"):
        scaffold(file, FILES)
    with pytest.raises(SiteError, match="cannot write"):
        scaffold(file / "garden", FILES)
