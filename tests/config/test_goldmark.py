"""How Markdown is parsed by a Hugo site's settings: its defaults, and settings that only `true` or `false` change."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from notegarden.config.goldmark import at, goldmark_of, unfollowed_markup
from notegarden.config.tables import GoldmarkConfig


def read(**goldmark: Any) -> dict[str, Any]:
    """The settings that differ from those of a site that sets nothing."""
    return differences({"markup": {"goldmark": goldmark}})


def differences(low: dict[str, Any]) -> dict[str, Any]:
    usual, found = (msgspec.structs.asdict(goldmark_of(each)) for each in ({}, low))
    return {name: value for name, value in found.items() if value != usual[name]}


def test_keys_are_found_in_any_case_and_a_path_may_be_missing() -> None:
    table = {"Goldmark": {"RENDERER": {"hardWraps": True}, "parser": 3}}
    assert at(table, "goldmark.renderer.HARDWRAPS") is True
    assert at(table, "goldmark.parser.attribute") is at(table, "none") is at(None, "a") is None


def test_a_site_without_settings_has_hugos_defaults() -> None:
    assert goldmark_of({}) == goldmark_of({"markup": 3}) == goldmark_of({"markup": {"goldmark": []}})
    usual = goldmark_of({})
    assert usual == GoldmarkConfig()
    assert (usual.linkify, usual.typographer, usual.strikethrough, usual.hard_wraps, usual.heading_ids) == (
        True, True, True, False, "github",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("goldmark", "found"),
    [
        ({"renderer": {"hardWraps": True}}, {"hard_wraps": True}),
        ({"renderer": {"hardWraps": "yes"}}, {}),
        ({"extensions": {"linkify": False}}, {"linkify": False}),
        ({"extensions": {"linkify": 0}}, {}),
        ({"extensions": {"typographer": False}}, {"typographer": False}),
        ({"extensions": {"typographer": {"disable": True}}}, {"typographer": False}),
        ({"extensions": {"typographer": {"disable": False}}}, {}),
        ({"extensions": {"strikethrough": False}}, {"strikethrough": False}),
        ({"extensions": {"extras": {"mark": {"enable": True}, "insert": {}}}}, {"extras": ("mark",)}),
        ({"parser": {"attribute": {"block": True}}}, {"block_attributes": True}),
        ({"parser": {"autoHeadingID": False, "autoIDType": "blackfriday"}}, {"heading_ids": ""}),
        ({"parser": {"autoIDType": "blackfriday"}}, {"heading_ids": "blackfriday"}),
        ({"parser": {"autoHeadingIDType": "github-ascii"}}, {"heading_ids": "github-ascii"}),
        ({"parser": {"autoIDType": "github", "autoHeadingIDType": "blackfriday"}}, {}),
        ({"parser": {"autoIDType": "gitlab"}}, {}),
    ],
)
def test_a_setting_changes_one_thing(goldmark: dict[str, Any], found: dict[str, Any]) -> None:
    assert read(**goldmark) == found


def test_emoji_are_enabled_at_the_top_level() -> None:
    assert differences({"enableemoji": True}) == {"emoji": True}
    assert differences({"enableemoji": "true"}) == {}


@pytest.mark.parametrize(
    ("cjk", "found"),
    [
        ({"eastAsianLineBreaks": True, "escapedSpace": True}, {}),
        ({"enable": True}, {}),
        ({"enable": True, "escapedSpace": True}, {"escaped_space": True}),
        ({"enable": True, "eastAsianLineBreaks": True}, {"east_asian_line_breaks": "simple"}),
        (
            {"enable": True, "eastAsianLineBreaks": True, "eastAsianLineBreaksStyle": "css3draft"},
            {"east_asian_line_breaks": "css3draft"},
        ),
        ({"enable": True, "eastAsianLineBreaksStyle": "css3draft"}, {}),
    ],
)
def test_line_breaks_of_east_asian_scripts_need_their_extension(cjk: dict[str, Any], found: dict[str, Any]) -> None:
    assert read(extensions={"cjk": cjk}) == found


@pytest.mark.parametrize(
    ("passthrough", "openings", "reported"),
    [
        ({"enable": True, "delimiters": {"inline": [["$", "$"], ["\\(", "\\)"]]}}, ("\\(", "$"), False),
        ({"enable": True, "delimiters": {"block": [["\\[", "\\]"], ["$$", "$$"]]}}, ("\\[",), False),
        ({"enable": True, "delimiters": {"inline": [["$", "%"]]}}, (), True),
        ({"enable": True, "delimiters": {"inline": [["@@", "@@"]]}}, (), True),
        ({"enable": False, "delimiters": {"inline": [["$", "$"], ["@@", "@@"]]}}, (), False),
        ({"enable": True, "delimiters": {"inline": ["$", ["$"], 3], "block": "x"}}, (), False),
    ],
)
def test_formulas_are_between_the_configured_delimiters(
    passthrough: dict[str, Any], openings: tuple[str, ...], reported: bool
) -> None:
    low = {"markup": {"goldmark": {"extensions": {"passthrough": passthrough}}}}
    assert goldmark_of(low).passthrough == openings
    assert unfollowed_markup(low) == (["markup.goldmark.extensions.passthrough.delimiters"] if reported else [])


@pytest.mark.parametrize(
    ("markup", "reported"),
    [
        ({"highlight": {"style": "github"}}, ["markup.highlight.style"]),
        ({"highlight": {"style": "monokai", "tabWidth": 4}}, []),
        ({"highlight": {"style": ""}}, []),
        ({"goldmark": {"extensions": {"footnote": {"enable": True}}}}, []),
        ({"goldmark": {"extensions": {"footnote": False}}}, ["markup.goldmark.extensions.footnote"]),
        ({"goldmark": {"extensions": {"typographer": {"emDash": "--"}}}}, ["markup.goldmark.extensions.typographer"]),
        ({"goldmark": {"extensions": {"typographer": {"emDash": "&mdash;", "ellipsis": "…"}}}}, []),
        ({"goldmark": {"parser": {"autoIDType": "gitlab"}}}, ["markup.goldmark.parser.autoIDType"]),
    ],
)
def test_an_unsupported_value_is_reported(markup: dict[str, Any], reported: list[str]) -> None:
    assert unfollowed_markup({"markup": markup}) == reported
