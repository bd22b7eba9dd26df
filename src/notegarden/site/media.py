"""What stands in a page for a file that a vault's note embeds: a picture, a player, a document, or a link to it."""

from __future__ import annotations

import re
from html import escape
from posixpath import basename

from notegarden.urls import AUDIO, PICTURES, VIDEO

_SIZE = re.compile(r"(?:^|\|)[ \t]*(\d{1,5})(?:[ \t]*x[ \t]*(\d{1,5}))?[ \t]*$")
_HEIGHT = re.compile(r"(?:^|&)height=(\d{1,4})(?:&|$)")
_PICTURES = (*PICTURES, ".bmp")


def split_size(display: str) -> tuple[str, dict[str, str]]:
    """The text of `text|100x145`, and the size as attributes."""
    found = _SIZE.search(display, max(0, len(display) - 40))
    if found is None:
        return display.strip(), {}
    size = {"width": found[1]} | ({"height": found[2]} if found[2] else {})
    return display[: found.start()].strip(), size


def is_picture(address: str) -> bool:
    return address.lower().endswith(_PICTURES)


def file_html(href: str, fragment: str, display: str) -> str:
    """What shows the file at `href`, other than a picture. `fragment`: what stands behind the `#`, escaped."""
    text, size = split_size(display)
    name = text or basename(href)
    low = href.lower()
    given = "".join(f' {key}="{value}"' for key, value in size.items())
    where = escape(href) + (f"#{fragment}" if fragment else "")
    if low.endswith(AUDIO):
        return f'<audio class="media-embed" controls preload="none" src="{where}"></audio>'
    if low.endswith(VIDEO):
        return f'<video class="media-embed" controls preload="metadata" src="{where}"{given}></video>'
    if low.endswith(".pdf"):
        height = _HEIGHT.search(fragment)
        tall = f' height="{height[1]}"' if height else ""
        attributes = f'type="application/pdf" data="{where}"{given or tall} aria-label="{escape(name)}"'
        return f'<object class="pdf-embed" {attributes}><a href="{where}">{escape(name)}</a></object>'
    kind = low.rpartition(".")[2]
    return f'<a class="file-embed" data-kind="{escape(kind)}" href="{where}">{escape(name)}</a>'
