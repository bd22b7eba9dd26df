"""After any sequence of edits of Org files on the disk, an incremental build leaves the same files as a fresh one."""

from __future__ import annotations

from pathlib import Path

import pytest
from org_oracle import OrgWorld
from support import amount
from twins import content_of, follows_every_edit

STEPS = amount(6, long=12)


@pytest.mark.parametrize("seed", range(amount(2, long=60)))
def test_an_incremental_build_of_org_files_equals_a_fresh_one(tmp_path: Path, seed: int) -> None:
    world = OrgWorld(seed)
    for _ in range(STEPS):
        follows_every_edit(tmp_path / "garden", world.edit, lambda: files_of(world))


def files_of(world: OrgWorld) -> dict[str, bytes]:
    """The files in the garden's folder."""
    state = world.state()
    config = f'nodes = "{state.config.nodes}"\n'
    for key in ("tasks", "drafts", "future", "mentions"):
        config += f"{key} = {str(getattr(state.config, key)).lower()}\n"
    found = {"notegarden.toml": config.encode()}
    found |= {path: text.encode() for path, text in state.org.items()}
    found |= {f"content/{path}": text.encode() for path, text in state.texts.items()}
    return found | {path: content_of(path, look) for path, look in state.files.items()}
