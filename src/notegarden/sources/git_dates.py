"""When notes were first and last committed, from one pass over `git log`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from notegarden.files.endings import is_note
from notegarden.ledger.ledger import Ledger
from notegarden.notes.node import Dates
from notegarden.sources.repository import HistoryError, Repository, find_repository, log

HEAD = "git head"
"""The ledger's key of what the stored dates were read from."""

_Stored = dict[str, tuple[str, str]]


def repository_of(root: Path, content: Path) -> tuple[Repository | None, str]:
    """The repository that holds the notes, and a line for the writer where its dates cannot be had."""
    try:
        return find_repository(root, content), ""
    except HistoryError as error:
        return None, f"no dates from git: {error}"


def stored_dates(ledger: Ledger) -> Dates:
    """Path below `content` → (first, last commit) as of the commit they were read for."""
    return msgspec.msgpack.decode(ledger.key("git dates") or b"\x80", type=_Stored)


class History(NamedTuple):
    """`dates`: path below `content` → (first, last commit). `key`: what they were read from, as `head_key` has it."""

    dates: Dates
    key: bytes

    def store(self, ledger: Ledger) -> None:
        """Remember the dates, in one transaction with the garden that shows them: otherwise it would keep the old."""
        ledger.set_key("git dates", msgspec.msgpack.encode(self.dates))
        ledger.set_key(HEAD, self.key)


def history_of(repository: Repository | None, ledger: Ledger) -> tuple[History, str]:
    """The dates as of the repository's commit as ISO 8601 in UTC, and why they cannot be had, "" where they can.

    The log is read only when HEAD moved.
    """
    key = head_key(repository)
    if ledger.key(HEAD) == key:
        return History(stored_dates(ledger), key), ""
    if repository is None or not repository.commit:
        return History({}, key), ""
    arguments = ["--format=%x01%ct", "--name-only", "--no-renames", "-z"]
    arguments += [f"--relative={repository.prefix}", repository.commit, "--", repository.prefix or "."]
    try:
        return History(read_log(log(repository, *arguments).decode("utf-8", "replace")), key), ""
    except HistoryError as error:
        return History({}, b""), f"no dates from git: {error}"


def head_key(repository: Repository | None) -> bytes:
    """What the dates depend on, for the ledger's key `HEAD`; b"" where there are none."""
    if repository is None or not repository.commit:
        return b""
    return msgspec.msgpack.encode((repository.commit, repository.prefix, repository.shallow))


def read_log(log: str) -> _Stored:
    """Newest commit first: `\\x01<seconds>` and then the paths it touched, all ended by NUL."""
    found: _Stored = {}
    for entry in log.split("\x01")[1:]:
        seconds, *paths = entry.replace("\n", "\0").split("\0")
        when = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for path in paths:
            if is_note(path):
                found[path] = (when, found[path][1] if path in found else when)
    return found
