"""`fits`: Hugo's globs, in time linear in the pattern's size."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegarden.notes.globs import LONGEST, fits, is_glob


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("/posts/**", "/posts/a/b", True),
        ("/posts/*", "/posts/a", True),
        ("/posts/*", "/posts/a/b", False),
        ("{/a,/b}/*", "/b/x", True),
        ("{/a,/b}/*", "/c/x", False),
        ("/{a,{b,c}d}", "/cd", True),
        ("/{a", "/a", True),
        ("/a}", "/a}", True),
        ("/p?g", "/pig", True),
        ("/p?g", "/p/g", False),
        ("/A.b", "/a.b", True),
        ("/a.b", "/axb", False),
        ("", "", True),
        ("**", "/x/y", True),
        ("/[ab]", "/b", True),
        ("/[!ab]", "/b", False),
        ("/[!ab]", "/c", True),
        ("/[a-c]x", "/bx", True),
        ("/[a-c]x", "/dx", False),
        ("/[a-c]", "/", False),
        ("/\\*", "/*", True),
        ("/\\*", "/a", False),
        ("/{[a-c],\\[}", "/[", True),
    ],
)
def test_patterns_match_paths(pattern: str, path: str, is_meant: bool) -> None:
    assert fits(pattern, path) == is_meant


@given(st.text("ab/*?", max_size=12), st.text("ab/", max_size=12))
def test_patterns_match_like_regular_expressions(pattern: str, path: str) -> None:
    parts = re.split(r"(\*\*|[*?])", pattern)
    known = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    expression = "".join(known.get(part, re.escape(part)) for part in parts)
    assert fits(pattern, path) == (re.fullmatch(expression, path) is not None)


@pytest.mark.parametrize("pattern", ["**/" * 60 + "b", "*a" * 60 + "*b", "{a,**}" * 60 + "b", "{" * 400 + "b"])
def test_a_pattern_whose_regular_expression_would_hang(pattern: str) -> None:
    assert not fits(pattern, "a/" * 60 + "a" * 60)


def test_patterns_that_hugo_rejects_are_errors() -> None:
    refused = ("/{a", "/a}", "/[a", "/[z-a]", "a" * (LONGEST + 1))
    assert [is_glob(each) for each in refused] == [False] * len(refused)
    assert all(is_glob(each) for each in ("", "**", "/{a,[b-d]}", "/\\[a", "/\\{a"))
