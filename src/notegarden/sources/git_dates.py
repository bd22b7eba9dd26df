"""When notes were first and last committed, from one pass over `git log`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from notegarden.ledger.ledger import Ledger
from notegarden.notes.node import Dates

_Stored = dict[str, tuple[str, str]]


def head(content: Path) -> str:
    """The commit that HEAD names, "" outside a repository or without git."""
    if not any((folder / ".git").exists() for folder in (content, *content.resolve().parents)):
        return ""
    return _git(content, "rev-parse", "HEAD").strip()


def stored_dates(ledger: Ledger) -> Dates:
    """Path below `content` → (first, last commit) as of the commit they were read for."""
    return msgspec.msgpack.decode(ledger.key("git dates") or b"\x80", type=_Stored)


def dates(content: Path, commit: str, ledger: Ledger) -> Dates:
    """The dates as of `commit` as ISO 8601 in UTC; the log is read only when HEAD moved."""
    if ledger.key("git head") == commit.encode():
        return stored_dates(ledger)
    log = _git(content, "log", "--format=%x01%ct", "--name-only", "--no-renames", "--relative", "-z", "--", ".")
    found = read_log(log) if commit else {}
    with ledger.commit():
        ledger.set_key("git dates", msgspec.msgpack.encode(found))
        ledger.set_key("git head", commit.encode())
    return found


def read_log(log: str) -> _Stored:
    """Newest commit first: `\\x01<seconds>` and then the paths it touched, all ended by NUL."""
    found: _Stored = {}
    for entry in log.split("\x01")[1:]:
        seconds, *paths = entry.replace("\n", "\0").split("\0")
        when = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for path in paths:
            if path.endswith(".md"):
                found[path] = (when, found[path][1] if path in found else when)
    return found


def _git(folder: Path, *arguments: str) -> str:
    import subprocess

    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
