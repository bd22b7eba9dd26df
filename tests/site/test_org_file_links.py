"""A link to an Org file leads to the note of that name, even if a heading of another file is that note."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import built, write

POST = "* Two words\n:PROPERTIES:\n:EXPORT_FILE_NAME: two\n:END:\ntext\n"
DRAFT = "* TODO Draft\n:PROPERTIES:\n:EXPORT_FILE_NAME: draft\n:END:\nunfinished\n"


def test_a_link_to_a_missing_file_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "garden" / "org"
    folder.mkdir(parents=True)
    (folder / "posts.org").write_text(POST + DRAFT, encoding="utf-8")
    links = "[[file:two.org][a]] [[file:draft.org][b]] [[file:none.org][c]]"
    (folder / "one.org").write_text(f"#+title: One\n\n{links}\n", encoding="utf-8")
    files = built(tmp_path / "garden", tmp_path / "public")
    body = files["posts/one/index.html"].decode().partition("data-note-body")[2].partition("</div>")[0]
    assert '<a href="../two/"' in body or '<a href="/posts/two/"' in body
    assert '</a> b <a class="broken">c' in body  # a draft counts as missing


def test_a_link_by_id_without_description_shows_the_name_of_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "garden"
    folder.mkdir()
    own = ":PROPERTIES:\n:ID: {}\n:END:\n"
    (folder / "notegarden.toml").write_text('format = "org"\n', "utf-8")
    (folder / "2020-b.org").write_text(f"{own.format('b')}#+title: B\n\n* Head\n{own.format('h')}", "utf-8")
    (folder / "c.org").write_text(f"{own.format('c')}#+title: C\n#+hugo_draft: t\n", "utf-8")
    (folder / "a.org").write_text("#+title: A\n\n[[id:b]] [[id:h]], [[id:c]] [[id:n]] [[id:b][b]] *x*\n", "utf-8")
    page = built(folder, tmp_path / "public")["posts/a/index.html"].decode()
    body = page.partition("data-note-body")[2].partition("</div>")[0]
    assert '<a href="/posts/2020-b/">2020-b.md</a> <a href="/posts/2020-b/#head">2020-b.md</a>,' in body
    assert '</a>, c <a class="broken">n</a> <a href="/posts/2020-b/">b</a> <strong>x' in body


@pytest.mark.parametrize("title", ["#+title: Part\n", ""])
def test_an_id_leads_to_the_file_that_has_it_rather_than_one_that_includes_it(tmp_path: Path, title: str) -> None:
    heading = "* Root\n:PROPERTIES:\n:ID: one\n:END:\n"
    including = '#+title: T\n\n#+include: "{}.org"\n'
    write(tmp_path / "garden", {
        "org/part.org": f"{title}\n{heading}",
        "org/posts.org": f"{heading.replace('ID: one', 'ID: two')}".replace(":END:", ":EXPORT_FILE_NAME: post\n:END:"),
        "org/a.org": including.format("part"),
        "org/b.org": including.format("posts"),
        "org/links.org": "#+title: Links\n\n[[id:one][x]] [[id:two][y]]\n",
    })  # fmt: skip
    page = built(tmp_path / "garden", tmp_path / "out")["posts/links/index.html"].decode()
    assert f'<a href="/posts/{"part" if title else "a"}/#root">x</a>' in page
    assert '<a href="/posts/post/">y</a>' in page
