"""The author's own HTML and Markdown in an Org file, parsed as Hugo would parse it in the exported file."""

from __future__ import annotations

from typing import Any

from notegarden.dialects.hugo.builtin import shortcodes_for
from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.rules import block_parser, inline_parser
from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.pieces.html import MARK, MARK_RE


def inline_markdown(page: OrgDraft, text: str, line: int, column: int) -> str:
    """`@@html:…@@` and the like."""
    with page.elsewhere(line, column):
        expanded = shortcodes_for(page.dialect).expand(page, text)
        return _filled(page, inline_parser().render(page, expanded, 0))


def block_markdown(page: OrgDraft, text: str, line: int) -> str:
    """`#+begin_export md` and the like. `line`: its first line in the page's text."""
    place = page.place(line)
    footnotes = page.footnotes
    with page.elsewhere(*place):
        page.footnotes = {}
        page.source = shortcodes_for(page.dialect).expand(page, text)
        md = block_parser()
        tokens: list[Any] = []
        md.block.parse(page.source, md, {"draft": page}, tokens)
        writer = BodyWriter(page, inline_parser())
        writer.write(tokens)
        page.footnotes = footnotes
        return _filled(page, "".join(writer.out))


def _filled(page: OrgDraft, html: str) -> str:
    return MARK_RE.sub(lambda found: page.placeholder_text(int(found[1])), html) if MARK in html else html
