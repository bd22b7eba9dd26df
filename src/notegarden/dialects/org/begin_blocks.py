"""`#+begin_NAME` blocks: code, examples, exports, quotes, verses, and special blocks by their name."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from notegarden.dialects.org.attributes import div_around, given_attributes, html_attributes, written
from notegarden.dialects.org.block_state import BLOCK, BlockState
from notegarden.dialects.org.code import (
    code_block,
    drops_results,
    header_arguments,
    language_of,
    uncommaed,
    without_indent,
)
from notegarden.dialects.org.settings import plist
from notegarden.dialects.org.tokens import MARK_BEGINS, MARK_ENDS, Affiliated, OrgToken
from notegarden.dialects.pieces.html import escape

_HTML5_NAMES = "article aside figcaption figure footer header menu nav section"
_HTML5 = frozenset(_HTML5_NAMES.split())
_INLINE_NAMES = (
    "abbr bdi bdo cite data del dfn ins kbd label mark meter output progress q ruby s samp small span time u var"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_RAW_NAMES = (
    "audio button canvas datalist embed iframe input map noscript object picture script select slot svg template "
    "textarea video"
)
_RAW = frozenset(_RAW_NAMES.split())
"""Elements whose content is of HTML, not text: it is used as typed."""
_TRIMS = ("trim-pre", "trim-post")


def read_block(state: BlockState, line: int, closing: int, name: str, arguments: str, above: Affiliated) -> None:
    low = name.lower()
    reader: Callable[[BlockState, int, int, str, Affiliated], None] | None = {
        "src": _src, "example": _example, "export": _export, "quote": _quote,
        "verse": _verse, "center": _center, "comment": _nothing, "description": _nothing, "tikzjax": _drawing,
    }.get(low)  # fmt: skip
    if reader is not None:
        reader(state, line, closing, arguments, above)
    else:
        _special(state, line, closing, name, arguments, above)


def _nothing(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:
    """A comment, or the page's description: not shown."""


