"""Which editor `serve` may start: the user's own, or a garden's after the user has consented once.

A garden's configuration may come from an untrusted author, and an editor is a command.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from notegarden.config.user import load_user_config
from notegarden.files import user
from notegarden.files.tree import read_file

_FILE = "editors"


def trusted_editor(garden: Path, configured: str) -> str:
    """The command that may be run, "" if there is none. `configured`: that of the garden's configuration."""
    own = load_user_config().editor
    return own or (configured if configured and _digest(garden, configured) in _agreed() else "")


def agree(garden: Path, configured: str) -> None:
    """Store the user's consent to this command in this garden. Raises OSError."""
    folder = user.state_folder()
    user.make_private(folder)
    lines = sorted({*_agreed(), _digest(garden, configured)})
    part = folder / f"{_FILE}.{os.getpid()}"
    part.write_text("\n".join(lines), "ascii")
    part.replace(folder / _FILE)


def _agreed() -> set[str]:
    with suppress(OSError, UnicodeDecodeError):
        return set(read_file(user.state_folder() / _FILE, 1 << 20).decode("ascii").split())
    return set()


def _digest(garden: Path, configured: str) -> str:
    return blake2b(f"{os.path.realpath(garden)}\0{configured}".encode("utf-8", "replace"), digest_size=16).hexdigest()
