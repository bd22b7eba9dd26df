"""A note of an Org file with an unchanged key has unchanged content; otherwise incremental builds keep stale pages."""

from __future__ import annotations

import pytest
from areas import BESIDE, TRUSTED, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import amount
from vocabulary import ORG

from notegarden.dialects.org.context import FileContext
from notegarden.dialects.org.files import open_context
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Parsed

POSTS = """#+title: t
#+bibliography: w.bib
* One
:PROPERTIES:
:EXPORT_FILE_NAME: one
:END:
a[fn:1] [[id:two]] [[*Three]] [[place]] {{{m(x)}}} [cite:@k] [[n]]
#+begin_src sh :noweb yes
<<code>>
#+end_src
* Two
:PROPERTIES:
:EXPORT_FILE_NAME: two
:ID: two
:END:
** Three
<<place>> b[fn:2]
* Elsewhere
#+name: code
#+begin_src sh
echo
#+end_src
[fn:1] first[fn:2]

[fn:2] second
"""
FILE = "org/posts.org"


def pages(text: str) -> dict[str, tuple[str, Parsed]]:
    """Path → key and parsed content of every page."""
    context: FileContext = read_file(FILE, text.encode("utf-8", "replace"), {}, BESIDE.get)
    opened = open_context(context, frozenset(), {})
    return {spec.path: (opened.key(spec), parse_page(context, spec, TRUSTED)) for spec in context.pages}


def assert_keys_hold(before: str, after: str) -> None:
    old, new = pages(before), pages(after)
    for path in old.keys() & new.keys():
        assert old[path][0] != new[path][0] or old[path][1] == new[path][1], path


def test_text_outside_of_a_page_is_in_its_key_if_the_page_shows_it() -> None:
    for word in ("first", "second", "echo", "Three", "place", "code", "ID: two"):
        assert_keys_hold(POSTS, POSTS.replace(word, f"{word}x"))


@pytest.mark.parametrize(
    "head",
    [
        "#+title: t\nHERE: true\n",
        "* Above\n\n:PROPERTIES:\nHERE: true\n:END:\n",
        "* Above\n:PROPERTIES:\nHERE: true\n\n",
    ],
)
def test_an_unread_setting_that_would_withhold_a_page_is_in_its_key(head: str) -> None:
    before, after = (head.replace("HERE", key) + POSTS.replace("* ", "** ") for key in (":WORD", ":EXPORT_HUGO_DRAFT"))
    assert_keys_hold(before, after)
    assert [parsed.note.front.unreadable for _, parsed in pages(after).values()] == [True, True]


def test_an_edit_of_one_page_does_not_change_the_keys_before_it() -> None:
    old, new = pages(POSTS), pages(POSTS.replace("b[fn:2]", "changed[fn:2]"))
    assert old["posts/one.md"][0] == new["posts/one.md"][0]
    assert old["posts/two.md"][0] != new["posts/two.md"][0]


@settings(max_examples=amount(300, long=20_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.integers(0, 40), stop=st.integers(0, 3), words=st.binary(max_size=12), more=st.binary(max_size=30))
def test_an_edit_that_does_not_change_a_key_does_not_change_what_is_read(
    where: int, stop: int, words: bytes, more: bytes
) -> None:
    lines = (POSTS + written(more, ORG)).split("\n")
    edited = [*lines[:where], *written(words, ORG).split("\n"), *lines[where + stop :]]
    assert_keys_hold("\n".join(lines), "\n".join(edited))
