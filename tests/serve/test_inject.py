"""The live script is the only difference between a served page and a built one, and is before other scripts."""

from __future__ import annotations

import re
from html import unescape

import msgspec
import pytest

from notegarden.serve.live.error_pages import PageError
from notegarden.serve.live.inject import PageState, with_script, without_script

STATE = PageState("boot", 3)


@pytest.mark.parametrize(
    ("page", "before"),
    [
        ("<!doctype html><html><head><script>x</script></head>", "<!doctype html><html><head>"),
        ('<HTML lang="en">\n<HEAD class="a">\n<title>', '<HTML lang="en">\n<HEAD class="a">'),
        ("<!DOCTYPE html>\n<p>text", "<!DOCTYPE html>"),
        ("<html><header>", "<html>"),
        ("<p>text", ""),
        ("", ""),
    ],
)
def test_the_script_is_first_in_the_head(page: str, before: str) -> None:
    made = with_script(page.encode(), STATE)
    assert made.startswith(before.encode() + b'<script id="notegarden-live"')
    assert without_script(made) == page.encode()


def test_a_head_tag_quoted_in_a_note_is_ignored() -> None:
    page = b"<!doctype html><html><head>" + b" " * 3000 + b"<pre><head></pre>"
    assert with_script(page, STATE).index(b"<script") == len(b"<!doctype html><html><head>")


def test_the_state_is_read_back_whatever_it_contains() -> None:
    state = PageState("b", 1, "a\"'<b>&.md", PageError("</script>\"'"), (PageError("x"),), moved="/é/")
    page = with_script(b"", state)
    assert page.count(b"</script>") == 1
    found = re.search(rb'data-state="([^"]*)"', page)
    assert found
    assert msgspec.json.decode(unescape(found[1].decode()), type=PageState) == state


def test_only_one_script_is_removed() -> None:
    page = with_script(b"<p>", STATE)
    assert without_script(page + page) == b"<p>" + page
