"""A garden on disk that is edited and built, and a fresh build of a copy of it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from support import build, hold, snapshot


def follows_every_edit(garden: Path, edit: Callable[[], object], files: Callable[[], Mapping[str, bytes]]) -> None:
    """Edit three times, set the folder to `files`, and compare the reports and output of both builds."""
    done = [edit() for _ in range(3)]
    hold(garden, files())
    root = garden.parent
    built = build(garden, root / "out")
    copy = root / "copy" / garden.name  # of the same name, since it is the site's title
    shutil.copytree(garden, copy, ignore=shutil.ignore_patterns(".notegarden"))
    assert built == build(copy, root / "fresh"), done
    ours, fresh = snapshot(root / "out"), snapshot(root / "fresh")
    assert [name for name in {*ours, *fresh} if ours.get(name) != fresh.get(name)] == [], done
    shutil.rmtree(root / "copy")
    shutil.rmtree(root / "fresh")


def content_of(path: str, look: tuple[int, int, int]) -> bytes:
    """A file in the notation of an oracle's world: a picture of this width and height, or text."""
    if not path.endswith(".png"):
        return f"{path} {look}".encode()
    data = io.BytesIO()
    Image.new("RGB", look[1:]).save(data, "png")
    return data.getvalue()
