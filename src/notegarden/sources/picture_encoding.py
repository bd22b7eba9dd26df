"""Smaller copies of a picture: WebP and AVIF in the widths that the theme's layout can show.

The input is any file of a garden, so it is decoded within limits (`MOST_PIXELS`, and those of `limits`), and only by
the decoders of the formats named here. A copy has the colour profile of its original, its orientation applied, and no
metadata.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from notegarden.notes.picture_copy import TEXT_WIDTH, PictureFormat

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (360, 720, 2 * TEXT_WIDTH)
"""Pixels: the largest is the width of text on a 2x screen; phones use the others."""
MOST_PIXELS = 64_000_000
"""Pixels of an original: the largest photographs of phones have 50 million; each takes four bytes of memory."""
SMALLEST = 8_000
"""Size in bytes of an original below which copies save next to nothing."""
_TALLEST = 16_000  # pixels; a WebP has 16,383 at most
_WORTH_IT = 0.9  # a copy is used if its size is at most this share of the original's
_STEP = 0.85  # of a picture's width: wider copies are not worth making
_DECODED = ("PNG", "JPEG", "WEBP")
_MODES = {"L": "RGB", "LA": "RGBA", "RGB": "RGB", "RGBA": "RGBA", "P": "RGB", "PA": "RGBA", "1": "RGB"}
_FEW_COLOURS = 256  # drawings: lossless, which is smaller than blurring their edges
_LONGEST_PROFILE = 4_000  # bytes of a colour profile, which every copy contains

_HOW: dict[str, dict[str, Any]] = {
    # Of mogoz's 264 PNG files method 2 leaves 30 % of the bytes; method 4 takes twice the time for one per cent.
    "webp": {"quality": 80, "method": 2, "use_sharp_yuv": True},
    # Speed 9 is three times faster but makes larger files than WebP; 4:4:4 keeps coloured text sharp.
    "avif": {"quality": 60, "speed": 8, "subsampling": "4:4:4", "max_threads": 1},
}
_EXACT: dict[str, Any] = {"lossless": True, "quality": 20, "method": 1}


class UnfitError(Exception):
    """The picture gets no copies; the text says why, for the user. Empty: not worth a warning."""


class Copy(msgspec.Struct, frozen=True, array_like=True):
    """A copy of a picture, `width` pixels wide."""

    format: PictureFormat
    width: int
    data: bytes


@cache
def encoder_key() -> bytes:
    """A digest of what copies depend on besides the original: this file, the widths and the version of Pillow."""
    import PIL

    return blake2b(Path(__file__).read_bytes() + f"{WIDTHS}{PIL.__version__}".encode(), digest_size=16).digest()


def copies_of(data: bytes, formats: Sequence[PictureFormat]) -> list[Copy]:
    """Copies worth having, by format and width; none if the original is good enough.

    The widest copy of a format is enough for every screen, so the original is not offered. Raises UnfitError.
    """
    upright, profile = _decoded(data)
    made = []
    for name in formats:
        made += _copies(upright, name, profile, len(data))
    return made


def _copies(upright: Image.Image, name: PictureFormat, profile: bytes, original: int) -> list[Copy]:
    """The copies of one format, from widest to narrowest, while each saves something."""
    made: list[Copy] = []
    limit = original * _WORTH_IT
    for width in reversed(widths(upright.width)):
        data = _encoded(upright, width, name, profile)
        if len(data) > limit:
            break
        made.append(Copy(name, width, data))
        limit = len(data) * _WORTH_IT
    return made[::-1]


def widths(own: int) -> list[int]:
    """The widths of the copies of a picture that is `own` pixels wide, ascending; none is wider than the picture."""
    return [*(width for width in WIDTHS[:-1] if width < own * _STEP), min(own, WIDTHS[-1])]


def _encoded(upright: Image.Image, width: int, name: PictureFormat, profile: bytes) -> bytes:
    from PIL import Image

    shown, how = upright, _HOW[name]
    if width != upright.width:
        size = (width, max(1, round(upright.height * width / upright.width)))
        shown = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    elif name == "webp" and upright.getcolors(_FEW_COLOURS) is not None:
        how = _EXACT
    out = io.BytesIO()
    try:
        shown.save(out, name, icc_profile=profile, exif=b"", xmp=b"", **how)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - an encoder may raise anything; it costs this picture's copies alone
        raise UnfitError(f"smaller copies cannot be made ({error})") from None
    return out.getvalue()


def _decoded(data: bytes) -> tuple[Image.Image, bytes]:
    """The picture upright, as RGB or RGBA, not much larger than the widest copy needs; and its colour profile."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own limit is above ours
        try:
            image = Image.open(io.BytesIO(data), formats=_DECODED)
            _check(image)
            profile = image.info.get("icc_profile") or b""
            image.draft(None, _wanted(image))  # decode a JPEG at a smaller size
            upright = ImageOps.exif_transpose(image)
            if "transparency" in upright.info or upright.mode in ("LA", "PA"):
                upright = upright.convert("RGBA")
            upright = upright.convert(_MODES[upright.mode])
        except (UnfitError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a damaged picture raises
            raise UnfitError(f"the picture is damaged ({error})") from None
    if upright.mode == "RGBA" and upright.getchannel("A").getextrema() == (255, 255):
        upright = upright.convert("RGB")
    return upright, profile


def _check(image: Image.Image) -> None:
    """Raises UnfitError for a picture that must not be decoded; only its header was read so far."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UnfitError(f"the picture has {width} × {height} pixels, more than {MOST_PIXELS // 1_000_000} million")
    is_animated = getattr(image, "is_animated", False)
    if is_animated or image.mode not in _MODES or len(image.info.get("icc_profile") or b"") > _LONGEST_PROFILE:
        raise UnfitError
    if min(width, height) < 1 or height * min(1, WIDTHS[-1] / width) > _TALLEST:
        raise UnfitError


def _wanted(image: Image.Image) -> tuple[int, int]:
    """The minimum size to decode, as stored: a rotated picture lies on its side."""
    width, height = image.size
    turned = image.getexif().get(0x0112, 1) >= 5 if image.format == "JPEG" else False
    share = min(1.0, WIDTHS[-1] / (height if turned else width))
    return max(1, round(width * share)), max(1, round(height * share))
