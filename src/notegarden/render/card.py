"""Draw a social card, the picture for link previews: a note's title, its tag or section, and the site's name.

Pillow draws it: its FreeType reads the theme's WOFF2 files directly, with their weights, so no second copy of a
font and no further library are needed.
"""

from __future__ import annotations

import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from notegarden.render.theme import Theme

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SIZE = 1200, 630
"""Pixels: the size that social networks ask for."""
FOLDER = "assets/cards/"
_MARGIN = 88
_LARGEST, _SMALLEST, _LINES, _LEADING = 92, 44, 4, 1.18
_SPACE = 0.26  # of the font size
_PAPER, _INK, _ACCENT = (251, 252, 249), (27, 35, 30), (10, 92, 74)  # the light colours of site.css
_BLACK, _GREY, _COLOURED = 240, 165, 255  # palette indexes: between paper and ink, and the accent colour
_LONGEST = 200  # maximum characters of a text
_STYLES = "theme/site.css", "theme/cards.css"  # the fonts of pages, and fonts only for cards
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_SOURCE = re.compile(r"""url\(["']?([\w./-]+\.woff2)["']?\)""")
_RANGES = re.compile(r"U\+([0-9A-Fa-f]{1,6})(?:-([0-9A-Fa-f]{1,6}))?")
_LETTERS = frozenset("LN")  # first letters of Unicode categories: characters that a title cannot do without


class Card(msgspec.Struct, frozen=True):
    """The content of a card. `file`: below the output; its name is derived from the content."""

    title: str
    label: str
    site: str
    file: str


Ranges = tuple[tuple[int, int, int], ...]
"""(first letter, last letter, number of the file), sorted."""


class CardType(msgspec.Struct, frozen=True):
    """The upright fonts of the theme's text. `ranges`: for each style sheet, the first that has a letter is used."""

    files: tuple[Path, ...]
    ranges: tuple[Ranges, ...]
    key: bytes

    def card(self, title: str, label: str, site: str) -> Card | None:
        """The card of a note; None if its title has letters that the fonts lack.

        Symbols that no font has (emoji) are dropped from the title; a label or site name with missing letters too.
        """
        shown = [self.written(text) for text in (title, label, site)]
        if not shown[0]:
            return None
        mark = blake2b(self.key, digest_size=10)
        mark.update("\0".join(text or "" for text in shown).encode("utf-8", "replace"))
        return Card(shown[0], shown[1] or "", shown[2] or "", f"{FOLDER}{mark.hexdigest()}.png")

    def written(self, text: str) -> str | None:
        """The part of the text that the fonts can show; None if letters are missing."""
        out = []
        for char in unicodedata.normalize("NFC", " ".join(text.split())[:_LONGEST]):
            if self.font(char) >= 0:
                out.append(char)
            elif unicodedata.category(char)[0] in _LETTERS:
                return None
        return " ".join("".join(out).split())

    def font(self, char: str) -> int:
        """The index of the file that has a letter, -1 for none."""
        code = ord(char)
        for ranges in self.ranges:
            place = bisect_right(ranges, (code, 0x110000, 0)) - 1
            if place >= 0 and code <= ranges[place][1]:
                return ranges[place][2]
        return -1


def card_type(theme: Theme) -> CardType:
    """The fonts that the theme's styles name for upright text, the garden's own styles and fonts first."""
    import PIL

    files: list[Path] = []
    ranges = []
    for name in _STYLES:
        style = theme.file(name)
        text = style.read_text("utf-8", "replace") if style is not None else ""
        of_style = []
        for path, face in _upright(theme, text):
            of_style += [(int(first, 16), int(last or first, 16), len(files)) for first, last in _RANGES.findall(face)]
            files.append(path)
        ranges.append(tuple(sorted(of_style)))
    key = blake2b(Path(__file__).read_bytes() + PIL.__version__.encode(), digest_size=16)
    for path in files:
        key.update(path.read_bytes())
    return CardType(tuple(files), tuple(ranges), key.digest())


