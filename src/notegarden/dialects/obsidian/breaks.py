"""Line breaks: each line end in the file is a line break, unless the vault uses strict line breaks."""

from __future__ import annotations

from notegarden.dialects.markdown.inline import InlineParser, InlineState, end_line


def break_rule(state: InlineState) -> bool:
    end_line(state, hard=True)
    return True


def breaks_plugin(inline: InlineParser) -> None:
    inline.add(break_rule, "\n")
