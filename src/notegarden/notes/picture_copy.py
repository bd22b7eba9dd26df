"""A smaller copy of a picture, which pages offer the browser besides the original."""

from __future__ import annotations

from typing import Literal

import msgspec

PictureFormat = Literal["webp", "avif"]

TEXT_WIDTH = 608
"""The maximum width of a picture in the theme, in CSS pixels; the same as its text (`--measure` in site.css)."""


class PictureCopy(msgspec.Struct, frozen=True, array_like=True):
    """A copy that is `width` pixels wide. `file`: below the output folder."""

    format: PictureFormat
    width: int
    file: str
