"""Settings of Hugo's Markdown reader (`markup.goldmark`, `enableEmoji`) that change how a note is read."""

from __future__ import annotations

from typing import Literal

import msgspec

LineBreaks = Literal["", "simple", "css3draft"]
"""Between which East Asian letters the end of a line is no space: "" for none, else by one of Hugo's two rules."""


Opening = Literal["\\(", "\\[", "$"]
"""What may begin a formula where the configuration says so."""


class Goldmark(msgspec.Struct, frozen=True, array_like=True):
    """`emoji`: `:smile:` is the sign of that name. `hard_wraps`: each end of a line is a break. `linkify`: bare
    addresses are links. `typographer`: quotes and dashes are set as in print. `escaped_space`: an escaped space is
    nothing. `passthrough`: what begins a formula besides the usual.
    """

    emoji: bool = False
    hard_wraps: bool = False
    linkify: bool = True
    typographer: bool = True
    east_asian_line_breaks: LineBreaks = ""
    escaped_space: bool = False
    passthrough: tuple[Opening, ...] = ()
