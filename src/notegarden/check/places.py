"""Whether a picture or film contains the location where it was taken: in EXIF or XMP data, or in a film's metadata.

The raw bytes are searched, whatever the format: HEIC, AVIF, raw pictures and films contain the same data as JPEG, so no
library is needed to parse them all.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from pathlib import Path

MEDIA = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".hif",
    ".jxl", ".dng", ".mp4", ".m4v", ".mov", ".3gp",
})  # fmt: skip
"""Extensions of files that may contain a location."""

_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4  # EXIF tags: the GPS directory, and two of its entries
_ENTRIES = 500  # maximum per directory
_TIFF = re.compile(rb"II\*\0|MM\0\*")
_WORDS = re.compile(
    rb"""exif:GPS(?:Latitude|Longitude)|Iptc4xmp(?:Core|Ext):(?:Location|LocationCreated)\b|photoshop:City\b"""
    rb"""|\xa9xyz.{2,8}?[+-]\d{1,2}\.\d|location\.ISO6709""",
    re.DOTALL,
)
_COMPRESSED = re.compile(rb"iTXtXML:com\.adobe\.xmp\0\x01\0[^\0]{0,80}\0[^\0]{0,200}\0")
_LARGEST = 4_000_000  # maximum bytes of decompressed data


def says_where(path: Path) -> bool:
    """Whether a file contains the location where it was taken; False for a file that cannot be read."""
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return bool(_WORDS.search(data)) or _in_exif(data) or _in_compressed(data)
    except (OSError, ValueError):  # ValueError: an empty file
        return False


def _in_exif(data: mmap.mmap) -> bool:
    return any(_has_place(data, start.start()) for start in _TIFF.finditer(data))


def _has_place(data: mmap.mmap, start: int) -> bool:
    """Whether the EXIF data starting at this byte has a latitude or longitude."""
    order = "<" if data[start : start + 1] == b"I" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", data, start + 4)
        place = _directory(data, start, start + first, order).get(_GPS)
        return place is not None and not _directory(data, start, start + place, order).keys().isdisjoint(
            (_LATITUDE, _LONGITUDE)
        )
    except struct.error:
        return False


def _directory(data: mmap.mmap, start: int, at: int, order: str) -> dict[int, int]:
    """Tag → value of an EXIF directory. Raises struct.error if the data is truncated."""
    (count,) = struct.unpack_from(f"{order}H", data, at)
    if at < start or count > _ENTRIES:
        return {}
    fields = (struct.unpack_from(f"{order}HHII", data, at + 2 + 12 * number) for number in range(count))
    return {tag: value for tag, _, _, value in fields}


def _in_compressed(data: mmap.mmap) -> bool:
    """Whether a PNG's compressed XMP data contains a location."""
    for found in _COMPRESSED.finditer(data):
        try:
            text = zlib.decompressobj().decompress(data[found.end() : found.end() + _LARGEST], _LARGEST)
        except zlib.error:
            continue
        if _WORDS.search(text):
            return True
    return False
