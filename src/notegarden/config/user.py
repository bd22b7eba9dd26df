"""The user's settings for all gardens on this machine; no garden can change them.

The file is `~/.config/notegarden/config.toml`, or its equivalent on other systems.
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

# Where a garden's files are read from. Symbolic links further below that lead outside are skipped with a warning.
_OWN = ("static", "static/theme", "static/theme/words", "static/vendor", "templates", "templates/shortcodes")
_FOLDERS = (
    "content", "content-org", "org", ".obsidian", "config", "config/_default", "config/production",
    *_OWN, ".theme", *(f".theme/{name}" for name in _OWN),
)  # fmt: skip


class UserConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`editor`: the command that opens a note, with `{path}` and `{line}`.

    `links`: folders outside gardens that symbolic links may lead to, for notes that are stored elsewhere.
    """

    editor: str = ""
    links: tuple[str, ...] = ()


def load_user_config() -> UserConfig:
    """Load the user's configuration; it may be missing. Raises SiteError with the file."""
    path = user.config_file()
    try:
        return msgspec.convert(tomli.loads(read_file(path).decode()), UserConfig)
    except (FileNotFoundError, NotADirectoryError):
        return UserConfig()
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise SiteError(str(error), str(path), hint="fix the file, or remove it") from None


def check_links(garden: Path, folders: Sequence[str] = _FOLDERS) -> None:
    """Reject a garden in which one of these folders is a symbolic link to the outside. Raises SiteError."""
    root = os.path.realpath(garden)
    for name in folders:
        place = f"{root}/{name}"
        real = os.path.realpath(place)
        if real != place and not is_inside(real, root) and not is_allowed(real):
            raise SiteError(
                f"{name} is a symbolic link that leads out of the garden, to {real}",
                hint=f'put the folder itself there, or allow the link: links = ["{real}"] in {user.config_file()}',
            )


def is_allowed(real: str) -> bool:
    """Whether the user allows gardens' links to lead to this real path."""
    allowed = [os.path.realpath(Path(each).expanduser()) for each in load_user_config().links]
    return any(is_inside(real, each) for each in allowed)


def is_inside(real: str, folder: str) -> bool:
    """Whether a real path is a folder or inside it."""
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)
