"""`==marked==` text, with the matching rules of emphasis."""

from __future__ import annotations

from notegarden.dialects.markdown.emphasis import spans_plugin
from notegarden.dialects.markdown.inline import InlineParser


def highlights_plugin(inline: InlineParser) -> None:
    spans_plugin(inline, {"==": "mark"})
