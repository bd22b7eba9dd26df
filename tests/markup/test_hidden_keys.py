"""A note whose front matter was meant to withhold it, but was not parsed so, is never published by mistake."""

from __future__ import annotations

import pytest

from notegarden.dialects.pieces.hidden_keys import has_keys, looks_unread, unread_key


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("drfat: true", "draft"), ("Drafts = true", "draft"), ("isDraft: true", "draft"),
        ("params.draft: true", "draft"), ("draft：true", "draft"), ("draft true", "draft"), ('"draft" : true', "draft"),
        ("- draft: yes", "draft"), ("{title: x, draf: 1}", "draft"), ("draft:", "draft"),
        ("headles: true", "headless"), ("publish-date: 2099-01-01", "publishdate"),
        ("expirydte = 2020-01-01", "expirydate"),
        ("drfat: false", ""), ("drfat: no", ""), ("publishdat: soon", ""), ("craft: true", ""), ("title: a draft", ""),
        ("drafting: true", ""), ("# draft: true", ""),
    ],
)  # fmt: skip
def test_an_unread_key_is_named(raw: str, key: str) -> None:
    assert unread_key(raw, {"title": "x"}) == key


def test_a_key_that_was_read_or_has_another_meaning_is_not_reported() -> None:
    flags = dict.fromkeys(("draft", "headless", "publishdate", "expirydate", "unpublishdate"))
    assert unread_key("drfat: true", flags) == ""
    assert unread_key("drfat: true", {"draft": False}) == "", "the key was read next to it"
    raw = "cascade:\n  draft: true\n"
    assert unread_key(raw, {"cascade": {"draft": True}}) == ""
    assert unread_key(raw, {"cascade": [{"params": {"draft": True}}]}) == ""
    assert unread_key(raw, {"other": {"draft": True}}) == "draft"


@pytest.mark.parametrize(
    "text",
    [
        "-–-\ntitle: x\n---\n", "——\ntitle: x\ntext", "--- title: x draft: true ---", "+++ title = 'x' +++",
        "title: x\n---\ntext", '{"title": "x"}\n', "/* c */ {title: 'x'}", "#+title: x\n", "***\ndate: x\n",
        "text\n\ndraft: true\n", "---\x0btitle: x\x0b---",
    ],
)  # fmt: skip
def test_a_body_that_begins_with_intended_front_matter_is_recognized(text: str) -> None:
    assert looks_unread(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "", "Text.\n", "A title: of a text.\n", "- a list\n- of items\n", "---\nA rule first.\n", "{{< x >}}\n",
        "note: this\n", "#+begin_src\ndraft\n",
    ],
)  # fmt: skip
def test_a_body_of_prose_is_not_front_matter(text: str) -> None:
    assert not looks_unread(text, {})


def test_after_a_front_matter_only_the_first_paragraph_can_be_another() -> None:
    read = {"title": "x"}
    assert looks_unread("draft: true\n---\ntext\n", read)
    assert not looks_unread("text\n\ndraft: true\n", read)
    assert not looks_unread("draft: true\n", {**read, "draft": False})


def test_lines_of_keys_are_recognized() -> None:
    assert has_keys("\n\nmy-key: x\n")
    assert has_keys('words\n"key" = 1\n')
    assert not has_keys("words\n\nkey: x\n")
