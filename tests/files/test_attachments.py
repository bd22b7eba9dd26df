"""The folders where Org keeps attachments of a heading, in the order in which it searches them."""

from __future__ import annotations

from notegarden.files.attachments import by_id, other_layouts


def test_the_folder_of_an_id_is_split_after_two_characters() -> None:
    assert by_id("abcdef") == "ab/cdef"


def test_other_layouts_are_for_timestamps_and_for_any_id() -> None:
    assert other_layouts("data/ab/cdefgh/sub/x.png") == [
        "data/abcdef/gh/sub/x.png",
        "data/__/a/abcdefgh/sub/x.png",
    ]
    assert other_layouts("20/2001T101500.1/x.png")[0] == "202001/T101500.1/x.png"


def test_a_path_in_no_layout_has_no_other_places() -> None:
    assert other_layouts("data/abc/def/x.png") == []
    assert other_layouts("ab/x.png") == []
