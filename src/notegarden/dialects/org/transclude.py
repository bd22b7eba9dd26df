"""org-transclusion's `#+transclude:`: a note or a part of one, shown inside another note.

The garden fills in the content, as for the embeds of other dialects; here it is one hole. A
text file is included as lines instead (include.py).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notegarden.dialects.org.links import opening
from notegarden.dialects.org.targets import find_target
from notegarden.dialects.org.transclusion_options import shape_asked
from notegarden.dialects.pieces.html import END, HOLE, escape, plain_text
from notegarden.notes.shape import Shape

if TYPE_CHECKING:
    from notegarden.dialects.markdown.body import BodyWriter
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.targets import Target
    from notegarden.dialects.org.tokens import OrgToken

_LINK = re.compile(r"(?:t[ \t]+)?\[\[((?:[^\[\]\\]|\\.)++)\](?:\[([^\[\]]*+)\])?\](.*)", re.DOTALL)


def write_transclusion(writer: BodyWriter, page: OrgDraft, token: OrgToken) -> None:
    """Write the hole for the target of the keyword; if it cannot be shown, the keyword as text."""
    found = _LINK.fullmatch(token.content)
    writer.new_line()
    if found is None:
        message = "#+transclude names no link, so it is shown as text"
        page.problem("include", "warning", *page.place(token.map[0]), message, "write it as [[id:…]] or [[file:…]]")
        writer.out.append(f"<p>{escape(token.content)}</p>\n")
        return
    path, words = found[1], found[2]
    text = plain_text(writer.inline.render(page, words, token.map[0])) if words else path
    place = page.place(token.map[0], token.meta)
    target = find_target(page, path, place)
    if target is None:
        writer.out.append(f"<p>{escape(text)}</p>\n")
    elif _is_note(target):
        _write_hole(writer, page, target.target, place, text, shape_asked(page, found[3], place))
    else:
        message = f"#+transclude cannot show {path}; it is a link"
        page.problem("include", "warning", *place, message, "name a note, a heading or a text file in the garden")
        writer.out.append(f"<p>{opening(page, target, place)}{escape(text)}</a></p>\n")


def _is_note(target: Target) -> bool:
    return target.kind in ("name", "relref") or (target.kind == "markdown" and target.target.startswith("#"))


def write_inner_page(writer: BodyWriter, page: OrgDraft, token: OrgToken) -> None:
    """Write the hole of a page written inside this one: it is shown here once it is published."""
    mark = writer.sections.begin(f"-{token.meta.level}", len(page.links)) if writer.sections else ""
    writer.out.append(mark)
    writer.new_line()
    _write_hole(writer, page, token.content, page.place(token.map[0]), "", token.meta)


def _write_hole(
    writer: BodyWriter, page: OrgDraft, target: str, place: tuple[int, int], text: str, shape: Shape
) -> None:
    number = page.add_link(target, "embed", *place)
    hole = f"{HOLE}E{number}{END}"
    writer.out.append("<div>")
    writer.cite(number, hole, len(writer.out) - 1)
    page.links[number].shape = shape
    page.links[number].text = text  # shown if the target does not exist
    writer.out += (hole, "</div>\n")
