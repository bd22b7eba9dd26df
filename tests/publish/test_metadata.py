"""A picture keeps its pixels, its colours and its orientation, and nothing else that a camera wrote."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from notegarden.publish import metadata
from notegarden.publish.metadata import may_hold_metadata, without_metadata

SECRET = b"Kodak of Anna"


FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


_ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


_GPS = 0x8825


def picture(ending: str, orientation: int = 6, **options: object) -> bytes:
    """A picture with place, camera, comment and colour profile."""
    exif = Image.Exif()
    exif[0x0110] = SECRET.decode()
    exif[0x0112] = orientation
    exif.get_ifd(_GPS)[2] = (48.0, 12.0, 30.0)
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    given: dict[str, object] = {"exif": exif, "icc_profile": _ICC, **options}
    if ending == "jpg":
        given["comment"] = SECRET
    if ending == "webp":
        given["xmp"] = b"<x>" + SECRET + b"</x>"
    if ending == "png":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        given["pnginfo"] = info
    out = io.BytesIO()
    image.save(out, FORMATS[ending], **given)
    return out.getvalue()


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_location_and_camera_are_removed_and_the_picture_is_unchanged(ending: str, orientation: int) -> None:
    data = picture(ending, orientation)
    assert SECRET in data
    made = without_metadata(data)
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(made))
    exif = after.getexif()
    assert SECRET not in made
    assert b"adobe" not in made
    assert not exif.get_ifd(_GPS)
    assert dict(exif) == ({0x0112: 6} if orientation == 6 else {})
    assert after.tobytes() == before.tobytes()
    assert after.info.get("icc_profile") == _ICC
    assert without_metadata(made) is made


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"quality": 95}, {"keep_rgb": True}, {"restart_marker_rows": 1}]
)
def test_metadata_are_removed_from_every_kind_of_jpeg(options: dict[str, object]) -> None:
    data = picture("jpg", **options)
    made = without_metadata(data)
    assert SECRET not in made
    assert Image.open(io.BytesIO(made)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_preview_after_the_picture_is_removed() -> None:
    assert SECRET not in without_metadata(picture("jpg") + picture("jpg"))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_damaged_picture_is_rejected_or_cleaned(ending: str) -> None:
    data = picture(ending)
    for length in range(16, len(data), 7):
        try:
            made = without_metadata(data[:length])
        except ValueError:
            continue
        assert SECRET not in made


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"RIFF\x04\0\0\0WAVE", b"\xff\xd8"])
def test_other_files_are_unchanged(data: bytes) -> None:
    assert without_metadata(data) is data


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_EMPTY_EXIF = b"MM\0*\0\0\0\x08\0\0"


_REPEATED = {
    "jpg": (b"\xff\xd8", b"\xff\xe1\0\x12Exif\0\0" + _EMPTY_EXIF, b"\xff\xd9"),
    "png": (b"\x89PNG\r\n\x1a\n", _chunk(b"eXIf", _EMPTY_EXIF), _chunk(b"IEND", b"")),
    "webp": (b"WEBP", b"EXIF" + struct.pack("<I", len(_EMPTY_EXIF)) + _EMPTY_EXIF, b""),
}


def repeated(ending: str, times: int) -> bytes:
    """A picture that contains EXIF data many times."""
    start, part, end = _REPEATED[ending]
    data = start + part * times + end
    return b"RIFF" + struct.pack("<I", len(data)) + data if ending == "webp" else data


@pytest.mark.parametrize("ending", FORMATS)
def test_exif_data_are_read_once_however_often_they_occur(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(metadata, "_orientation", lambda exif: asked.append(exif) or 1)
    without_metadata(repeated(ending, 50))
    assert len(asked) == 1


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_with_too_many_parts_is_not_parsed(ending: str) -> None:
    assert len(without_metadata(repeated(ending, 90_000))) < 100
    with pytest.raises(ValueError, match="more than 100,000 parts"):
        without_metadata(repeated(ending, 110_000))


@pytest.mark.parametrize(
    ("data", "may"), [(picture("jpg")[:200], True), (b"eXIf", True), (b"", False), (b"\xff\xd8\xff no more", False)]
)
def test_a_damaged_picture_may_contain_metadata_if_something_looks_like_it(data: bytes, may: bool) -> None:
    assert may_hold_metadata(data) is may