def _src(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:
    language, _, switches = arguments.partition(" ")
    if language.startswith((":", "-", "+")):
        language, switches = "", arguments
    header = header_arguments(state.page, language, [switches, *above.headers], line)
    if header.get("front_matter_extra") == "t":
        return
    exports = header["exports"].split()[0] if header["exports"] else "code"
    if exports not in ("results", "none"):
        code, options = code_block(state.page, state.lines[line + 1 : closing], switches, header)
        shown = language_of(language)
        state.code(code, shown, options, line, closing + 1, above)
    state.page.results_of(state.lines, closing + 1, above.name, is_dropped=drops_results(exports))


def _example(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:
    header = {name: value for name, value in plist(arguments).items() if name == "linenos"}
    code, options = code_block(state.page, state.lines[line + 1 : closing], arguments, header)
    state.code(code, "text", options, line, closing + 1, above, kind="example")


def _drawing(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    """A TikZ drawing: its source, which a script draws on the exporter's pages."""
    above = copy(above)
    above.caption, above.caption_line = given_attributes(above).get("caption", ""), line
    code, options = code_block(state.page, state.lines[line + 1 : closing], "", {})
    state.code(code, "latex", options, line, closing + 1, above)


def _export(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    backend = arguments.split()[0].lower() if arguments.split() else ""
    if backend in ("html", "md", "markdown", "hugo"):
        lines = without_indent([uncommaed(each) for each in state.lines[line + 1 : closing]])
        state.page.raw(state.out, "\n".join(lines), line + 1, closing)


def _quote(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    opening = div_around(above, state.trusted)
    if opening:
        state.open(opening, line)
    state.out.append(OrgToken("blockquote_open", line, closing))
    kept, state.page.inside_item = state.page.inside_item, 0
    state.elements(line + 1, closing)
    state.page.inside_item = kept
    state.out.append(OrgToken("blockquote_close", line, closing))
    if opening:
        state.close("</div>", line)


def _verse(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    lines = state.lines[line + 1 : closing]
    state.out.append(OrgToken("verse", line + 1, closing, "\n".join(lines)))


def _center(state: BlockState, line: int, closing: int, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    state.open('<div class="org-center" style="text-align: center">', line)
    kept, state.page.inside_item = state.page.inside_item, 0
    state.elements(line + 1, closing)
    state.page.inside_item = kept
    state.close("</div>", line)


def _special(state: BlockState, line: int, closing: int, name: str, arguments: str, above: Affiliated) -> None:  # noqa: ARG001
    if state.page.paired_shortcode(name) and state.page.knows_shortcode(name, line):
        _shortcode(state, line, closing, name, above)
        return
    low = name.lower()
    attributes = given_attributes(above)
    if above.name and "id" not in attributes:
        attributes["id"] = above.name
        state.page.named(above.name, "special")
    kept, state.page.inside_item = state.page.inside_item, 0
    if _is_inline(low, plist(" ".join(above.headers))):
        _inline(state, line, closing, name, above.headers, attributes)
    elif low in ("details", "summary"):
        _details(state, line, closing, low, attributes)
    elif low in _RAW:
        inner = "\n".join(state.lines[line + 1 : closing])
        state.page.raw(state.out, f"<{low}{written(attributes)}>{inner}</{low}>", line, closing)
    elif low in _HTML5:
        state.open(f"<{low}{html_attributes(attributes, state.trusted)}>", line)
        state.elements(line + 1, closing)
        state.close(f"</{low}>", line)
    elif closing > line + 1:
        attributes["class"] = f"{attributes.get('class', '')} {name}".strip()
        state.open(f"<div{html_attributes(attributes, state.trusted)}>", line)
        state.elements(line + 1, closing)
        state.close("</div>", line)
    state.page.inside_item = kept


def _is_inline(name: str, header: dict[str, str]) -> bool:
    """Whether a block is an inline element, or its header removes the blank lines around it."""
    return name in _INLINE or any(header.get(trim, "nil") != "nil" for trim in _TRIMS)


def _inline(
    state: BlockState, line: int, closing: int, name: str, headers: list[str], attributes: dict[str, str]
) -> None:
    """Join a trimmed block to the paragraph above, and the text below to its own; a `mark` block is trimmed.

    A block with more than paragraphs becomes a `div`.
    """
    low, header = name.lower(), plist(" ".join(headers))
    kept, state.out = state.out, []
    first = len(state.page.marks)
    state.elements(line + 1, closing)
    inner, state.out = state.out, kept
    if any(token.type != "paragraph" for token in inner):
        state.open(f'<div class="{escape(name)}">', line)
        state.out += inner
        state.close("</div>", line)
        return
    if low not in _INLINE:
        attributes["class"] = f"{attributes.get('class', '')} {name}".strip()
    text = "\n".join(token.content for token in inner)
    if MARK_BEGINS in text:
        text = text.replace(MARK_BEGINS, "").replace(MARK_ENDS, "")
        del state.page.marks[first:]
    state.page.marks.append((low if low in _INLINE else "span", html_attributes(attributes, state.trusted)))
    mark = f"{MARK_BEGINS}{text}{MARK_ENDS}"
    trims = [header.get(trim, "t" if low == "mark" else "nil") != "nil" for trim in _TRIMS]
    if trims[0] and kept and kept[-1].type == "paragraph":
        kept[-1].content += f"\n{mark}"
    else:
        kept.append(OrgToken("paragraph", line, closing, mark))
    state.page.mark_ends = closing + 1 if trims[1] else -1


def _details(state: BlockState, line: int, closing: int, name: str, attributes: dict[str, str]) -> None:
    """`<details>`, with its summary before the `div` for the rest."""
    if name == "summary":
        state.open("<summary>", line)
        first = len(state.out)
        state.elements(line + 1, closing)
        if first < len(state.out) and state.out[first].type == "paragraph":
            state.out[first].hidden = True
        state.close("</summary>", line)
        return
    state.open(f"<details{html_attributes(attributes, state.trusted)}>", line)
    start, ending = _summary(state, line + 1, closing)
    state.elements(line + 1, start)
    state.elements(start, ending)
    start = ending
    state.open('<div class="details">', line)
    state.elements(start, closing)
    state.close("</div>", line)
    state.close("</details>", line)


def _summary(state: BlockState, line: int, closing: int) -> tuple[int, int]:
    """The lines of the first summary in a block; without one, an empty range at its start."""
    start = line
    while line < closing:
        inner = state.block_end(line, closing)
        found = BLOCK.match(state.lines[line])
        if found and found[1].lower() == "summary" and inner >= 0:
            return line, inner + 1
        line = max(inner, line) + 1
    return start, start


def _shortcode(state: BlockState, line: int, closing: int, name: str, above: Affiliated) -> None:
    kept, state.out = state.out, []
    state.elements(line + 1, closing)
    inner, state.out = state.out, kept
    state.out.append(OrgToken("shortcode", line, closing + 1, "", name, (above, inner)))
