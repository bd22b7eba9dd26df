"""The findings of the garden, most severe first, without those of notes that are not listed."""

from __future__ import annotations

from small_garden import SmallGarden

from notegarden.notes.problems import Problem
from notegarden.render.views import HealthView
from notegarden.site.pages.health import health_page

TEXTS = {
    "a.md": "---\ntitle: A\n---\nx", "b.md": "x", "draft.md": "---\ndraft: true\n---\nx", "s/_index.md": "x",
    "shy.md": "---\nbuild: {list: never}\n---\nx",
}  # fmt: skip


def health(*problems: Problem) -> HealthView:
    garden = SmallGarden(TEXTS)
    garden.problems = [*problems]
    return health_page(garden.reads(), garden.site, "/health/")


def found(path: str, code: str) -> Problem:
    return Problem.of(path, 1, 1, code, "m")


def test_groups_are_sorted_by_their_most_severe_finding_then_by_code() -> None:
    judged = Problem("a.md", 1, 1, "picture-unused", "error", "m")
    page = health(found("a.md", "picture-unused"), found("a.md", "math"), found("b.md", "unclosed"), judged)
    assert [(group.code, group.severity, len(group.findings)) for group in page.groups] == [
        ("math", "error", 1), ("picture-unused", "error", 2), ("unclosed", "warning", 1),
    ]  # fmt: skip


def test_a_finding_links_to_its_note_if_there_is_one() -> None:
    page = health(found("a.md", "math"), found("org/file.org", "math"))
    assert [(each.url, each.title) for each in page.groups[0].findings] == [("/a/", "A"), ("", "org/file.org")]


def test_findings_of_unlisted_notes_and_of_links_to_drafts_are_not_shown() -> None:
    page = health(*(found(path, "math") for path in ("draft.md", "shy.md")), found("a.md", "link-draft"))
    assert page.groups == ()


def test_orphans_and_empty_notes_are_lists_of_notes_without_section_pages() -> None:
    page = health(*(found(path, code) for path in ("b.md", "draft.md", "s/_index.md") for code in ("orphan", "empty")))
    assert ([each.url for each in page.orphans], [each.url for each in page.empty]) == (["/b/"], ["/b/"])
    assert page.groups == ()
    assert (page.notes, page.links) == (2, 0)
