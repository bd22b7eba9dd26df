"""Several updates of a served garden merged into one, for a page that missed some."""

from __future__ import annotations

import pytest

from notegarden.serve.live.update import Update, merged

FIRST = Update(2, "/a/", ("x.css",))
SECOND = Update(3, files=("/f",))
THIRD = Update(4, "/b/", ("x.css", "y.css"), whole=True)


def test_the_last_version_and_the_note_saved_last_are_kept() -> None:
    assert merged([FIRST]) == FIRST
    assert merged([FIRST, SECOND]) == Update(3, "/a/", ("x.css",), ("/f",))
    assert merged([FIRST, SECOND, THIRD]).saved == "/b/"


def test_files_are_named_once_in_the_order_of_their_changes() -> None:
    assert merged([THIRD, FIRST]).assets == ("x.css", "y.css")
    assert merged([SECOND, Update(5, files=("/e", "/f"))]).files == ("/f", "/e")


def test_one_update_that_may_have_changed_anything_makes_the_merged_one_so() -> None:
    assert [merged(each).whole for each in ([FIRST, SECOND], [FIRST, THIRD], [THIRD, FIRST])] == [False, True, True]


def test_merging_no_updates_is_an_error() -> None:
    with pytest.raises(ValueError, match="no updates"):
        merged([])
