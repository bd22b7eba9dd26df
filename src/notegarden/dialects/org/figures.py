"""A picture in a paragraph of its own, as Hugo's shortcode `figure` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notegarden.dialects.org.anchors import named_id
from notegarden.dialects.org.attributes import given_attributes
from notegarden.dialects.org.links import opening, picture
from notegarden.dialects.org.raw import inline_markdown
from notegarden.dialects.org.targets import find_target
from notegarden.dialects.pieces.citations import block_id, note_citations
from notegarden.dialects.pieces.html import escape, plain_text

if TYPE_CHECKING:
    from notegarden.dialects.markdown.body import BodyWriter
    from notegarden.dialects.org.page import OrgDraft
    from notegarden.dialects.org.tokens import OrgToken

_IMG_ATTRIBUTES = ("width", "height", "loading")


def write_figure(writer: BodyWriter, page: OrgDraft, token: OrgToken) -> None:
    found, above = token.meta
    place = page.place(token.map[0])
    named = given_attributes(above)
    first = len(page.links)
    caption = ""
    typed = above.caption or named.get("caption", "")
    if typed:
        words = writer.inline.render(page, typed, above.caption_line or token.map[0])
        caption = f'<span class="figure-number">{page.word("figure")} {token.info}: </span>{words}'
    alt = named.get("alt") or (" ".join(plain_text(caption).split()) if caption else None)
    attributes = [(name, named[name]) for name in _IMG_ATTRIBUTES if named.get(name)]
    image = picture(page, found.src, place, alt, attributes)
    link = found.link or named.get("link", "")
    if link:
        image = _linked(page, image, link, named, place)
    if named.get("attr"):
        caption = f"{caption} {_credit(page, named, place)}".strip()
    writer.new_line()
    if above.name:
        writer.out.append(f'<p><a id="{escape(named_id(above.name, "figure"))}"></a></p>\n')
    css = f' class="{escape(named["class"])}"' if named.get("class") else ""
    title = f"<h4>{escape(named['title'])}</h4>" if named.get("title") else ""
    shown = ""
    if title or caption:
        words = f"{title}<p>{caption}</p>" if caption else title
        identity = ""
        if len(page.links) > first:
            block = block_id(page, plain_text(words) or found.src)
            note_citations(page, first, words, block)
            identity = f' id="{block}"'
        shown = f"<figcaption{identity}>{words}</figcaption>"
    writer.out.append(f"<figure{css}>{image}{shown}\n</figure>\n")


def _credit(page: OrgDraft, named: dict[str, str], place: tuple[int, int]) -> str:
    """Whose picture it is: `:attr`, which links to `:attrlink`."""
    words = inline_markdown(page, named["attr"], *place)
    target = find_target(page, link, place) if (link := named.get("attrlink")) else None
    return f"{opening(page, target, place)}{words}</a>" if target else words


def _linked(page: OrgDraft, image: str, link: str, named: dict[str, str], place: tuple[int, int]) -> str:
    target = find_target(page, link, place)
    if target is None:
        return image
    tag = opening(page, target, place)
    if target.kind is None:
        more = "".join(f' {name}="{escape(named[name])}"' for name in ("target", "rel") if named.get(name))
        tag = f"{tag[:-1]}{more}>"
    return f"{tag}{image}</a>"