def _upright(theme: Theme, style: str) -> Iterator[tuple[Path, str]]:
    """The file and the rule of each upright font in a style sheet."""
    for face in _FACE.findall(style):
        source = _SOURCE.search(face)
        path = theme.file(f"theme/{source[1]}") if source and "italic" not in face else None
        if path is not None:
            yield path, face


def draw(card: Card, fonts: CardType) -> bytes:
    """Draw a card as PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("L", SIZE, 0)
    pen = _Pen(ImageDraw.Draw(image), fonts)
    pen.bar()
    if card.label:
        pen.line(card.label, 36, 500, _MARGIN + 30, _GREY)
    if card.site:
        pen.line(card.site, 36, 600, SIZE[1] - _MARGIN, _BLACK)
    pen.title(card.title, _MARGIN + 70, SIZE[1] - _MARGIN - 70)
    image.putpalette(_palette())
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()


@cache
def _palette() -> list[int]:
    """From paper to ink, for antialiasing; the last index is the accent colour."""
    colours: list[int] = []
    for place in range(256):
        share = min(1.0, place / _BLACK)
        colours += [round(one + (other - one) * share) for one, other in zip(_PAPER, _INK, strict=True)]
    return colours[:-3] + list(_ACCENT)


class _Pen:
    """Draws text on a card, each letter in the font that has it."""

    def __init__(self, on: ImageDraw.ImageDraw, fonts: CardType) -> None:
        self._on, self._fonts = on, fonts
        self._width = SIZE[0] - 2 * _MARGIN

    def bar(self) -> None:
        """The stripe at the card's side."""
        self._on.rectangle((0, 0, 20, SIZE[1]), fill=_COLOURED)

    def line(self, text: str, size: int, weight: int, base: float, grey: int) -> None:
        """One line, truncated if too long. `base`: its baseline."""
        across = float(_MARGIN)
        for font, run in self._runs(self._cut(text, size, weight), size, weight):
            self._on.text((across, base), run, grey, font, anchor="ls")
            across += font.getlength(run)

    def title(self, text: str, top: float, bottom: float) -> None:
        """The title as large as it fits, centred between two heights."""
        # Widths are proportional to the font size, so each word is measured once.
        words = [(word, self._length(word, _LARGEST, 600) / _LARGEST) for word in text.split()]
        for size in range(_LARGEST, _SMALLEST - 1, -8):
            lines = _wrapped(words, self._width / size)
            is_low = len(lines) <= _LINES and len(lines) * size * _LEADING <= bottom - top
            if is_low and max(width for _, width in words) * size <= self._width:
                break
        lines = lines if len(lines) <= _LINES else [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
        base = top + (bottom - top - len(lines) * size * _LEADING) / 2 + size * 0.95
        for number, line in enumerate(lines):
            self.line(line, size, 600, base + number * size * _LEADING, _BLACK)

    def _cut(self, text: str, size: int, weight: int) -> str:
        if self._length(text, size, weight) <= self._width:
            return text
        while text and self._length(f"{text}…", size, weight) > self._width:
            text = text[:-1].rstrip()
        return f"{text}…"

    def _length(self, text: str, size: int, weight: int) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text, size, weight))

    def _runs(self, text: str, size: int, weight: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Pieces of a text with their fonts. Characters that no font has (at most the ellipsis) are skipped."""
        for number, run in groupby(text, self._fonts.font):
            if number >= 0:
                yield _font(self._fonts.files[number], size, weight), "".join(run)


def _wrapped(words: list[tuple[str, float]], room: float) -> list[str]:
    """Lines of words. The words' widths and the room are in units of the font size."""
    lines: list[str] = []
    left = 0.0
    for word, width in words:
        if lines and width + _SPACE <= left:
            lines[-1] += f" {word}"
            left -= width + _SPACE
        else:
            lines.append(word)
            left = room - width
    return lines


@cache
def _font(file: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
    with suppress(OSError, NotImplementedError):  # a garden's own font may have a single weight
        font.set_variation_by_axes([weight])
    return font
