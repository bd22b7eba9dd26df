"""Render tables: cells with their alignment, and classes by the length of their text."""

from __future__ import annotations

from markdown_it.token import Token

from notegarden.dialects.markdown.writing import BlockWriter
from notegarden.dialects.pieces.citations import note_citations
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import plain_text

SHORT, LONG, LONGEST = 5, 40, 90  # characters: at most a number; more than a phrase; more than a paragraph


_MOST_CELLS = 100_000


def table(writer: BlockWriter, token: Token) -> None:
    assert token.map is not None  # noqa: S101
    rows, alignments = token.meta["rows"], token.meta["alignments"]
    writer.out.append("<table>\n<thead>\n")
    head = len(writer.out)
    lengths = [_row(writer, rows[0], alignments, "th", token.map[0])]
    writer.out.append("</thead>\n")
    writer.out.append("<tbody>\n")
    is_padded = may_fill_rows(writer.draft, len(rows) * len(alignments), writer.draft.place(token.map[0]))
    for number, row in enumerate(rows[1:], 2):
        columns = alignments if is_padded else alignments[: len(row)]
        lengths.append(_row(writer, row, columns, "td", token.map[0] + number))
    writer.out.append("</tbody>\n</table>\n")
    if is_padded:
        name_columns(writer, head, lengths)


def may_fill_rows(draft: NoteDraft, cells: int, place: tuple[int, int]) -> bool:
    """Whether short rows of a table with so many cells are padded; if it has too many, that is a problem."""
    if cells <= _MOST_CELLS:
        return True
    message = f"the table has more than {_MOST_CELLS:,} cells, so short rows are not padded"
    draft.problem("note", "warning", *place, message, "make it smaller")
    return False


def name_columns(writer: BlockWriter, head: int, lengths: list[list[int]]) -> None:
    """Set classes of cells by the length of their text, so that the style sheet can keep columns readable."""
    for column, longest in enumerate(map(max, *lengths) if len(lengths) > 1 else lengths[0]):
        if longest > SHORT:
            name = "longest" if longest > LONGEST else "long" if longest > LONG else "wide"
            entry = head + 1 + 2 * column  # a row opens with its own tag, and each cell is two entries
            writer.out[entry] = writer.out[entry].replace("<th", f'<th class="{name}"', 1)


def _row(writer: BlockWriter, row: list[str], alignments: list[str], tag: str, line: int) -> list[int]:
    """A row of cells; the context of a link in it is the whole row.

    Returns the approximate number of characters in each cell.
    """
    writer.out.append("<tr>\n")
    column = 0
    lengths: list[int] = []
    cells: list[str] = []
    citing: list[tuple[int, str]] = []
    for number, alignment in enumerate(alignments):
        content = row[number] if number < len(row) else ""
        first = len(writer.draft.links)
        html = writer.inline.render(writer.draft, content, line, column)
        column += len(content) + 1
        style = f' style="text-align: {alignment}"' if alignment and number < len(row) else ""
        writer.out.append(f"<{tag}{style}>")
        if len(writer.draft.links) > first:
            citing.append((first, writer.identify(html, len(writer.out) - 1)))
        cells += [html] if html else []
        lengths.append(len(plain_text(html)) if len(html) > SHORT else 0)
        writer.out.append(f"{html}</{tag}>\n")
    whole = " · ".join(cells) if citing else ""
    stop = len(writer.draft.links)
    for first, block in reversed(citing):
        note_citations(writer.draft, first, whole, block, stop)
        stop = first
    writer.out.append("</tr>\n")
    return lengths
