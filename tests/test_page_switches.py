"""`[pages]`: a page that is switched off is not built, linked or mentioned."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from support import snapshot

from notegarden.cli import main
from notegarden.config.tables import PagesConfig

# Only a vault has a calendar: tests/obsidian/test_daily_notes.py. Cited works: tests/site/test_references.py.
NAMES = [field.name for field in msgspec.structs.fields(PagesConfig) if field.name not in ("calendar", "references")]
NOTE = """\
+++
title = "A"
date = 2026-01-02
tags = ["green"]
+++

tags
: [Missing]({{< relref "missing.md" >}})

See [nowhere]({{< relref "nowhere.md" >}}) and [B]({{< relref "b.md" >}}).
"""


def garden(root: Path, settings: str = "") -> Path:
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content/a.md").write_text(NOTE)
    (root / "content/b.md").write_text("+++\ntitle = 'B'\n+++\n\n[A](a.md)\n")
    (root / "notegarden.toml").write_text(settings)
    return root


def build(root: Path) -> dict[str, bytes]:
    done = CliRunner().invoke(main, ["build", str(root), "-q", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return snapshot(root / "public")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_is_switched_off_appears_nowhere(tmp_path: Path, name: str) -> None:
    root = garden(tmp_path / "garden")
    before = build(root)
    assert f"{name}/index.html" in before
    garden(root, f"[pages]\n{name} = false\n")
    after = build(root)
    assert f"{name}/index.html" not in after
    for file, data in after.items():
        if not file.startswith("assets/"):
            assert f'"/{name}/"'.encode() not in data, file
            assert f'"/{name}/#'.encode() not in data, file
            assert f"/{name}/<".encode() not in data, file
    assert after == build(garden(tmp_path / "fresh", f"[pages]\n{name} = false\n"))


def test_links_to_missing_notes_become_text(tmp_path: Path) -> None:
    page = build(garden(tmp_path, "[pages]\nwanted = false\n"))["a/index.html"].decode()
    assert "See nowhere and" in page.replace("<span>", "").replace("</span>", "")
    assert 'class="missing"' not in page


def test_the_home_page_shows_no_list_that_is_switched_off(tmp_path: Path) -> None:
    home = build(garden(tmp_path, "[pages]\nrecent = false\ntags = false\n"))["index.html"].decode()
    assert 'class="news"' not in home
    assert 'class="home-tags"' not in home
    assert 'href="/tags/green/"' in (tmp_path / "public/a/index.html").read_text(), "a tag's own page is kept"


def test_a_link_to_a_page_that_is_switched_off_is_a_finding(tmp_path: Path) -> None:
    root = garden(tmp_path, "[pages]\nmap = false\n")
    (root / "content/c.md").write_text("[map](/map/) [all](/all/)\n")
    found = CliRunner().invoke(main, ["check", str(root), "--only", "address-missing"]).output
    assert "/map/" in found
    assert "/all/" not in found


def test_an_unknown_page_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(garden(tmp_path, "[pages]\nhelth = false\n")), "-q"])
    assert done.exit_code == 2
    assert 'notegarden.toml:2: unknown key "helth"; did you mean "health"?' in done.output
