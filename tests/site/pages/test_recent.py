"""The notes that changed last, by month and year; some of them for other pages."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.site.pages.recent import newest, recent_page


def test_notes_are_grouped_by_month_and_year_newest_first() -> None:
    texts = {"a.md": "2026-02-01", "b.md": "2026-02-09", "c.md": "2025-12-31", "d.md": "2026-01-01"}
    garden = SmallGarden({path: f"---\ndate: {date}\n---\nx" for path, date in texts.items()} | {"e.md": "undated"})
    years = recent_page(garden.reads(), garden.site, "/recent/").years
    assert [(year.title, year.count) for year in years] == [("2026", 3), ("2025", 1)]
    months = [(each.id, each.title, [entry.url for entry in each.entries]) for year in years for each in year.groups]
    assert months == [
        ("m-2026-02", "2026-02", ["/b/", "/a/"]), ("m-2026-01", "2026-01", ["/d/"]), ("m-2025-12", "2025-12", ["/c/"]),
    ]  # fmt: skip


def test_other_pages_show_ten_of_them_or_none_if_there_are_no_dates() -> None:
    texts = {f"{number}.md": f"---\ntitle: N{number}\ndate: 2026-01-{number:02}\n---\nx" for number in range(1, 13)}
    assert [each.title for each in newest(SmallGarden(texts).reads())] == [f"N{number}" for number in range(12, 2, -1)]
    assert newest(SmallGarden({"a.md": "x"}).reads()) == ()
