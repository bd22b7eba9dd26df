"""Open a line of a note in the author's editor."""

from __future__ import annotations

import shlex
import subprocess
import threading
from pathlib import Path

from notegarden.errors import SiteError

_HINT = 'set e.g. editor = "code --goto {path}:{line}" in ~/.config/notegarden/config.toml'


def command(template: str, path: Path, line: int) -> list[str]:
    """The configured command with `{path}` and `{line}` filled in. Raises SiteError if it is invalid.

    It is split into words before filling in, so that no file name is ever interpreted by a shell.
    """
    if not template.strip():
        raise SiteError("no editor is configured", hint=_HINT)
    try:
        words = shlex.split(template)
    except ValueError as error:
        raise SiteError(f"editor = {template!r}: {error}", hint=_HINT) from None
    filled = [word.replace("{line}", str(line)).replace("{path}", str(path)) for word in words]
    return filled if "{path}" in template else [*filled, str(path)]


def open_editor(template: str, path: Path, line: int) -> None:
    """Start the editor in the background. Raises SiteError if it cannot be started."""
    words = command(template, path, line)
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=path.parent,
        )
    except OSError as error:
        raise SiteError(f"cannot start {words[0]}: {error.strerror}", hint=_HINT) from None
    threading.Thread(target=process.wait, daemon=True).start()  # reaps the process when it exits
