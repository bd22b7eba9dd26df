"""`notegarden new` writes a garden that builds without a single finding."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from notegarden.commands.new import FILES, scaffold
from notegarden.config.load import load_config
from notegarden.config.schema import Config
from notegarden.config.tables import CheckConfig
from notegarden.errors import SiteError


def notegarden(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("notegarden")
    return subprocess.run([command, *arguments], capture_output=True, text=True, timeout=120)


def test_writes_what_it_names(tmp_path: Path) -> None:
    written = scaffold(tmp_path / "deep" / "garden", FILES)
    assert sorted(written) == sorted(each for each in (tmp_path / "deep" / "garden").rglob("*") if each.is_file())
    names = {each.relative_to(tmp_path / "deep" / "garden").as_posix() for each in written}
    assert {"notegarden.toml", "content/_index.md", "static/theme/custom.css", ".gitignore"} <= names
    assert len([name for name in names if name.startswith("content/posts/")]) == 3


def test_builds_and_has_no_finding(tmp_path: Path) -> None:
    scaffold(tmp_path, FILES)
    built = notegarden("build", tmp_path, "--strict")
    assert built.returncode == 0, built.stderr + built.stdout
    checked = notegarden("check", tmp_path, "--format", "json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == []
    public = tmp_path / "public"
    page = (public / "posts" / "how-notes-link" / "index.html").read_text(encoding="utf-8")
    assert "theme/custom.css" in page
    assert "relref &quot;writing.md&quot;" in page  # the escaped shortcode is shown
    assert (public / "pictures" / "link.svg").is_file()
    assert "<math" in (public / "posts" / "what-a-note-holds" / "index.html").read_text(encoding="utf-8")
    graph = json.loads((public / "graph.json").read_text(encoding="utf-8"))
    assert graph["missing"] == []
    linked = {edge["target"] for edge in graph["edges"]}
    assert {node["id"] for node in graph["nodes"]} - linked == {"_index.md"}


def uncommented(text: str) -> dict[str, Any]:
    """The configuration with every commented key switched on."""
    return tomllib.loads(re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text))


def test_the_configuration_names_keys_that_exist_with_their_true_defaults(tmp_path: Path) -> None:
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


def test_custom_properties_are_the_themes_own() -> None:
    theme = Path(__file__).parents[1] / "static" / "theme" / "site.css"
    known = set(re.findall(r"(--[a-z-]+)\s*:", theme.read_text(encoding="utf-8")))
    from_us = FILES["static/theme/custom.css"]
    assert set(re.findall(r"(--[a-z-]+)\s*:", from_us)) <= known


def test_leaves_a_folder_that_is_not_empty_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("years of work")
    with pytest.raises(SiteError, match=r"not empty: it contains thesis\.md"):
        scaffold(tmp_path, FILES)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.md"]


def test_a_repository_just_begun_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert scaffold(tmp_path, FILES)


def test_says_so_where_it_cannot_write(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(SiteError, match="is a file"):
        scaffold(file, FILES)
    with pytest.raises(SiteError, match="cannot write"):
        scaffold(file / "garden", FILES)


def test_a_garden_of_org_files_builds_and_has_no_finding(tmp_path: Path) -> None:
    made = notegarden("new", "--org", tmp_path / "notes")
    assert made.returncode == 0, made.stderr
    built = notegarden("build", tmp_path / "notes", "--strict")
    assert built.returncode == 0, built.stderr + built.stdout
    assert json.loads(notegarden("check", tmp_path / "notes", "--format", "json").stdout) == []
    pages = tmp_path / "notes" / "public" / "posts"
    holds = (pages / "what-a-note-holds" / "index.html").read_text(encoding="utf-8")
    assert "Forster 1910, 4</a>)" in holds
    assert "<math" in holds
    links = (pages / "how-notes-link" / "index.html").read_text(encoding="utf-8")
    assert 'href="/posts/what-a-note-holds/#beyond-text"' in links
    assert "What is not published" not in links
