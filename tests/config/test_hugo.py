"""What a Hugo site's configuration means here, key by key, in any spelling."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from notegarden.config.hugo import UNREADABLE, from_hugo
from notegarden.config.schema import Config
from notegarden.config.tables import MathConfig, MenuItem


def value(name: str, raw: dict[str, Any]) -> Any:
    return getattr(from_hugo(raw), name)


def test_an_empty_configuration_has_our_defaults_but_hugos_raw_html() -> None:
    found = from_hugo({})
    assert (found.title, found.base_url, found.language) == (Config().title, Config().base_url, Config().language)
    assert found.unsafe_html
    assert (found.drafts, found.future, found.expired) == (False, False, False)


@pytest.mark.parametrize(
    ("raw", "name", "expected"),
    [
        ({"TITLE": "A"}, "title", "A"),
        ({"title": 3}, "title", "3"),
        ({"baseURL": ""}, "base_url", "/"),
        ({"locale": "de-AT", "languageCode": "de", "defaultContentLanguage": "fr"}, "language", "de-AT"),
        ({"languageCode": "de", "defaultContentLanguage": "fr"}, "language", "de"),
        ({"defaultContentLanguage": "fr"}, "language", "fr"),
        ({"author": "A", "params": {"author": "B"}}, "author", "B"),
        ({"author": {"name": "A"}}, "author", "A"),
        ({"params": {"author": ["B", "C"]}}, "author", "B"),
        ({"params": {"author": []}}, "author", ""),
        ({"params": {"Author": {"Name": 3}}}, "author", ""),
        ({"languageDirection": "rtl"}, "direction", "rtl"),
        ({"languageDirection": "up"}, "direction", ""),
        ({"buildDrafts": True}, "drafts", True),
        ({"buildDrafts": "true"}, "drafts", False),
        ({"buildFuture": 1}, "future", False),
        ({"buildExpired": True}, "expired", True),
        ({"markup": {"goldmark": {"renderer": {"unsafe": False}}}}, "unsafe_html", False),
        ({"params": {"day": datetime.date(2020, 1, 2)}}, "params", {"day": "2020-01-02"}),
        ({"disableKinds": ["Page", "RSS", "Section"]}, "disabled_kinds", ("page", "section")),
        ({"disableKinds": "page"}, "disabled_kinds", ()),
    ],
)
def test_the_meaning_of_a_key(raw: dict[str, Any], name: str, expected: Any) -> None:
    assert value(name, raw) == expected


@pytest.mark.parametrize(
    ("raw", "left_out", "kept"),
    [
        ({"ignoreFiles": "x$"}, ["ax"], ["xa"]),
        ({"ignoreFiles": ["[[:upper:]]\\.md$", "b"]}, ["A.md", "b.md"], ["a.md"]),
        ({"disableLanguages": ["de"], "languages": {"en": {}, "de": {}}}, ["a.de.md"], ["a.en.md", "a.md", "de.md"]),
        ({"languages": {"en": {}, "de": {"Disabled": True}}}, ["a.de.md"], ["a.md"]),
        ({"languages": {"en": {}, "de": {"disabled": "true"}}}, [], ["a.de.md"]),
        (
            {"languages": {"en": {"weight": 1}, "de": {"contentDir": "content/german"}}},
            ["german/a.md"],
            ["germany/a.md", "a.md"],
        ),
        ({"contentDir": "notes", "languages": {"en": {}, "de": {"contentDir": "notes/de"}}}, ["de/a.md"], ["a.md"]),
    ],
)
def test_parts_that_the_site_does_not_build_are_left_out(
    raw: dict[str, Any], left_out: list[str], kept: list[str]
) -> None:
    patterns = value("ignore_files", raw)

    def is_out(path: str) -> bool:
        return any(re.search(pattern, path) for pattern in patterns)

    assert [is_out(path) for path in left_out] == [True] * len(left_out)
    assert [is_out(path) for path in kept] == [False] * len(kept)


def test_an_unknown_character_class_is_kept_and_rejected_later() -> None:
    assert value("ignore_files", {"ignoreFiles": ["[[:hangul:]]"]}) == ("[[:hangul:]]",)


@pytest.mark.parametrize(
    ("raw", "pages", "sections"),
    [
        ({"Posts": "/:year/"}, {"posts": "/:year/"}, {}),
        ({"page": {"posts": "/a/"}, "section": {"posts": "/b/"}}, {"posts": "/a/"}, {"posts": "/b/"}),
        ({"posts": "/old/", "page": {"posts": "/new/"}}, {"posts": "/new/"}, {}),
        ({"posts": 3}, {}, {}),
    ],
)
def test_permalink_patterns_are_for_pages_unless_they_name_a_kind(
    raw: dict[str, Any], pages: dict[str, str], sections: dict[str, str]
) -> None:
    found = from_hugo({"permalinks": raw})
    assert (found.permalinks, found.section_permalinks) == (pages, sections)


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ({"frontmatter": {"date": ["created", ":default"]}}, {"date": ("created", ":default")}),
        ({"frontmatter": {"PublishDate": "embargo"}}, {"publishDate": ("embargo",)}),
        ({"frontmatter": {"date": [], "other": ["x"]}}, {}),
        ({"enableGitInfo": True, "frontmatter": {"lastmod": ["x"]}}, {"lastmod": ("x",)}),
        ({"enableGitInfo": "true"}, {}),
    ],
)
def test_dates_are_read_from_the_configured_keys(raw: dict[str, Any], keys: dict[str, Any]) -> None:
    assert value("date_keys", raw) == keys


def test_git_is_the_last_source_for_the_date_of_the_last_change() -> None:
    (keys,) = value("date_keys", {"enableGitInfo": True}).values()
    assert keys[-1] == ":git"
    assert len(keys) > 1


def test_only_menu_entries_that_can_be_shown_are_kept() -> None:
    main = [
        {"Name": "A", "URL": "/a/", "Weight": 2, "Parent": "top"},
        {"identifier": "top", "weight": "heavy"},
        {"pageRef": "/b"},
        {"url": "/nameless/"},
        "no table",
    ]
    expected = (
        MenuItem("A", "/a/", weight=2, parent="top"), MenuItem("top", weight=0, identifier="top"),
        MenuItem("", page="/b", weight=0),
    )  # fmt: skip
    assert value("menu", {"menus": {"main": main}}) == value("menu", {"menu": {"main": main}}) == expected
    assert value("menu", {"menus": {"main": {"a": 1}}}) == ()


@pytest.mark.parametrize(
    ("params", "macros"),
    [
        ({"katex": {"macros": {"\\dd": "d"}}}, {"\\dd": "d"}),
        ({"MathJax": {"TeX": {"Macros": {"dd": ["d", 1]}}}}, {"\\dd": "d"}),
        ({"math": {"macros": {"a": 3, "b": []}}}, {}),
        ({"math": 3}, {}),
    ],
)
def test_macros_are_found_where_themes_have_them(params: dict[str, Any], macros: dict[str, str]) -> None:
    assert value("math", {"params": params}) == MathConfig(macros)


@pytest.mark.parametrize(
    ("raw", "cascade"),
    [
        (None, ()),
        ({"Draft": True}, ({"draft": True},)),
        ([{"Params": {"A": 1}}, {"draft": True}], ({"params": {"a": 1}}, {"draft": True})),
        ("draft", (UNREADABLE,)),
        ([{"draft": True}, 3], ({"draft": True}, UNREADABLE)),
    ],
)
def test_a_cascade_that_is_not_a_table_is_passed_on_as_unreadable(raw: Any, cascade: tuple[Any, ...]) -> None:
    """It may withhold notes, so `load_config` refuses it."""
    assert value("cascade", {"cascade": raw}) == cascade
