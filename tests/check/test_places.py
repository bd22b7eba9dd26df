"""Whether a picture or a film contains a location."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from notegarden.check.places import says_where

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,12.5N"/></rdf:RDF></x:xmpmeta>'
)


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + kind + data


def exif(*, place: bool) -> bytes:
    data = Image.Exif()
    data[0x010F] = "A camera"
    gps = data.get_ifd(0x8825)
    gps[0] = b"\2\3\0\0"  # the version, which many cameras write without a location
    if place:
        gps[2], gps[4] = (48.0, 12.0, 30.0), (16.0, 22.0, 5.0)
    return data.tobytes()


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif", "tif", "heic"])
@pytest.mark.parametrize("place", [True, False])
def test_a_location_in_exif_data_is_found(tmp_path: Path, ending: str, *, place: bool) -> None:
    file = tmp_path / f"x.{ending}"
    if ending == "heic":  # no library here writes one: its boxes around the same data
        data = b"\0\0\0\6" + exif(place=place)
        file.write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"mdat", data))
    else:
        Image.new("RGB", (40, 30), "green").save(file, exif=exif(place=place))
    assert says_where(file) is place


def test_a_location_in_xmp_data_is_found(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 30), "green")
    picture.save(tmp_path / "x.jpg", xmp=XMP)
    picture.save(tmp_path / "x.webp", xmp=XMP)
    for packed in (False, True):
        reported = PngImagePlugin.PngInfo()
        reported.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=packed)
        picture.save(tmp_path / f"{packed}.png", pnginfo=reported)
    assert zlib.compress(XMP)[2:20] in (tmp_path / "True.png").read_bytes(), "it is compressed"
    assert all(says_where(file) for file in tmp_path.iterdir())


def test_a_location_in_a_film_is_found(tmp_path: Path) -> None:
    for name, data, found in (
        ("a.mp4", box(b"\xa9xyz", b"\0\x12\x15\xc7+48.2082+016.3738/"), True),
        ("b.mov", b"com.apple.quicktime.location.ISO6709\0\0\0\0+48.2082+016.3738/", True),
        ("c.mp4", box(b"\xa9too", b"\0\0\0\0a program"), False),
        ("d.mp4", b"", False),
    ):
        (tmp_path / name).write_bytes(box(b"moov", box(b"udta", data)) if data else b"")
        assert says_where(tmp_path / name) is found, name


@pytest.mark.parametrize(
    "data", [b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", b"II*\0\0\0\0\0" * 50]
)
def test_damaged_media_have_no_location(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(data)
    assert not says_where(tmp_path / "x.jpg")


def test_a_missing_file_has_no_location(tmp_path: Path) -> None:
    assert not says_where(tmp_path / "none.jpg")
