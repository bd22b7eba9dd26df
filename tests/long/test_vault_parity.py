"""After any sequence of edits of a vault on the disk, an incremental build leaves the same files as a fresh one."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from support import amount
from twins import content_of, follows_every_edit
from vault_oracle import State, VaultWorld

STEPS = amount(6, long=12)
# Keys of the configuration that the vault's own files set, or nothing does.
_NOT_WRITTEN = ("vault", "format", "content", "check", "private", "math")


@pytest.mark.parametrize("seed", range(amount(2, long=60)))
def test_an_incremental_build_of_a_vault_equals_a_fresh_one(tmp_path: Path, seed: int) -> None:
    world = VaultWorld(seed)
    for _ in range(STEPS):
        follows_every_edit(tmp_path / "vault", world.edit, lambda: files_of(world.state()))


def files_of(state: State) -> dict[str, bytes]:
    """The files in the vault's folder in a state."""
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
    return wanted | {path: content_of(path, look) for path, look in state.files.items()}
