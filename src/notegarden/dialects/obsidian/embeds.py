"""`![[…]]` and `![](…)`: embeds of a note or part of one, a picture, audio, video, or a document.

The garden, which knows what the name resolves to, fills in the replacement; here it is one hole.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from notegarden.dialects.markdown.inline import InlineParser, Target
from notegarden.dialects.markdown.links import image, refuse
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, escape, href
from notegarden.urls import is_external

_PLAYER = re.compile(
    r"https?://(?:(?:www\.|m\.)?(youtube\.com/(?:watch|shorts|embed)|youtu\.be/)|(?:www\.)?(?:twitter|x)\.com/\w+/status/)"
)
_SIZE = re.compile(r"(?:^|\|)[ \t]*(\d{1,5})(?:[ \t]*x[ \t]*(\d{1,5}))?[ \t]*$")


def embed(draft: NoteDraft, target: str, display: str, place: tuple[int, int]) -> str:
    """The hole of an embed. `display`: a size (`100`, `100x145`), a text, or a text and a size separated by a bar."""
    return f"{HOLE}E{draft.add_link(target, 'embed', *place, display)}{END}"


def markdown_image(draft: NoteDraft, target: Target, alt: str, place: tuple[int, int]) -> str:
    """`![alt|100](…)`: from another site a picture, from this vault whatever the name resolves to.

    A video or post on another site becomes a link: nothing is loaded from that site before a reader clicks it.
    """
    address = target.address
    if is_external(address):
        if refuse(draft, address, place):
            return escape(alt)
        text, size = split_size(alt)
        other = _PLAYER.match(address)
        if other is not None:
            kind = "YouTube" if other[1] else "Post"
            return f'<a class="file-embed" data-kind="{kind}" href="{href(address)}">{escape(text or address)}</a>'
        attributes = [("title", target.title)] if target.title else []
        return draft.add_picture(address, *place, text, [*attributes, *size])
    return embed(draft, unquote(address), alt, place) if address else image(draft, target, alt, place)


def split_size(display: str) -> tuple[str, list[tuple[str, str]]]:
    """Split `text|100x145` into the text, and the size as attributes."""
    found = _SIZE.search(display, max(0, len(display) - 40))
    if found is None:
        return display.strip(), []
    size = [("width", found[1])] + ([("height", found[2])] if found[2] else [])
    return display[: found.start()].strip(), size


def embeds_plugin(inline: InlineParser) -> None:
    inline.image = markdown_image  # type: ignore[method-assign]
