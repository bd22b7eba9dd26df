"""Published pictures contain the image, its colour profile and its orientation, and no other metadata."""

from __future__ import annotations

import io
from pathlib import Path

from click.testing import CliRunner, Result
from PIL import Image

from notegarden.cli import main
from notegarden.publish.metadata import without_metadata

SECRET = b"Kodak of Anna"


def picture(ending: str) -> bytes:
    """A picture with location, camera and orientation."""
    exif = Image.Exif()
    exif[0x0110] = SECRET.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    image.save(out, {"jpg": "JPEG", "png": "PNG"}[ending], exif=exif)
    return out.getvalue()


def build(garden: Path, settings: str = "") -> Result:
    (garden / "notegarden.toml").write_text(settings)
    done = CliRunner().invoke(main, ["build", str(garden), "--no-search", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return done


def garden_with(root: Path, name: str, data: bytes) -> Path:
    (root / "content").mkdir()
    (root / "static").mkdir()
    (root / "content/a.md").write_text(f"![a](/{name})\n")
    (root / "static" / name).write_bytes(data)
    return root / "public" / name


def test_a_build_publishes_no_location_and_the_next_one_does_if_configured(tmp_path: Path) -> None:
    published = garden_with(tmp_path, "sea.JPG", picture("jpg"))
    build(tmp_path)
    assert SECRET not in published.read_bytes()
    page = (tmp_path / "public/a/index.html").read_text()
    assert 'width="48" height="64"' in page, "the picture still has its orientation"
    build(tmp_path, 'picture_metadata = "keep"\n')
    assert published.read_bytes() == picture("jpg")
    build(tmp_path)
    assert SECRET not in published.read_bytes()


def test_a_picture_without_metadata_is_published_unchanged(tmp_path: Path) -> None:
    plain = without_metadata(picture("png"))
    published = garden_with(tmp_path, "plain.png", plain)
    build(tmp_path)
    assert published.read_bytes() == plain
    assert published.stat().st_mtime_ns == (tmp_path / "static/plain.png").stat().st_mtime_ns


def test_a_damaged_picture_with_metadata_is_a_warning(tmp_path: Path) -> None:
    data = picture("jpg")[:-300]
    published = garden_with(tmp_path, "broken.jpg", data)
    done = build(tmp_path)
    assert published.read_bytes() == data
    assert "static/broken.jpg: the picture is damaged" in done.output
    assert "may name a place" in done.output
