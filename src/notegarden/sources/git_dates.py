"""The first and last commit dates of notes, from one pass over `git log`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from notegarden.files.endings import is_note
from notegarden.ledger.ledger import Ledger
from notegarden.notes.node import Dates
from notegarden.sources.repository import HistoryError, Repository, find_repository, log

HEAD = "git head"
"""The ledger's key for the state that the stored dates were read from."""

_Stored = dict[str, tuple[str, str]]
_SHALLOW = (
    "the git history is incomplete, so notes that have not changed since have no dates: fetch it all "
    "(git fetch --unshallow; in a workflow, fetch-depth: 0)"
)
_WAYS = "build in a clone with its history, or write the dates into the notes"


def repository_of(root: Path, content: Path, *, is_asked: bool = False) -> tuple[Repository | None, str]:
    """The repository that contains the notes, and a warning if its dates are not available.

    `is_asked`: the configuration asks for git's dates, so that missing ones are worth a warning.
    """
    try:
        found = find_repository(root, content)
    except HistoryError as error:
        return None, f"no dates from git: {error}"
    if not is_asked or (found is not None and found.commit):
        return found, ""
    why = "the garden is not in a repository" if found is None else "the repository has no commits yet"
    return found, f"no dates from git, which the configuration asks for: {why}; {_WAYS}"


def stored_dates(ledger: Ledger) -> Dates:
    """Path below `content` → (first, last commit), as of the last commit that was read."""
    return msgspec.msgpack.decode(ledger.key("git dates") or b"\x80", type=_Stored)


class History(NamedTuple):
    """`dates`: path below `content` → (first, last commit). `key`: the state they were read from, see `head_key`."""

    dates: Dates
    key: bytes

    def store(self, ledger: Ledger) -> None:
        """Store the dates, in one transaction with the garden that uses them, so that they stay consistent."""
        ledger.set_key("git dates", msgspec.msgpack.encode(self.dates))
        ledger.set_key(HEAD, self.key)


def history_of(repository: Repository | None, ledger: Ledger) -> tuple[History, str]:
    """The dates as of the current commit, and why some are missing, "" if none is.

    The log is read only if HEAD moved.
    """
    key = head_key(repository)
    shallow = frozenset(repository.shallow.decode("ascii", "replace").split()) if repository else frozenset()
    line = _SHALLOW if shallow else ""
    if ledger.key(HEAD) == key:
        return History(stored_dates(ledger), key), line
    if repository is None or not repository.commit:
        return History({}, key), ""
    arguments = ["--format=%x01%H %aI", "--name-status", "-M", "-z"]
    arguments += [f"--relative={repository.prefix}", repository.commit, "--", repository.prefix or "."]
    try:
        return History(read_log(log(repository, *arguments).decode("utf-8", "replace"), shallow), key), line
    except HistoryError as error:
        return History({}, b""), f"no dates from git: {error}"


def head_key(repository: Repository | None) -> bytes:
    """What the dates depend on, for the ledger's key `HEAD`; b"" if there are none."""
    if repository is None or not repository.commit:
        return b""
    return msgspec.msgpack.encode((repository.commit, repository.prefix, repository.shallow))


def read_log(log: str, shallow: frozenset[str] = frozenset()) -> _Stored:
    """Newest commit first: `\\x01<commit> <author date>`, then status and paths of the changed files, all ended by NUL.

    A renamed note keeps its first date, and a rename without a change of content is not a change. The changes
    in a commit of `shallow` are unknown, because its parents were not fetched: it looks as if it had added every file.
    """
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    later: dict[str, str] = {}  # an earlier name of a note → its current name
    for entry in log.split("\x01")[1:]:
        head, *words = (word for word in entry.replace("\n", "\0").split("\0") if word)
        commit, _, when = head.replace("+00:00", "Z").partition(" ")
        if commit in shallow:
            continue
        for status, path, new in _touched(words):
            name = later.get(new, new)
            if status == "D" or not is_note(name):
                continue
            first[name] = when
            if status != "R100":
                last.setdefault(name, when)
            if status.startswith("R"):
                later[path] = name
    return {name: (when, last.get(name, when)) for name, when in first.items()}


def _touched(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """(status, path before, path after) of each file that a commit changed."""
    rest = iter(words)
    for status in rest:
        path = next(rest, "")
        yield status, path, next(rest, "") if status[:1] in "RC" else path
