"""After any sequence of edits of a vault on the disk, an incremental build leaves the same tree as a fresh one."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from support import amount, build, hold, snapshot
from vault_oracle import State, VaultWorld

STEPS = amount(6, long=12)
# Keys of the configuration that the vault's own files say, or nothing does.
_NOT_WRITTEN = ("vault", "format", "content", "check", "private", "math")


@pytest.mark.parametrize("seed", range(amount(2, long=60)))
def test_an_incremental_build_of_a_vault_equals_a_fresh_one(tmp_path: Path, seed: int) -> None:
    world, vault, done = VaultWorld(seed), tmp_path / "vault", []
    for _ in range(STEPS):
        done.append([world.edit() for _ in range(3)])
        write(vault, world.state())
        built = build(vault, tmp_path / "out")
        copy = tmp_path / "copy" / "vault"  # of the same name: it is the site's title
        shutil.copytree(vault, copy, ignore=shutil.ignore_patterns(".notegarden"))
        assert built == build(copy, tmp_path / "fresh"), done[-2:]
        ours, fresh = snapshot(tmp_path / "out"), snapshot(tmp_path / "fresh")
        assert [name for name in {*ours, *fresh} if ours.get(name) != fresh.get(name)] == [], done[-2:]
        shutil.rmtree(tmp_path / "copy")
        shutil.rmtree(tmp_path / "fresh")


def write(vault: Path, state: State) -> None:
    """Bring the vault on the disk to a state; files that stay the same are not touched."""
    settings = state.config.vault
    own: dict[str, object] = {
        "app.json": {"strictLineBreaks": settings.strict_breaks, "userIgnoreFilters": [*settings.ignored]},
        "templates.json": {"folder": "".join(settings.templates)},
        "publish.json": {"excluded": [*settings.excluded]},
        "daily-notes.json": {"folder": settings.daily_folder},
    }
    wanted = {f".obsidian/{name}": json.dumps(value).encode() for name, value in own.items()}
    given = msgspec.to_builtins(state.config)
    keys = {key: value for key, value in given.items() if key not in _NOT_WRITTEN and isinstance(value, str | bool)}
    lines = (f"{key} = {json.dumps(value)}\n" for key, value in keys.items() if value != "")
    wanted["notegarden.toml"] = "".join(lines).encode()
    wanted |= {path: text.encode() for path, text in state.texts.items()}
    wanted |= {path: _file(path, look) for path, look in state.files.items()}
    hold(vault, wanted)


def _file(path: str, look: tuple[int, int, int]) -> bytes:
    if not path.endswith(".png"):
        return f"{path} {look}".encode()
    data = io.BytesIO()
    Image.new("RGB", look[1:]).save(data, "png")
    return data.getvalue()
