"""Settings of Hugo's Markdown renderer (`markup.goldmark`, `enableEmoji`) that change how a note is parsed."""

from __future__ import annotations

from typing import Literal

import msgspec

LineBreaks = Literal["", "simple", "css3draft"]
"""Between which East Asian letters a line end is not a space: "" for none, else one of Hugo's two rules."""


Opening = Literal["\\(", "\\[", "$"]
"""Delimiters that can start a formula if the configuration enables them."""


Extra = Literal["delete", "insert", "mark", "subscript", "superscript"]
"""One of Hugo's `markup.goldmark.extensions.extras`."""
HeadingIds = Literal["", "github", "github-ascii", "blackfriday"]
"""How heading ids are generated from text: a value of Hugo's `autoIDType`; "" for no ids."""


class Goldmark(msgspec.Struct, frozen=True, array_like=True):
    """`emoji`: `:smile:` becomes an emoji. `hard_wraps`: each line end is a `<br>`. `linkify`: bare URLs are links.
    `typographer`: quotes and dashes become typographic. `escaped_space`: an escaped space is dropped.
    `passthrough`: additional formula delimiters. `strikethrough`: text between tildes is struck
    through. `extras`: which of Hugo's extras are on. `heading_ids`: how headings without an explicit id get one.
    `block_attributes`: a line `{#id .class}` below a block sets attributes of that block.
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
