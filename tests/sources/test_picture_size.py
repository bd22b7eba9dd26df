from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from notegarden.files.tree import opened_below
from notegarden.sources.limits import limited_time
from notegarden.sources.picture_size import SVG_LIMIT, size


def measured(path: Path) -> tuple[int, int] | None:
    try:
        with opened_below(path.parent, path.name) as handle, os.fdopen(os.dup(handle), "rb") as file:
            return size(file, path.name)
    except OSError:  # which also counts as a picture without a size
        return None


GARDEN = Path(__file__).parents[3] / "shared" / "gardens" / "mogoz" / "static"


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "avif", "bmp"])
def test_raster_pictures_are_measured(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    Image.new("RGB", (37, 21)).save(path)
    assert measured(path) == (37, 21)


def test_the_ending_of_the_name_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.new("RGB", (37, 21)).save(path, format="JPEG")
    assert measured(path) == (37, 21)


@pytest.mark.parametrize(("orientation", "expected"), [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))])
def test_a_rotated_photograph_is_measured_upright(tmp_path: Path, orientation: int, expected: tuple[int, int]) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (40, 20)).save(path, exif=exif)
    assert measured(path) == expected


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def test_a_picture_too_large_to_decode_is_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(12_000, 12_000))
    assert measured(path) in (None, (12_000, 12_000))
    path.write_bytes(png_header(60_000, 60_000))
    assert measured(path) is None


def svg(tmp_path: Path, text: str | bytes) -> tuple[int, int] | None:
    path = tmp_path / "drawing.svg"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return measured(path)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="120" height="80"', (120, 80)),
        ("width='120.4px' height='80.6px'", (120, 81)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="10mm" height="2.54cm"', (38, 96)),
        ('viewBox="0 0 640 360"', (640, 360)),
        ('viewBox="0,0,640,360" width="320"', (320, 180)),
        ('viewBox="-5 -5 640 360" height="180"', (320, 180)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('width="100%" height="auto"', None),
        ('width="0" height="10"', None),
        ('width="1e9" height="10"', None),
        ("", None),
        ('viewBox="0 0 a b"', None),
        ('stroke-width="3" data-note="a > b" width="12" height="8"', (12, 8)),
    ],
)
def test_svg_is_measured_by_its_attributes(tmp_path: Path, attributes: str, expected: tuple[int, int] | None) -> None:
    assert svg(tmp_path, f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="1"/></svg>') == expected


def test_svg_is_measured_after_a_preamble(tmp_path: Path) -> None:
    preamble = '<?xml version="1.0"?>\n<!-- <svg width="1" height="1"> -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n'
    root = '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="5" height="6"></svg:svg>'
    assert svg(tmp_path, preamble + root) == (5, 6)
    assert svg(tmp_path, (preamble + root).encode("utf-16")) == (5, 6)
    assert svg(tmp_path, " " * SVG_LIMIT + root) is None


@pytest.mark.parametrize(
    "text",
    ['<svg width="' + "1" * 100_000 + 'x" height="1">', "<svg " + "a='' " * 20_000 + "<", '<svg a="" ' * 10_000,
     "<svg" + " " * 100_000, '<svg width="' + " " * 100_000 + '1">', "<!--" * 25_000],
    ids=["digits", "attributes", "beginnings", "blanks", "blanks of a length", "comments"],
)  # fmt: skip
def test_a_drawing_is_measured_in_linear_time(tmp_path: Path, text: str) -> None:
    with limited_time():
        assert svg(tmp_path, text) is None


def test_other_files_have_no_size(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "b.png").write_text("not a picture")
    (tmp_path / "folder.png").mkdir()
    for name in ("a.png", "b.png", "folder.png", "absent.png", "absent.svg"):
        assert measured(tmp_path / name) is None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damaged_files_have_no_size(tmp_path: Path, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(["png", "jpg", "gif", "webp", "avif", "svg"]))
    path = tmp_path / f"picture.{suffix}"
    if suffix == "svg":
        path.write_text('<svg width="9" height="9" viewBox="0 0 9 9">')
    else:
        Image.new("RGB", (9, 9)).save(path)
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, max(len(content) - 1, 0)), max_size=8)):
        if content:
            content[place] = data.draw(st.integers(0, 255))
    damaged = tmp_path / f"damaged.{suffix}"
    damaged.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    found = measured(damaged)
    assert found is None or (found[0] > 0 and found[1] > 0)


@pytest.mark.skipif(not GARDEN.is_dir(), reason="the real garden is not next to this repository")
def test_every_picture_of_a_real_garden_is_measured() -> None:
    pictures = [p for p in GARDEN.rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")]
    assert len(pictures) > 200
    assert [p.name for p in pictures if measured(p) is None] == []
