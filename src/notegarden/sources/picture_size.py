"""The size of a picture, from the first bytes of its file; pictures are never decoded."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL import Image

SVG_LIMIT = 1 << 17
"""How many bytes of an SVG are searched: the root element comes early, even after an editor's preamble."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO", "TIFF")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_ROOT = re.compile(r"""<(?:[\w.-]+:)?svg((?:\s++[^\s=<>"'/]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*+)\s*+/?>""")
_ATTRIBUTE = re.compile(r"""\s(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*\+?((?:\d++(?:\.\d*+)?|\.\d++)(?:e[+-]?\d++)?)\s*(px|pt|pc|mm|cm|in|q|em|rem|ex)?\s*", re.I)
_PIXELS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 96 / 101.6}
_PIXELS |= {"em": 16, "rem": 16, "ex": 8}
_ORIENTATION = 0x0112
_LARGEST = 1 << 20


def size(file: BinaryIO, name: str) -> tuple[int, int] | None:
    """Width and height in CSS pixels as a browser lays the picture out; None if unknown.

    The sides of a rotated photograph (by its EXIF orientation) are swapped. An SVG without width and height has the
    size of its view box.
    """
    try:
        if name.lower().endswith(".svg"):
            return _svg_size(file.read(SVG_LIMIT))
        return _raster_size(file)
    except OSError:
        return None


def _raster_size(file: BinaryIO) -> tuple[int, int] | None:
    from PIL import Image

    with warnings.catch_warnings():
        # Damage inside the picture does not matter here, nor its decoded size.
        warnings.simplefilter("ignore")
        try:
            with Image.open(file, formats=_FORMATS) as image:
                width, height = image.size
                exif = _exif(image)
                turned = exif is not None and exif.get(_ORIENTATION, 1) >= 5
        except Exception:  # noqa: BLE001 (a damaged file can raise anything in a decoder; it has no size then)
            return None
    return _checked(*((height, width) if turned else (width, height)))


def _exif(image: Image.Image) -> Image.Exif | None:
    """A photograph's EXIF data. For a PNG only what precedes the image data: Pillow would decode that to read on."""
    from PIL import Image

    if image.format == "PNG":
        found = Image.Exif()
        found.load(image.info.get("exif", b""))
        return found
    return image.getexif() if image.format in ("JPEG", "WEBP", "TIFF") else None


def _svg_size(data: bytes) -> tuple[int, int] | None:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    root = _ROOT.search(_COMMENT.sub("", data.decode(encoding, errors="replace")))
    if root is None:
        return None
    attributes = {name: double or single for name, double, single in _ATTRIBUTE.findall(root[1])}
    width, height = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    box = [_length(part) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())[2:]]
    if len(box) == 2 and box[0] and box[1]:
        if width and not height:
            height = width * box[1] / box[0]
        elif height and not width:
            width = height * box[0] / box[1]
        elif not width and not height:
            width, height = box
    return _checked(width, height) if width and height else None


def _length(text: str) -> float:
    """A length in pixels; 0 if it is relative or invalid."""
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _PIXELS.get((match[2] or "px").lower(), 1) if match else 0.0


def _checked(width: float, height: float) -> tuple[int, int] | None:
    if not (0 < width < _LARGEST and 0 < height < _LARGEST):
        return None
    return max(1, round(width)), max(1, round(height))
