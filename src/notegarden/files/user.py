"""The folders of the user who runs the program, for files outside every garden."""

from __future__ import annotations

import hmac
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from notegarden.files.tree import read_file

_NAME = "notegarden"
_SECRET = 32  # bytes


def state_folder() -> Path:
    """The folder for the key that authenticates this user's caches, and for what the user has consented to."""
    return _folder("state", "XDG_STATE_HOME", ".local/state")


def cache_folder() -> Path:
    """The folder for compiled templates."""
    return _folder("cache", "XDG_CACHE_HOME", ".cache")


def config_file() -> Path:
    """The user's configuration for all gardens."""
    return _folder("config", "XDG_CONFIG_HOME", ".config") / "config.toml"


def _folder(kind: str, variable: str, usual: str) -> Path:
    if sys.platform in ("darwin", "win32"):
        import platformdirs  # the rules on other systems are longer; importing it takes as long as half a build

        return Path(getattr(platformdirs, f"user_{kind}_dir")(_NAME, appauthor=False))
    given = os.environ.get(variable, "")
    return Path(given if given.startswith("/") else Path("~", usual).expanduser()) / _NAME


def make_private(folder: Path) -> None:
    """Create a folder that only the user can access. Raises PermissionError if others can write to an existing one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or not is_own(status) or status.st_mode & 0o022:
        raise PermissionError(f"{folder} is not the user's own")


def is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to the user who runs the program; always True on systems that cannot tell."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def stamp(text: str) -> str:
    """An authentication code for `text`, 64 hexadecimal digits, that only this user's installation can compute.

    It uses a random key in the state folder, created at the first call. Raises OSError.
    """
    return hmac.digest(_key(), os.fsencode(text), "sha256").hex()


def _key() -> bytes:
    folder = state_folder()
    path = folder / "key"
    for _ in range(2):
        with suppress(FileNotFoundError):
            key = read_file(path, 4096)
            if len(key) == _SECRET and is_own(path.lstat()):
                return key
            path.unlink()
        make_private(folder)
        part = folder / f"key.{os.getpid()}"
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, os.urandom(_SECRET))
        finally:
            os.close(handle)
        with suppress(FileExistsError):  # another process was faster: use its key
            os.link(part, path)
        part.unlink()
    raise PermissionError(f"{path} cannot be created")
