"""Pictures that tests make."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def photograph(width: int = 900, height: int = 500, mode: str = "RGB") -> Image.Image:
    """Smooth noise, which PNG cannot compress well."""
    small = Image.effect_noise((width // 4, height // 4), 80)
    channels = [small.resize((width, height), Image.Resampling.BICUBIC).rotate(180 * turn) for turn in range(3)]
    return Image.merge("RGB", channels).convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
