"""Keys that Hugo does not read, by which an author withholds a note or may mean to."""

from __future__ import annotations

import pytest

from notegarden.dialects.hugo.reader import parse
from notegarden.notes.note import Dialect, Note


def read(front: str) -> Note:
    return parse("a.md", f"---\ntitle: T\n{front}\n---\ntext\n".encode(), Dialect()).note


@pytest.mark.parametrize(
    "front",
    ["publish: false", "Publish: no", "publish: 0", "published: false", "public: 'off'", "dg-publish: false",
     "publish: false\nstatus: done"],
)  # fmt: skip
def test_a_key_that_can_only_mean_withheld_withholds_the_note(front: str) -> None:
    note = read(front)
    assert note.front.draft
    (problem,) = note.problems
    assert (problem.code, problem.severity, problem.line) == ("publish-unclear", "warning", 3)
    assert problem.message.startswith(f"`{front.partition(':')[0].lower()}` ")
    assert "draft: true" in problem.hint


@pytest.mark.parametrize(
    "front", ["cascade:\n  publish: false", "cascade:\n- {draft: false}\n- {publish: no, target: {path: /a/**}}"]
)
def test_such_a_key_in_a_cascade_withholds_the_notes_below(front: str) -> None:
    note = read(front)
    assert not note.front.draft
    assert note.front.cascade[-1].front.draft
    (problem,) = note.problems
    assert problem.code == "publish-unclear"
    assert "the notes below" in problem.message


@pytest.mark.parametrize(
    ("front", "hint"),
    [
        ("status: draft", "draft: true"),
        ("status: Private", "draft: true"),
        ("state: unpublished", "draft: true"),
        ("visibility: hidden", "draft: true"),
        ("private: true", "draft: true"),
        ("expires: 2001-01-01", "expiryDate"),
        ("expiration_date: '2001-01-01 10:00'", "expiryDate"),
    ],
)
def test_an_ambiguous_key_is_reported_and_withholds_nothing(front: str, hint: str) -> None:
    note = read(front)
    assert not note.front.draft
    assert not note.front.unreadable
    assert [(each.code, each.line) for each in note.problems] == [("publish-unclear", 3)]
    assert hint in note.problems[0].hint


@pytest.mark.parametrize(
    "front",
    [
        "publish: true",
        "published: 2020-01-01",
        "publish:",
        "public: true",
        "status: evergreen",
        "status: [draft, x]",
        "private: false",
        "expires: never",
        "draft: true\nstatus: draft\npublish: false",
        "expires: 2001-01-01\nexpiryDate: 2001-01-01",
        "hidden: true",
        "type: [note, index]",
    ],
)
def test_other_keys_and_hugos_own_are_not_findings(front: str) -> None:
    assert read(front).problems == ()
