"""Expressions that exclude files are matched as in Hugo, within a time limit."""

from __future__ import annotations

import pytest

from notegarden.errors import SiteError
from notegarden.files.scan import Source, Stamp
from notegarden.sources import ignored
from notegarden.sources.ignored import not_ignored
from notegarden.workers import KeptWorker

PATHS = ("a.md", "drafts/b.md", "e\u0301.md", "notes/drafts/c.md")


def remaining(*patterns: str, kept: KeptWorker | None = None) -> list[str]:
    sources = [Source(path, Stamp(1, 1, 1)) for path in PATHS]
    return [source.path for source in not_ignored(sources, patterns, kept)]


@pytest.mark.parametrize(
    ("pattern", "out"),
    [
        (r"^drafts/", {"drafts/b.md"}),
        (r"/drafts/", {"drafts/b.md", "notes/drafts/c.md"}),
        (r"^/content/a\.md$", {"a.md"}),
        (r"^é", {"e\u0301.md"}),
        (r"^e\u0301", {"e\u0301.md"}),
        (r"^[a-d]?\.md$", {"a.md"}),
        (r"nothing", set()),
    ],
)
def test_a_pattern_is_searched_in_the_path_below_the_notes_folder_and_below_the_garden(
    pattern: str, out: set[str]
) -> None:
    assert remaining(pattern) == [path for path in PATHS if path not in out]


def test_a_file_that_matches_any_pattern_is_left_out() -> None:
    assert remaining(r"^a", r"^drafts") == ["e\u0301.md", "notes/drafts/c.md"]
    assert remaining() == [*PATHS]


def test_a_pattern_that_takes_too_long_is_an_error_with_the_pattern_and_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ignored, "_found", lambda *_: None)
    with pytest.raises(SiteError, match=r"userIgnoreFilters: '\(a\+\)\+b'"):
        not_ignored([Source("a", Stamp(1, 1, 1))], ["(a+)+b"], key="userIgnoreFilters")
    assert not_ignored([], ["(a+)+b"]) == []
