"""Open task boxes, and the metadata that Obsidian's plugins write into them."""

from __future__ import annotations

import pytest

from notegarden.dialects.pieces.tasks import box_task, is_open_task
from notegarden.notes.note import Task


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<input disabled="" type="checkbox"> buy', True),
        ('<input checked="" disabled="" type="checkbox"> bought', False),
        ('words <input disabled="" type="checkbox">', False),
    ],
)
def test_a_block_that_begins_with_an_empty_box_is_an_open_task(html: str, expected: bool) -> None:
    assert is_open_task(html) is expected


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Buy <b>milk</b>", Task("Buy milk", "a", section="S")),
        ("Pay 📅 2026-01-02", Task("Pay", "a", deadline="2026-01-02", section="S")),
        ("Pay 🗓️ 2026-01-02", Task("Pay", "a", deadline="2026-01-02", section="S")),
        ("Pay [due:: 2026-01-02] it", Task("Pay it", "a", deadline="2026-01-02", section="S")),
        ("Go ⏳ 2026-03-04", Task("Go", "a", scheduled="2026-03-04", section="S")),
        ("Go (scheduled:: 2026-03-04)", Task("Go", "a", scheduled="2026-03-04", section="S")),
        ("Now 🔺", Task("Now", "a", priority="A", section="S")),
        ("Later 🔼", Task("Later", "a", priority="B", section="S")),
        ("Some day ⏬", Task("Some day", "a", priority="C", section="S")),
        ("No day 📅 soon", Task("No day 📅 soon", "a", section="S")),
    ],
)
def test_dates_and_priority_are_removed_from_the_text(text: str, task: Task) -> None:
    assert box_task(text, "a", "S") == task


def test_a_long_text_is_truncated() -> None:
    assert len(box_task("word " * 1000, "", "").text) == 500
