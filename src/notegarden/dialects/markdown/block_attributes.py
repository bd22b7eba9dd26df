"""A line `{#id .class key=value}` directly below a block sets its attributes: Hugo's `parser.attribute.block`."""

from __future__ import annotations

import re

from markdown_it.token import Token

from notegarden.dialects.markdown.block import BlockParser, BlockState
from notegarden.dialects.markdown.headings import parse_attributes
from notegarden.dialects.markdown.writing import BlockWriter
from notegarden.dialects.pieces.attributes import attributes_html

_LINE = re.compile(r"\{([^\n]*)\}[ \t]*")
_OPENING = re.compile(r"<(\w+)((?:[^<>\"]|\"[^\"]*\")*)>")
# Blocks that take none: code has its own syntax for them, and blocks without an element of their own.
_PLAIN = frozenset(("fence", "code_block", "html_block", "attributes"))


def block_attributes(state: BlockState, top: int, bottom: int, silent: bool) -> bool:  # noqa: ARG001
    found = _LINE.fullmatch(state.src, state.bMarks[top] + state.tShift[top], state.eMarks[top])
    attributes = parse_attributes(found[1]) if found else None
    if not attributes:
        return False
    if not silent:
        if not (top and state.isEmpty(top - 1)):
            _give(state, dict(attributes))
        state.leaf("attributes", top, top + 1, "")
        state.line = top + 1
    return True


def _give(state: BlockState, attributes: dict[str, str]) -> None:
    """Set attributes of the last block at this level; the first value of a name wins."""
    for token in reversed(state.tokens):
        if token.level > state.level or (token.level == state.level and token.type.endswith("_close")):
            continue
        if token.level == state.level and token.type not in _PLAIN:
            token.attrs = {**attributes}
            state.attributed.append(token)
        return


def attributes(writer: BlockWriter, token: Token) -> None:
    """The line itself, which is not shown."""


def attributed(writer: BlockWriter, token: Token) -> None:
    """A block with attributes: written as usual, then its first tag gets those that it lacks."""
    token.type, first = token.markup, len(writer.out)
    writer.writers[token.type](writer, token)
    if token.hidden:  # a paragraph without an element
        return
    for place in range(first, len(writer.out)):
        found = _OPENING.search(writer.out[place])
        if found:
            given = [(name, str(value)) for name, value in token.attrs.items() if f' {name}="' not in found[2]]
            shown = attributes_html(given, writer.draft.dialect.unsafe_html)
            html = writer.out[place]
            writer.out[place] = f"{html[: found.end() - 1]}{shown}{html[found.end() - 1 :]}"
            return


def block_attributes_plugin(parser: BlockParser) -> None:
    parser.add("attributes", block_attributes, "{", ("paragraph", "blockquote", "list"))
