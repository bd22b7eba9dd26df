"""A picture's width and height are read again if the file may have been replaced."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from notegarden.cli import main
from notegarden.files import scan

LONG_AGO = 1_600_000_000


def png(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, "PNG")
    return data.getvalue().ljust(4096, b"\0")


@pytest.mark.parametrize("grain", [0, scan._GRAIN_NS])
def test_a_replaced_picture_of_the_same_size_and_time_is_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grain: int
) -> None:
    """Replace a file as `cp -p`, `rsync -t` and `tar x` do: only the ctime differs."""
    monkeypatch.setattr(scan, "_GRAIN_NS", grain)  # 0: the file counts as old enough at once
    picture = tmp_path / "static/p.png"
    for name in ("content", "static"):
        (tmp_path / name).mkdir()
    (tmp_path / "content/a.md").write_text("![x](/p.png)\n")
    for width, height in ((40, 20), (20, 40)):
        picture.write_bytes(png(width, height))
        os.utime(picture, (LONG_AGO, LONG_AGO))
        done = CliRunner().invoke(main, ["build", str(tmp_path), "-q", "--no-search", "--jobs", "1"])
        assert done.exit_code == 0, done.output
        assert f'width="{width}" height="{height}"' in (tmp_path / "public/a/index.html").read_text()
        with Image.open(tmp_path / "public/p.png") as published:
            assert published.size == (width, height)
