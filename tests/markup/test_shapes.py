"""How an embed shows another note is not part of its text, so it is neither searchable nor shown."""

from __future__ import annotations

from notegarden.dialects import parse
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.notes.note import Dialect
from notegarden.notes.shape import AT_HOME, Shape


def test_options_of_a_transclusion_are_stored_with_its_link() -> None:
    source = b"#+title: T\n\n#+transclude: [[file:b.org]] :level 3 :no-first-heading\n"
    context = read_file("a.org", source, {}, {"b.org": b"#+title: B\n\nText.\n"}.get)
    (link,) = parse_page(context, context.pages[0], Dialect()).note.links
    assert (link.kind, link.shape, link.title) == ("embed", Shape("first-out", 4), "")  # a first-level heading is an h2


def test_text_after_the_bar_of_an_embed_is_not_an_option() -> None:
    source = b"![[b|:as none 3 p]] and [[b|:unnamed]]\n"
    links = parse("a.md", source, Dialect(format="obsidian")).note.links
    assert [(link.shape, link.is_unnamed) for link in links] == [(AT_HOME, False)] * 2
