"""What counts as new in a garden's folders since the ledger was written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.files.scan import Stamp
from notegarden.ledger.ledger import Ledger
from notegarden.pipeline.scanning import Scanned, _warnings, moved_files
from notegarden.pipeline.settings import SNAPSHOT

OLD, NEW = Stamp(1, 1, 1), Stamp(2, 2, 2)


class Folders:
    """A scan of the folders with this digest; counts the requests for its warnings."""

    def __init__(self, digest: bytes, *lines: str) -> None:
        self.digest, self.lines, self.asked = digest, [*lines], 0

    def warnings(self) -> list[str]:
        self.asked += 1
        return self.lines


@pytest.mark.parametrize(
    ("digest", "stored", "is_new", "as_last"),
    [(b"a", b"a", False, True), (b"a", b"b", False, False), (b"a", b"a", True, False), (b"", b"", False, False)],
)
def test_a_garden_is_unchanged_if_its_folders_and_everything_else_are(
    ledger: Ledger, digest: bytes, stored: bytes, is_new: bool, as_last: bool
) -> None:
    """Without a digest, files are too new for their times to prove that they are unchanged."""
    with ledger.commit():
        ledger.set_key(SNAPSHOT, stored)
    snapshot: Any = SimpleNamespace(digest=digest)
    assert Scanned(snapshot, None, is_new).is_as_last(ledger) is as_last


def test_added_changed_and_removed_files_have_moved(ledger: Ledger) -> None:
    with ledger.commit():
        ledger.set_files({"/gone": ("a", OLD), "/same": ("b", OLD), "/touched": ("c", OLD), "/elsewhere": ("d", OLD)})
    now = {"/same": ("b", OLD), "/touched": ("c", NEW), "/elsewhere": ("e", OLD), "/new": ("f", OLD)}
    assert moved_files(ledger, now) == {"/gone": None, "/touched": "c", "/elsewhere": "e", "/new": "f"}


def test_warnings_about_files_are_stored_while_the_folders_are_unchanged(ledger: Ledger) -> None:
    first, again, other = Folders(b"a", "one"), Folders(b"a", "two"), Folders(b"b", "three")
    assert [_warnings(each, ledger) for each in (first, again, other)] == [["one"], ["one"], ["three"]]  # type: ignore[arg-type]
    assert [each.asked for each in (first, again, other)] == [1, 0, 1]


def test_warnings_about_folders_without_a_digest_are_made_each_time(ledger: Ledger) -> None:
    folders = Folders(b"", "one")
    assert [_warnings(folders, ledger) for _ in range(2)] == [["one"]] * 2  # type: ignore[arg-type]
    assert folders.asked == 2
