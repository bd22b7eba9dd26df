"""Smaller copies of one picture: which are made, their content, and which pictures are skipped."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from photographs import photograph, saved
from PIL import Image, ImageCms, ImageDraw
from support import ROOT

from notegarden.notes.picture_copy import TEXT_WIDTH
from notegarden.sources.picture_encoding import MOST_PIXELS, WIDTHS, UnfitError, copies_of, widths

_ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("own", [1, 64, 359, 360, 500, 731, 900, 1215, 1216, 1300, 5000])
def test_no_copy_is_wider_than_the_picture_or_the_layout(own: int) -> None:
    found = widths(own)
    assert found == sorted(set(found))
    assert found[-1] == min(own, WIDTHS[-1])


def test_the_widest_copy_fits_the_column_of_the_theme() -> None:
    style = (ROOT / "static/theme/site.css").read_text("utf-8")
    assert f"--measure: {TEXT_WIDTH / 16:g}rem;" in style
    assert WIDTHS[-1] == 2 * TEXT_WIDTH


def test_an_encoders_error_affects_only_the_copies_of_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def save(*_: object, **__: object) -> None:
        raise RuntimeError("codec failed")

    data = saved(photograph())
    monkeypatch.setattr(Image.Image, "save", save)
    with pytest.raises(UnfitError, match=r"cannot be made \(codec failed\)"):
        copies_of(data, ("webp",))


def test_narrower_copies_are_smaller_files() -> None:
    data = saved(photograph())
    copies = copies_of(data, ("webp",))
    assert [copy.width for copy in copies] == [360, 720, 900]
    assert [opened(copy.data).size for copy in copies] == [(360, 200), (720, 400), (900, 500)]
    sizes = [len(copy.data) for copy in copies]
    assert sizes == sorted(sizes)
    assert sizes[-1] <= 0.9 * len(data)


def test_each_format_has_its_copies() -> None:
    copies = copies_of(saved(photograph(430, 200)), ("avif", "webp"))
    assert [(copy.format, opened(copy.data).format, copy.width) for copy in copies] == [
        ("avif", "AVIF", 360), ("avif", "AVIF", 430), ("webp", "WEBP", 360), ("webp", "WEBP", 430),
    ]  # fmt: skip


def test_a_photograph_is_upright_with_its_colours_and_without_camera_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Kodak of Anna"
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    # A JPEG of twice the requested width is decoded at half its size.
    for kind, name, width, height in (
        ("JPEG", "webp", 2900, 2500),
        ("PNG", "webp", 700, 400),
        ("PNG", "avif", 400, 300),
    ):
        image = photograph(width, height)
        image.paste("red", (0, 0, width // 2, height))
        copies = copies_of(saved(image, kind, exif=exif, icc_profile=_ICC), (name,))  # type: ignore[arg-type]
        assert copies[-1].width == min(height, WIDTHS[-1])
        for copy in copies:
            shown = opened(copy.data)
            assert shown.size == (copy.width, round(copy.width * width / height))
            red, green, _ = shown.convert("RGB").getpixel((copy.width // 2, 40))  # type: ignore[misc]
            assert red > 200 > 60 > green, "what was on the left is at the top"
            assert dict(shown.getexif()) == {}
            assert b"Kodak" not in copy.data
            assert shown.info["icc_profile"] == _ICC


def test_a_drawing_with_few_colours_is_encoded_losslessly() -> None:
    image = Image.new("P", (700, 500), 0)
    image.putpalette([each for colour in range(256) for each in (colour, 255 - colour, colour)])
    draw = ImageDraw.Draw(image)
    for number in range(200):
        draw.line((number * 7 % 700, 0, 699 - number * 3, 499), fill=number)
    copy = copies_of(saved(image, compress_level=1), ("webp",))[-1]
    assert opened(copy.data).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_transparency_is_kept() -> None:
    image = photograph(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    assert opened(copies_of(saved(image), ("webp",))[0].data).mode == "RGBA"
    image.putalpha(255)
    assert opened(copies_of(saved(image), ("webp",))[0].data).mode == "RGB"


def test_a_picture_whose_copies_are_no_smaller_has_none() -> None:
    assert copies_of(saved(photograph(), "WEBP", quality=20), ("webp",)) == []


@pytest.mark.parametrize(
    "data",
    [
        saved(photograph(400, 300), "PNG", save_all=True, append_images=[photograph(400, 300).rotate(90)]),
        saved(photograph(400, 300), "WEBP", save_all=True, append_images=[photograph(400, 300).rotate(90)]),
        saved(photograph(400, 300).convert("CMYK"), "JPEG"),
        saved(photograph(400, 300).convert("I;16"), "PNG"),
        saved(Image.new("RGB", (2, 40_000))),
        saved(photograph(400, 300), icc_profile=_ICC + bytes(9000)),
    ],
    ids=["moving PNG", "moving WebP", "CMYK", "16 bits", "strip", "profile"],
)
def test_pictures_that_are_skipped_without_a_warning(data: bytes) -> None:
    with pytest.raises(UnfitError) as found:
        copies_of(data, ("webp",))
    assert str(found.value) == ""


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"GIF89a", saved(photograph(), "JPEG")[:-900], saved(photograph())[:-90]]
)
def test_a_damaged_picture_or_another_format_is_an_error_with_the_reason(data: bytes) -> None:
    with pytest.raises(UnfitError, match="damaged"):
        copies_of(data, ("webp",))


def test_a_picture_too_large_to_decode_is_not_decoded() -> None:
    side = int(MOST_PIXELS**0.5) + 1
    header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(b"")
    bomb = b"\x89PNG\r\n\x1a\n"
    for chunk in (header, pixels):
        bomb += struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    with pytest.raises(UnfitError, match="64 million"):
        copies_of(bomb, ("webp",))
