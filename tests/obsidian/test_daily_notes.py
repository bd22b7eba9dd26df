"""Daily notes of a vault: the days around each, the calendar, and what is missing if there are none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import built

from notegarden.cli import main

DAYS = ("2023-12-31", "2024-02-29", "2024-03-01", "2024-03-05")


def around(site: dict[str, bytes], day: str) -> list[tuple[str, str, str]]:
    """(rel, address, label) of the links to other days on a day's page."""
    page = site[f"log/{day}/index.html"].decode()
    return re.findall(r'<a rel="(prev|next)" href="([^"]*)"><small>([^<]*)</small>', page)


def linked_days(site: dict[str, bytes], page: str = "calendar/index.html") -> list[str]:
    return re.findall(r'<td><a href="/log/([^"/]*)/"', site[page].decode())


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    (vault / "Log").mkdir(parents=True)
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/daily-notes.json").write_text('{"folder": "Log"}')
    for day in DAYS:
        (vault / f"Log/{day}.md").write_text(f"On {day}.\n")
    (vault / "Log/2024-03-02.md").write_text("---\npublish: false\n---\nA secret.\n")
    (vault / "Log/2024-02-30.md").write_text("No day.\n")
    (vault / "Log/Plain.md").write_text("No day either.\n")
    (vault / "Home.md").write_text("[[2024-03-01]]\n")
    return vault


def test_a_daily_note_links_to_the_days_around_it(vault: Path, tmp_path: Path) -> None:
    site = built(vault, tmp_path / "out")
    assert around(site, "2024-03-01") == [
        ("prev", "/log/2024-02-29/", "Previous day"), ("next", "/log/2024-03-05/", "Next day")
    ]  # fmt: skip
    assert around(site, "2023-12-31") == [("next", "/log/2024-02-29/", "Next day")]
    assert around(site, "2024-02-30") == [("next", "/log/plain/", "Next note")]
    assert b'<a href="/calendar/#m-2024-03">Calendar</a>' in site["log/2024-03-01/index.html"]


def test_the_calendar_has_a_link_for_each_day_with_a_note(vault: Path, tmp_path: Path) -> None:
    site = built(vault, tmp_path / "out")
    assert linked_days(site) == ["2024-02-29", "2024-03-01", "2024-03-05", "2023-12-31"]
    page = site["calendar/index.html"].decode()
    assert re.findall(r"<caption>([^<]*)<", page) == ["February 2024", "March 2024", "December 2023"]
    assert re.findall(r"<tr>(?:<td>\d*</td>)*<td>\d+</td></tr>", page)[0].count("<td></td>") == 3, (
        "1 February: Thursday"
    )
    assert all(row.count("<td>") == 7 for row in re.findall(r"<tr><td>.*</tr>", page))


def test_added_and_removed_days_update_their_neighbours(vault: Path, tmp_path: Path) -> None:
    first = built(vault, tmp_path / "out")
    (vault / "Log/2024-03-01.md").unlink()
    (vault / "Log/2024-03-03.md").write_text("Another.\n")
    site = built(vault, tmp_path / "out")
    assert [address for _, address, _ in around(site, "2024-02-29")] == ["/log/2023-12-31/", "/log/2024-03-03/"]
    assert linked_days(site)[1] == "2024-03-03"
    (vault / ".notegarden").rename(tmp_path / "cache")
    assert site == built(vault, tmp_path / "fresh")
    (vault / "Log/2024-03-03.md").unlink()
    (vault / "Log/2024-03-01.md").write_text("On 2024-03-01.\n")
    assert built(vault, tmp_path / "fresh") == first


def test_the_settings_determine_which_notes_are_daily(vault: Path, tmp_path: Path) -> None:
    built(vault, tmp_path / "out")
    settings = vault / ".obsidian/daily-notes.json"
    settings.write_text('{"folder": "Elsewhere"}')
    site = built(vault, tmp_path / "out")
    assert "calendar/index.html" not in site
    assert not any(name.endswith("theme/calendar.css") for name in site)
    pages = {name: data for name, data in site.items() if name.endswith(".html")}
    assert not [name for name, data in pages.items() if b"alendar" in data]
    settings.write_text('{"folder": "Log", "format": "YYYY-MM-DD wo"}')
    rows = json.loads(CliRunner().invoke(main, ["check", str(vault), "--format", "json"]).stdout)
    (row,) = [row for row in rows if row["code"] == "daily-format"]
    assert row["path"] == ".obsidian/daily-notes.json"
    assert '"wo"' in row["message"]


@pytest.mark.parametrize("name", ["Calendar.md", "Calendar/x.md"])
def test_the_calendar_yields_to_a_note_or_folder_of_the_vault(vault: Path, tmp_path: Path, name: str) -> None:
    (vault / name).parent.mkdir(exist_ok=True)
    (vault / name).write_text("Mine.\n")
    site = built(vault, tmp_path / "out")
    assert linked_days(site, "garden-calendar/index.html")[0] == "2024-02-29"
    assert b"<caption>" not in site["calendar/index.html"]


@pytest.mark.parametrize("name", ["Map/x.md", "Tags/x.md", "Recent/deep/x.md"])
def test_every_generated_page_yields_to_a_folder(vault: Path, tmp_path: Path, name: str) -> None:
    (vault / name).parent.mkdir(parents=True)
    (vault / name).write_text("Mine.\n")
    folder = name.partition("/")[0].lower()
    site = built(vault, tmp_path / "out")
    assert f'href="/{folder}/'.encode() in site[f"{folder}/index.html"]
    assert b"<h1" in site[f"garden-{folder}/index.html"]
    assert f'href="/garden-{folder}/"'.encode() in site["404.html"] + site["index.html"] + site["all/index.html"]


@pytest.mark.parametrize("has_days", [True, False])
def test_a_link_to_the_calendar_is_valid_only_if_there_is_one(vault: Path, has_days: bool) -> None:
    (vault / "Link.md").write_text('<a href="/calendar/">All days</a>\n')
    if not has_days:
        (vault / ".obsidian/daily-notes.json").write_text('{"folder": "Elsewhere"}')
    rows = json.loads(CliRunner().invoke(main, ["check", str(vault), "--format", "json"]).stdout)
    assert [row["code"] for row in rows if row["path"] == "Link.md" and "calendar" in row["message"]] == (
        [] if has_days else ["address-missing"]
    )


def test_the_calendar_can_be_switched_off(vault: Path, tmp_path: Path) -> None:
    (vault / "notegarden.toml").write_text("[pages]\ncalendar = false\n")
    site = built(vault, tmp_path / "out")
    assert "calendar/index.html" not in site
    assert b"Calendar" not in site["log/2024-03-01/index.html"]
    assert around(site, "2024-03-01")
