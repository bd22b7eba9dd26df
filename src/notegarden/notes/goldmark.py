"""Settings of Hugo's Markdown reader (`markup.goldmark`, `enableEmoji`) that change how a note is read."""

from __future__ import annotations

from typing import Literal

import msgspec

LineBreaks = Literal["", "simple", "css3draft"]
"""Between which East Asian letters the end of a line is no space: "" for none, else by one of Hugo's two rules."""


Opening = Literal["\\(", "\\[", "$"]
"""What may begin a formula where the configuration says so."""


Extra = Literal["delete", "insert", "mark", "subscript", "superscript"]
"""One of Hugo's `markup.goldmark.extensions.extras`."""
HeadingIds = Literal["", "github", "github-ascii", "blackfriday"]
"""How the id of a heading is made from its text, in the words of Hugo's `autoIDType`; "" for none at all."""


class Goldmark(msgspec.Struct, frozen=True, array_like=True):
    """`emoji`: `:smile:` is the sign of that name. `hard_wraps`: each end of a line is a break. `linkify`: bare
    addresses are links. `typographer`: quotes and dashes are set as in print. `escaped_space`: an escaped space is
    nothing. `passthrough`: what begins a formula besides the usual. `strikethrough`: text between tildes is struck
    out. `extras`: which of Hugo's extras are on. `heading_ids`: how headings without an id of their own get one.
    `block_attributes`: a line `{#id .class}` below a block is about that block.
    """

    emoji: bool = False
    hard_wraps: bool = False
    linkify: bool = True
    typographer: bool = True
    east_asian_line_breaks: LineBreaks = ""
    escaped_space: bool = False
    passthrough: tuple[Opening, ...] = ()
    strikethrough: bool = True
    extras: tuple[Extra, ...] = ()
    heading_ids: HeadingIds = "github"
    block_attributes: bool = False
