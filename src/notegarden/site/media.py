"""HTML for a file that a vault's note embeds: a picture, a player, a document, or a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote

from notegarden.notes.numbers import whole_number
from notegarden.notes.picture_copy import TEXT_WIDTH
from notegarden.urls import AUDIO, PICTURES, VIDEO

_SIZE = re.compile(r"(?:^|\|)[ \t]*(\d{1,5})(?:[ \t]*x[ \t]*(\d{1,5}))?[ \t]*$")
_HEIGHT = re.compile(r"(?:^|&)height=(\d{1,4})(?:&|$)")
_COLUMN = f"{TEXT_WIDTH / 16:g}rem,100vw - 2.5rem"
"""The maximum width of a picture in the theme: that of its text, which leaves 1.25rem on each side on a phone."""
_PICTURES = (*PICTURES, ".bmp")


def split_size(display: str) -> tuple[str, dict[str, str]]:
    """Split `text|100x145` into the text, and the size as attributes."""
    found = _SIZE.search(display, max(0, len(display) - 40))
    if found is None:
        return display.strip(), {}
    size = {"width": found[1]} | ({"height": found[2]} if found[2] else {})
    return display[: found.start()].strip(), size


def is_picture(address: str) -> bool:
    return address.lower().endswith(_PICTURES)


class SizedFile(NamedTuple):
    """A smaller copy of a picture: its address for an `href`, its width in pixels, its format."""

    href: str
    width: int
    format: str


def picture_html(src: str, alt: str, given: Mapping[str, str], copies: Sequence[SizedFile] = ()) -> str:
    """An `<img>` with these attributes. The browser loads the smallest copy that is sharp at the displayed width.

    `src` stays the original, for zooming and saving. WebP is in the `<img>` itself: browsers without it do not
    support this theme's CSS either. AVIF is newer, so it has a `<source>` with its format.
    """
    rest = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    # A part of a file, or a style given by its fragment, is shown at its own size.
    if not copies or "srcset" in given or "#" in src or "?" in src:
        return f'<img src="{escape(src)}" alt="{escape(alt)}"{rest}>'
    width = whole_number(given.get("width", "").removesuffix("px"))
    own = f"{width}px," if width is not None and width < TEXT_WIDTH else ""
    sizes = f'sizes="min({own}{_COLUMN})"'
    sets = {name: _srcset(each for each in copies if each.format == name) for name in ("avif", "webp")}
    webp = f' srcset="{sets["webp"]}" {sizes}' if sets["webp"] else ""
    image = f'<img src="{escape(src)}" alt="{escape(alt)}"{rest}{webp}>'
    if not sets["avif"]:
        return image
    return f'<picture><source data-added type="image/avif" srcset="{sets["avif"]}" {sizes}>{image}</picture>'


def _srcset(copies: Iterable[SizedFile]) -> str:
    return ",".join(f"{escape(each.href)} {each.width}w" for each in copies)


def file_html(href: str, fragment: str, display: str) -> str:
    """The element for the file at `href`, not a picture. `fragment`: the text after `#`, escaped."""
    text, size = split_size(display)
    name = text or unquote(basename(href))
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
