"""Links that no reader can follow do not count: not for backlinks, map or graph."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import built

from notegarden import dialects
from notegarden.notes.note import Dialect

_LINK = '[T]({{< relref "t" >}})'


@pytest.mark.parametrize(
    ("source", "unseen"),
    [
        (_LINK, [False]),
        (f"<!-- ask Bob about {_LINK} -->\n", [True]),
        (f"a <!-- {_LINK} --> b {_LINK}\n", [True, False]),
        (f"```md\n{_LINK}\n```\n", [True]),
        (f"    {_LINK}\n", [True]),
        (f"`{_LINK}`\n", [True]),
        (f"[`code`]{_LINK[3:]}\n", [False]),
        (f"<details><summary>see {_LINK}</summary>\nx\n</details>\n", [True]),
        ('<a href="{{< relref "t" >}}">x</a>\n', [False]),
        ('see {{< relref "t" >}}\n', [True]),
        ("[![a picture](/p.svg)](/t/)\n", [False]),
    ],
)
def test_only_links_that_a_reader_can_follow_count(source: str, unseen: list[bool]) -> None:
    note = dialects.parse("a.md", source.encode(), Dialect()).note
    assert [link.unseen for link in note.links] == unseen


def test_a_linked_picture_has_its_description_as_text() -> None:
    note = dialects.parse("a.md", b"[![a picture](/p.svg)](/t/)\n", Dialect()).note
    assert note.links[0].text == "a picture"


def test_an_address_in_the_text_is_kept_if_its_note_is_missing(tmp_path: Path) -> None:
    (tmp_path / "garden" / "content").mkdir(parents=True)
    text = '+++\ntitle = "A"\n+++\nSee {{< relref "missing.md" >}} here.\n'
    (tmp_path / "garden" / "content" / "a.md").write_text(text, encoding="utf-8")
    page = built(tmp_path / "garden", tmp_path / "public")["a/index.html"]
    assert b"See /wanted/#w-missing here." in page
