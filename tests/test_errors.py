"""Errors as one line that contains the place and the hint, safe to print."""

from __future__ import annotations

import errno

import pytest

from notegarden.errors import SiteError, printable, way_out


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (SiteError("wrong"), "wrong"),
        (SiteError("wrong", hint="do it"), "wrong; do it"),
        (SiteError("wrong", "a.toml"), "a.toml: wrong"),
        (SiteError("wrong", "a.toml", 3, "do it"), "a.toml:3: wrong; do it"),
        (SiteError("wrong", line=3), "wrong"),
    ],
)
def test_an_error_is_one_line_with_the_known_part_of_its_place(error: SiteError, line: str) -> None:
    assert str(error) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\t\x1b[0m\x07\0", "a\\nb\\r\\t\\x1b[0m\\x07\\x00"),
        ("\x7f\x85\x9b\u2028\u2029", "\\x7f\\x85\\x9b\\u2028\\u2029"),
        ("\u202e\u2066\u2069\udcff", "\\u202e\\u2066\\u2069\\udcff"),
        ("Żółć 日本 עברית 👩\u200d🔬 a\u00a0b\u00ad \u200f", "Żółć 日本 עברית 👩\u200d🔬 a\u00a0b\u00ad \u200f"),
        ("C:\\notes", "C:\\notes"),
    ],
)
def test_control_characters_are_escaped_and_text_in_any_script_is_unchanged(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("number", "has"), [(errno.ENOSPC, True), (errno.EACCES, True), (errno.EROFS, True), (0, False)]
)
def test_a_full_disk_and_a_missing_permission_have_a_hint(number: int, has: bool) -> None:
    assert bool(way_out(OSError(number, "x"))) is has
    assert way_out(OSError("x")) == ""
