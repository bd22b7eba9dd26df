"""Which file a vault's link resolves to, by Obsidian's rules; and whole vaults, if available."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import GARDENS

from notegarden.garden.vault import VaultNames
from notegarden.pipeline.stages import Options, Pipeline

JUDGE = GARDENS.parent / "tools" / "vault_links.py"


def names(*paths: str) -> VaultNames:
    vault = VaultNames()
    for path in paths:
        vault.add(path)
    return vault


@pytest.mark.parametrize(
    ("paths", "target", "source", "expected"),
    [
        (("Note.md", "z/Note.md", "a/b/Note.md"), "Note", "z/s.md", "Note.md"),
        (("z/Note.md", "a/b/Note.md", "b/Note.md"), "Note", "s.md", "b/Note.md"),
        (("z/Note.md", "a/b/Note.md", "b/Note.md"), "Note", "a/b/s.md", "a/b/Note.md"),
        (("z/Note.md", "a/b/Note.md", "b/Note.md"), "Note", "z/deep/s.md", "b/Note.md"),
        (("z/Note.md", "a/b/Note.md", "b/Note.md"), "b/Note", "a/b/s.md", "b/Note.md"),
        (("a/b/N.md",), "b/N", "s.md", "a/b/N.md"),
        (("a/b/N.md",), "c/N", "s.md", ""),
        (("LOG.md",), "log", "s.md", "LOG.md"),
        (("a.png", "a.png.md"), "a.png", "s.md", "a.png"),
        (("a.png.md",), "a.png", "s.md", "a.png.md"),
        (("x/pic.png",), "wrong/pic.png", "s.md", "x/pic.png"),
        (("y.md", "a/x.md"), "../y", "a/x.md", "y.md"),
        (("y.md", "a/x.md"), "./y", "a/x.md", ""),
        (("a/x.md",), "/a/x", "b/s.md", "a/x.md"),
        (("a/x.md",), "/x", "a/s.md", ""),
        (("Cafe\u0301.md",), "Caf\u00e9", "s.md", "Cafe\u0301.md"),
        (("abc/Cafe\u0301.md", "abcd/Caf\u00e9.md"), "caf\u00e9", "s.md", "abc/Cafe\u0301.md"),
        (("abc/Cafe\u0301.md", "bbc/Caf\u00e9.md"), "caf\u00e9", "s.md", "abc/Cafe\u0301.md"),
        (("Ext.md",), "Ext.MD", "s.md", "Ext.md"),
        (("v1.2.md",), "v1.2", "s.md", "v1.2.md"),
    ],
)
def test_the_order_of_the_resolution_rules(paths: tuple[str, ...], target: str, source: str, expected: str) -> None:
    assert names(*paths).find(target, source).path == expected


def test_a_tie_is_broken_by_name_and_reported() -> None:
    choice = names("bb/Tie.md", "aa/Tie.md").find("Tie", "s.md")
    assert (choice.path, choice.others) == ("aa/Tie.md", ("bb/Tie.md",))


def test_a_removed_file_is_no_longer_found() -> None:
    vault = names("a/N.md", "b/N.md")
    vault.discard("a/N.md")
    assert vault.find("N", "s.md").path == "b/N.md"


@pytest.mark.parametrize("name", ["obsidian-help", "kepano"])
def test_links_of_a_real_vault_resolve_as_in_obsidian(name: str, tmp_path: Path) -> None:
    if not JUDGE.is_file():
        pytest.skip(f"{JUDGE} is missing")
    vault = tmp_path / name
    shutil.copytree(GARDENS / name, vault)
    pipeline = Pipeline(vault, Options(output=tmp_path / "out", search=False))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    for how in (["--compare", str(tmp_path / "out/graph.json")], ["--site", str(tmp_path / "out")]):
        reported = subprocess.run(
            [sys.executable, str(JUDGE), str(vault), *how], capture_output=True, text=True, check=False
        )
        assert reported.returncode == 0, reported.stdout
