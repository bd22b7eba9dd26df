"""`check --mentions`: where notes name others without a link, and the link to write there."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from notegarden.cli import main

Row = tuple[str, int, int, str]


def listed(garden: Path, *options: str) -> list[Row]:
    """(path, line, column, hint) of each mention that `check` lists."""
    result = CliRunner().invoke(main, ["check", str(garden), "--format", "json", *options])
    rows = json.loads(result.stdout)
    return [(row["path"], row["line"], row["column"], row["hint"]) for row in rows if row["code"] == "mention"]


def write(garden: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (garden / name).parent.mkdir(parents=True, exist_ok=True)
        (garden / name).write_text(text)
    return garden


def test_mentions_are_listed_on_request_with_the_link_to_write(tmp_path: Path) -> None:
    garden = write(tmp_path, {
        "content/posts/soil.md": '+++\ntitle = "Soil"\n+++\n\nText.\n',
        "content/a.md": '+++\ntitle = "On soil"\n+++\n\n# The soil\n\n[Soil](https://example.org) is not `soil`.\n\n'
        "Here the *soil* is deep.\n",
    })  # fmt: skip
    assert listed(garden) == []
    assert listed(garden, "--mentions") == [
        ("a.md", 9, 11, 'put [soil]({{< relref "soil.md" >}}) there'),
    ]  # fmt: skip


def test_a_name_of_several_files_is_linked_by_its_path(tmp_path: Path) -> None:
    garden = write(tmp_path, {
        "content/posts/soil.md": '+++\ntitle = "Soil"\n+++\n',
        "content/b/soil.md": '+++\ntitle = "Other"\n+++\n',
        "content/c/a.md": "+++\n+++\n\nThe soil.\n",
    })  # fmt: skip
    assert listed(garden, "--mentions") == [
        ("c/a.md", 4, 5, 'put [soil]({{< relref "/posts/soil.md" >}}) there'),
    ]  # fmt: skip


def test_a_vault_and_org_files_have_their_own_link_syntax(tmp_path: Path) -> None:
    vault = write(tmp_path / "vault", {
        ".obsidian/app.json": "{}",
        "Soil.md": "---\naliases: [Good earth]\n---\n",
        "a.md": "Soil.\n\nGood earth %% soil %% here.\n",
    })  # fmt: skip
    assert listed(vault, "--mentions") == [
        ("a.md", 1, 1, "put [[Soil]] there"), ("a.md", 3, 1, "put [[Soil|Good earth]] there"),
    ]  # fmt: skip
    org = write(tmp_path / "org", {
        "notegarden.toml": 'format = "org"\ncontent = ""\n',
        "soil.org": ":PROPERTIES:\n:ID: 1f0c9a4e-3a3f-4e0e-8a57-3f7b0d1f2a11\n:END:\n#+title: Soil\n\nText.\n",
        "a.org": "#+title: A\n\nThe soil.\n",
        "b/c.org": "#+title: C\n\nThe *worms*.\n",
        "worms.org": "#+title: Worms\n\nText.\n",
    })  # fmt: skip
    assert listed(org, "--mentions") == [
        ("a.org", 3, 5, "put [[id:1f0c9a4e-3a3f-4e0e-8a57-3f7b0d1f2a11][soil]] there"),
        ("b/c.org", 3, 6, "put [[file:../worms.org][worms]] there"),
    ]  # fmt: skip


def test_mentions_can_be_ignored_and_have_a_severity_like_other_findings(tmp_path: Path) -> None:
    garden = write(tmp_path, {
        "content/soil.md": '+++\ntitle = "Soil"\n+++\n',
        "content/a.md": "+++\n+++\n\n<!-- check: ignore mention -->\nThe soil.\n\nMore soil.\n",
    })  # fmt: skip
    assert [row[1] for row in listed(garden, "--mentions")] == [7]
    (garden / "notegarden.toml").write_text('[check.severity]\nmention = "off"\n')
    assert listed(garden, "--mentions") == []


def test_unpublished_notes_are_not_listed(tmp_path: Path) -> None:
    garden = write(tmp_path, {
        "content/soil.md": '+++\ntitle = "Soil"\ndraft = true\n+++\nworms\n',
        "content/worms.md": '+++\ntitle = "Worms"\n+++\nsoil\n',
    })  # fmt: skip
    assert listed(garden, "--mentions") == []


def test_equal_places_are_found_in_order(tmp_path: Path) -> None:
    garden = write(tmp_path, {
        "content/soil.md": '+++\ntitle = "Soil"\n+++\n',
        "content/a.md": "+++\n+++\n\n- soil\n- soil and soil\n",
    })  # fmt: skip
    assert [row[1:3] for row in listed(garden, "--mentions")] == [(4, 3), (5, 3), (5, 12)]
