"""After any sequence of edits of Org files on the disk, an incremental build leaves the same tree as a fresh one."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from org_oracle import OrgWorld
from PIL import Image
from support import amount, build, hold, snapshot

STEPS = amount(6, long=12)


@pytest.mark.parametrize("seed", range(amount(2, long=60)))
def test_an_incremental_build_of_org_files_equals_a_fresh_one(tmp_path: Path, seed: int) -> None:
    world, garden, done = OrgWorld(seed), tmp_path / "garden", []
    for _ in range(STEPS):
        done.append([world.edit() for _ in range(3)])
        hold(garden, files_of(world))
        built = build(garden, tmp_path / "out")
        copy = tmp_path / "copy" / "garden"  # of the same name: it is the site's title
        shutil.copytree(garden, copy, ignore=shutil.ignore_patterns(".notegarden"))
        assert built == build(copy, tmp_path / "fresh"), done[-2:]
        ours, fresh = snapshot(tmp_path / "out"), snapshot(tmp_path / "fresh")
        assert [name for name in {*ours, *fresh} if ours.get(name) != fresh.get(name)] == [], done[-2:]
        shutil.rmtree(tmp_path / "copy")
        shutil.rmtree(tmp_path / "fresh")


def files_of(world: OrgWorld) -> dict[str, bytes]:
    """What lies in the garden's folder."""
    state = world.state()
    config = f'nodes = "{state.config.nodes}"\n'
    for key in ("tasks", "drafts", "future", "mentions"):
        config += f"{key} = {str(getattr(state.config, key)).lower()}\n"
    found = {"notegarden.toml": config.encode()}
    found |= {path: text.encode() for path, text in state.org.items()}
    found |= {f"content/{path}": text.encode() for path, text in state.texts.items()}
    return found | {path: _file(path, look) for path, look in state.files.items()}


def _file(path: str, look: tuple[int, int, int]) -> bytes:
    if not path.endswith(".png"):
        return f"{path} {look}".encode()
    data = io.BytesIO()
    Image.new("RGB", look[1:]).save(data, "png")
    return data.getvalue()
