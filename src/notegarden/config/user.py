"""What the user has set for all gardens on this machine; no garden can set it.

The file is `~/.config/notegarden/config.toml`, or where the system keeps such files.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import tomli

from notegarden.errors import SiteError
from notegarden.files import user
from notegarden.files.tree import read_file

# Where files of a garden are looked for; a symbolic link further below that leads out is left out, with a warning.
_OWN = ("static", "static/theme", "static/theme/words", "static/vendor", "templates", "templates/shortcodes")
_FOLDERS = (
    "content", "content-org", "org", ".obsidian", "config", "config/_default", "config/production",
    *_OWN, ".theme", *(f".theme/{name}" for name in _OWN),
)  # fmt: skip


class UserConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`editor`: the command that opens a note, with `{path}` and `{line}`.

    `links`: folders that symbolic links of a garden may lead to, for notes that are kept elsewhere.
    """

    editor: str = ""
    links: tuple[str, ...] = ()


def load_user_config() -> UserConfig:
    """Read the user's configuration, which need not exist. Raises SiteError with the file."""
    path = user.config_file()
    try:
        return msgspec.convert(tomli.loads(read_file(path).decode()), UserConfig)
    except (FileNotFoundError, NotADirectoryError):
        return UserConfig()
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise SiteError(str(error), str(path), hint="mend the file, or remove it") from None


def check_links(garden: Path, folders: Sequence[str] = _FOLDERS) -> None:
    """Refuse a garden that has a symbolic link to a folder outside in place of one of its own. Raises SiteError."""
    root = os.path.realpath(garden)
    for name in folders:
        place = f"{root}/{name}"
        real = os.path.realpath(place)
        if real != place and not is_inside(real, root) and not is_allowed(real):
            raise SiteError(
                f"{name} is a symbolic link that leads out of the garden, to {real}",
                hint=f'put the folder itself there, or allow it: links = ["{real}"] in {user.config_file()}',
            )


def is_allowed(real: str) -> bool:
    """Whether the user lets links of gardens lead to this place, given by its real path."""
    allowed = [os.path.realpath(Path(each).expanduser()) for each in load_user_config().links]
    return any(is_inside(real, each) for each in allowed)


def is_inside(real: str, folder: str) -> bool:
    """Whether a real path is a folder, or lies in it."""
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)
