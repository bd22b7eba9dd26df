"""`==marked==` text, matched as emphasis is."""

from __future__ import annotations

from notegarden.dialects.markdown.emphasis import delimiter_rule
from notegarden.dialects.markdown.inline import InlineParser


def highlights_plugin(inline: InlineParser) -> None:
    inline.add(delimiter_rule, "==")
