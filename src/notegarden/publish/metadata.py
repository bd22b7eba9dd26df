"""Remove metadata from pictures: location, time, device, names, comments.

The image data is not decoded, so there is no loss; colour profiles and the orientation are kept, because without the
latter a photograph would lie on its side. Formats: JPEG (ITU T.81, segments), PNG (chunks), WebP (RIFF chunks).
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
# Kept: APP0 (JFIF), APP2 with a colour profile, APP14 (colour encoding). Other APPn segments and comments are removed.
_KEPT_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_FILL = re.compile(rb"\xff++")  # the start of a marker, and fill bytes before it
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_REMOVED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_REMOVED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04  # of the VP8X chunk: EXIF, XMP
_MOST_PARTS = 100_000
_TOO_MANY = f"the picture has more than {_MOST_PARTS:,} parts"
_LOOKS_LIKE_METADATA = (b"Exif\0\0", b"eXIf", b"EXIF", b"http://ns.adobe.com/xap/", b"Photoshop 3.0")


def without_metadata(data: bytes) -> bytes:
    """A JPEG, PNG or WebP without its metadata; `data` itself if it has none or is another format.

    Raises ValueError if a file of these formats is damaged.
    """
    for start, clean in _FORMATS.items():
        if data.startswith(start):
            try:
                made = clean(data)
            except (struct.error, IndexError) as error:
                raise ValueError(f"the picture is damaged: {error}") from None
            return data if made == data else made
    return data


def may_hold_metadata(data: bytes) -> bool:
    """Whether a picture that cannot be parsed contains something that looks like metadata."""
    return any(sign in data for sign in _LOOKS_LIKE_METADATA)


def _jpeg(data: bytes) -> bytes:
    out: list[bytes] = []
    orientation = 0
    for marker, start, stop in _segments(data):
        content = data[start + 4 : stop]
        if marker == 0xE1 and not orientation and content.startswith(_EXIF):
            orientation = _orientation(content[len(_EXIF) :])
        is_kept = content.startswith(_KEPT_SEGMENTS[marker]) if marker in _KEPT_SEGMENTS else True
        if is_kept and (marker in _KEPT_SEGMENTS or not (0xE0 <= marker <= 0xEF or marker == 0xFE)):
            out.append(data[start:stop])
    if orientation > 1:
        exif = _EXIF + _only_orientation(orientation)
        out.insert(1 if out and out[0][1] == 0xE0 else 0, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"\xff\xd8" + b"".join(out) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(marker, start, stop) of each segment between the first and the last marker; a scan is part of its segment."""
    at = 2
    for _ in range(_MOST_PARTS):
        filled = _FILL.match(data, at)
        if filled is None:
            raise ValueError("the picture is damaged: no marker where one should be")
        at = filled.end() - 1
        marker = data[at + 1]
        if marker == 0xD9:  # data after the end marker is not part of the picture: previews with their own metadata
            return
        stop = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            found = _AFTER_SCAN.search(data, stop)
            if found is None:
                raise ValueError("the picture is damaged: it has no end")
            stop = found.start()
        if stop > len(data):
            raise ValueError("the picture is damaged: a segment goes beyond its end")
        yield marker, at, stop
        at = stop
    raise ValueError(_TOO_MANY)


def _png(data: bytes) -> bytes:
    out = [_PNG]
    at, has_exif = len(_PNG), False
    for _ in range(_MOST_PARTS):
        length, kind = struct.unpack_from(">I4s", data, at)
        stop = at + 12 + length
        if stop > len(data):
            raise ValueError("the picture is damaged: a chunk goes beyond its end")
        is_first, has_exif = kind == b"eXIf" and not has_exif, has_exif or kind == b"eXIf"
        if is_first and (orientation := _orientation(data[at + 8 : stop - 4])) != 1:
            exif = b"eXIf" + _only_orientation(orientation)
            out.append(struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", zlib.crc32(exif)))
        elif kind not in _PNG_REMOVED:
            out.append(data[at:stop])
        if kind == b"IEND":
            return b"".join(out)
        at = stop
    raise ValueError(_TOO_MANY)


def _webp(data: bytes) -> bytes:
    if data[8:12] != b"WEBP":  # audio or video
        return data
    out: list[bytes] = []
    at, end, orientation = 12, 8 + struct.unpack_from("<I", data, 4)[0], 0
    if end > len(data):
        raise ValueError("the picture is damaged: it has no end")
    for _ in range(_MOST_PARTS):
        if at + 8 > end:
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        stop = at + 8 + length + length % 2
        if kind == b"EXIF" and not orientation:
            orientation = _orientation(data[at + 8 : at + 8 + length].removeprefix(_EXIF))
        if kind not in _WEBP_REMOVED:
            out.append(data[at:stop])
        at = stop
    else:
        raise ValueError(_TOO_MANY)
    if out and out[0][:4] == b"VP8X":
        flags = out[0][8] & ~_WEBP_FLAGS | (0x08 if orientation > 1 else 0)
        out[0] = out[0][:8] + bytes([flags]) + out[0][9:]
        if orientation > 1:
            exif = _only_orientation(orientation)
            out.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _orientation(exif: bytes) -> int:
    """The orientation of a photograph, 1 to 8; 1 (not rotated) if the EXIF data does not say."""
    from PIL import Image

    found = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.load(exif)
            value = found.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - whatever damaged EXIF data raise
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _only_orientation(value: int) -> bytes:
    """EXIF data (TIFF, big-endian) with one directory of one entry."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


_FORMATS: dict[bytes, Callable[[bytes], bytes]] = {b"\xff\xd8\xff": _jpeg, _PNG: _png, b"RIFF": _webp}
