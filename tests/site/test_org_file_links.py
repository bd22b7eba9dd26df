"""A link to an Org file leads to the note of its name, also where a heading of another file is that note."""

from __future__ import annotations

from pathlib import Path

from support import built

POST = "* Two words\n:PROPERTIES:\n:EXPORT_FILE_NAME: two\n:END:\ntext\n"
DRAFT = "* TODO Draft\n:PROPERTIES:\n:EXPORT_FILE_NAME: draft\n:END:\nunfinished\n"


def test_a_link_to_a_file_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "garden" / "org"
    folder.mkdir(parents=True)
    (folder / "posts.org").write_text(POST + DRAFT, encoding="utf-8")
    links = "[[file:two.org][a]] [[file:draft.org][b]] [[file:none.org][c]]"
    (folder / "one.org").write_text(f"#+title: One\n\n{links}\n", encoding="utf-8")
    files = built(tmp_path / "garden", tmp_path / "public")
    body = files["posts/one/index.html"].decode().partition("data-note-body")[2].partition("</div>")[0]
    assert '<a href="../two/"' in body or '<a href="/posts/two/"' in body
    assert '</a> b <a class="broken">c' in body  # a draft is as good as not there
