"""An Org file or part of one that is on no page is reported to the author, not shown to readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import build, report_of, snapshot, write

ORG = 'format = "org"\n'
POST = "* {}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {}\n{}:END:\n"
CODES = ("org-untitled", "org-unpublished")


def unpublished(root: Path, files: dict[str, str], **options: Any) -> list[tuple[str, str, int]]:
    """(code, file, line) of the findings about Org text without a page in a garden of these files."""
    write(root / "garden", {"notegarden.toml": ORG, **files})
    _, problems = build(root / "garden", root / "site", search=False, **options)
    return [(each.code, each.shown_path, each.line) for each in problems if each.code in CODES]


def test_a_key_that_is_read_under_another_name_is_reported(tmp_path: Path) -> None:
    files = {
        "a.org": '#+title: A\n#+hugo_front_matter_key_replace: linktitle>draft\n\n#+include: "part.org"\n',
        "part.org": "#+title: Part\n#+hugo_linktitle: true\n#+description: Words\nText.\n",
    }
    assert unpublished(tmp_path, files) == [("org-unpublished", "a.org", 4)]


@pytest.mark.parametrize(
    "text", ["", "Words\n", "# +title: T\n", "#+TITLE : T\n", "#+begin_src org\n#+title: T\n#+end_src\n"]
)
def test_a_file_without_a_title_is_reported(tmp_path: Path, text: str) -> None:
    assert unpublished(tmp_path, {"a.org": text}) == [("org-untitled", "a.org", 1)]
    assert unpublished(tmp_path, {"a.org": f"#+title: T\n{text}"}) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("#+title: T\n#+filetags: :noexport:\n", 2), (POST.format("COMMENT A", "a", ""), 1),
        ("x\n" + POST.format("A :noexport:", "a", ""), 2), ("#+exclude_tags: p\n#+title: T\n#+filetags: :p:\n", 3),
    ],
)  # fmt: skip
def test_a_file_excluded_by_its_tags_is_reported(tmp_path: Path, text: str, line: int) -> None:
    assert unpublished(tmp_path, {"secret.org": text, "b.org": "#+title: B\n"}) == [
        ("org-unpublished", "secret.org", line)
    ]
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"secret" in data]
    assert "secret" not in "".join(snapshot(tmp_path / "site"))


def test_an_excluded_file_has_no_page_in_a_preview_of_drafts_either(tmp_path: Path) -> None:
    assert unpublished(tmp_path, {"secret.org": "x\n"}, drafts=True)
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"secret" in data]


def test_an_included_file_is_not_reported(tmp_path: Path) -> None:
    files = {
        "a.org": '#+title: A\n#+include: "part.org"\n#+setupfile: set.org\n',
        "part.org": "Words\n",
        "set.org": "x\n",
    }
    assert unpublished(tmp_path, files) == []
    assert b"Words" in (tmp_path / "site/posts/a/index.html").read_bytes()
    write(tmp_path / "garden", {"a.org": "#+title: A\n"})
    assert unpublished(tmp_path, {"a.org": "#+title: A\n"}) == [
        ("org-untitled", "part.org", 1), ("org-untitled", "set.org", 1),
    ]  # fmt: skip


def test_text_outside_the_posts_of_a_file_with_an_id_is_reported(tmp_path: Path) -> None:
    text = ":PROPERTIES:\n:ID: x\n:END:\n#+title: T\nLeft.\n" + POST.format("A", "a", "")
    assert unpublished(tmp_path, {"t.org": text}) == [("org-unpublished", "t.org", 1)]
    assert unpublished(tmp_path, {"t.org": text.replace(":ID: x", ":X: x")}) == []


@pytest.mark.parametrize("own", [":EXPORT_HUGO_DRAFT: t\n", ":EXPORT_DATE: 2999-01-01\n"])
def test_a_withheld_post_is_not_shown_in_the_post_around_it(tmp_path: Path, own: str) -> None:
    inner = f"*{POST.format('Inner [[*Below]]', 'inner', own)}Secret.\n*** Below\nDeep.\n"
    assert unpublished(tmp_path, {"t.org": f"{POST.format('Outer', 'outer', '')}{inner}"}) == [
        ("org-unpublished", "t.org", 5)
    ]
    page = (tmp_path / "site/posts/outer/index.html").read_text()
    body = page.partition("data-note-body")[2].partition("</div>")[0]
    assert not [each for each in ("Inner", "Secret", "Below", "Deep") if each in body]
    assert unpublished(tmp_path, {"t.org": f"{POST.format('Outer', 'outer', own)}{inner}"}) == []
    assert unpublished(tmp_path, {"t.org": f"{POST.format('Outer', 'outer', '')}{inner.replace(own, '')}"}) == []
    assert "Deep" in (tmp_path / "site/posts/outer/index.html").read_text()


def test_a_heading_that_is_a_withheld_note_is_not_on_its_files_page(tmp_path: Path) -> None:
    text = "#+title: T\n* Secret\n:PROPERTIES:\n:ID: s\n:EXPORT_HUGO_DRAFT: t\n:END:\nWords.\n** Sub\n"
    files = {"notegarden.toml": f'{ORG}nodes = "headings"\n', "t.org": text}
    assert unpublished(tmp_path, files) == [("org-unpublished", "t.org", 2)]
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"Secret" in data or b"Sub" in data]


@pytest.mark.parametrize("cascade", ["draft: true", "date: 2999-01-01", "build: {render: never}"])
def test_a_heading_that_a_cascade_withholds_is_not_on_its_files_page(tmp_path: Path, cascade: str) -> None:
    node = "* {0} =x=\n:PROPERTIES:\n:ID: {0}\n:END:\nIn {0}.\n** Below {0}\n"
    kept = f"cascade: {{{cascade}, _target: {{path: /posts/t--secret-x}}}}"
    files = {
        "notegarden.toml": 'nodes = "headings"\n',
        "content/_index.md": f"---\ntitle: Home\n{kept}\n---\n",
        "org/t.org": f"#+title: T\n{node.format('Secret')}{node.format('Open')}",
    }
    assert unpublished(tmp_path, files) == [("org-unpublished", "org/t.org", 2)]
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"ecret" in data]
    page = (tmp_path / "site/posts/t/index.html").read_text()
    assert '<h2 id="open-x"><a href="/posts/t--open-x/">Open x</a></h2>' in page
    assert "In Open" not in page
    write(tmp_path / "garden", {"content/_index.md": "---\ntitle: Home\n---\n"})
    assert unpublished(tmp_path, files | {"content/_index.md": "---\ntitle: Home\n---\n"}) == []
    assert 'href="/posts/t--secret-x/">Secret x</a></h2>' in (tmp_path / "site/posts/t/index.html").read_text()


def test_headings_with_the_same_title_are_separate_notes(tmp_path: Path) -> None:
    node = "* Same\n:PROPERTIES:\n:ID: 20260101T10{}\n:END:\nwords\n"
    files = {
        "notegarden.toml": f'{ORG}nodes = "headings"\n',
        "t.org": "#+title: T\n" + "".join(map(node.format, range(4))),
    }
    unpublished(tmp_path, files)
    assert len(list((tmp_path / "site/posts").glob("t--same*"))) == 4


def test_no_hint_suggests_a_target_on_another_page(tmp_path: Path) -> None:
    links = "[[*Secret plam]] [[#secret-custon]] [[secret-targe]] [[*Hea]]\n** Head\n"
    drawer = ":CUSTOM_ID: secret-custom\n:EXPORT_HUGO_DRAFT: t\n"
    text = f"{POST.format('A', 'a', '')}{links}{POST.format('Secret plan', 'b', drawer)}<<secret-target>>\n"
    write(tmp_path / "garden", {"notegarden.toml": ORG, "t.org": text})
    _, problems = build(tmp_path / "garden", tmp_path / "site", search=False)
    hints = [each.hint for each in problems if each.code == "target-missing"]
    assert hints[-1] == "did you mean Head?"
    assert not [hint for hint in hints if "ecret" in hint]


def test_markdown_in_the_org_folder_of_a_hugo_site_is_reported(tmp_path: Path) -> None:
    write(
        tmp_path / "garden", {"content/a.md": "x\n", "org/b.org": "#+title: B\n", "org/c.md": "x\n", "org/D.ORG": "x\n"}
    )
    warnings = report_of(tmp_path / "garden", tmp_path / "site", search=False).warnings
    assert "org/D.ORG and 1 more: no page, because only .org files are notes there" in warnings


@pytest.mark.parametrize(
    "said", ["#+hugo_draft: t", "#+hugo_publishdate: 2999-01-01", "#+headless: true", "#+filetags: :noexport:"]
)
def test_an_included_file_that_withholds_the_page_is_reported(tmp_path: Path, said: str) -> None:
    files = {"a.org": '#+title: A\n\n#+include: "part.org"\n', "part.org": f"#+title: Part\n{said}\nSecret.\n"}
    found = unpublished(tmp_path, files)
    assert ("org-unpublished", "a.org", 3) in found
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"Secret" in data]
    _, problems = build(tmp_path / "garden", tmp_path / "site", search=False)
    message = next(each.message for each in problems if each.path == "a.org" or each.line == 3)
    assert "part.org" in message
    alone = files | {"a.org": '#+title: A\n\n#+include: "part.org" :only-contents t\n'}
    is_tag = "filetags" in said  # included files are often withheld by a tag
    assert (unpublished(tmp_path, alone) == []) == (is_tag or "2999" not in said)
    assert is_tag == any(b"Secret" in data for data in snapshot(tmp_path / "site").values())


def test_keywords_that_do_not_affect_the_including_page_are_not_reported(tmp_path: Path) -> None:
    files = {
        "a.org": '#+title: A\n#+include: "b.org"\n',
        "b.org": "#+title: B\n#+hugo_draft: nil\n#+date: 2020-01-01\n",
    }
    assert unpublished(tmp_path, files) == []


@pytest.mark.parametrize("state", ["TODO ", ""])
def test_a_post_of_an_included_file_is_not_a_page_of_the_one_that_includes_it(tmp_path: Path, state: str) -> None:
    post = POST.format(f"{state}Inner", "inner", "")
    files = {"a.org": '#+title: A\n\n#+include: "part.org"\nBehind.\n', "part.org": f"Above.\n{post}Secret.\n"}
    assert unpublished(tmp_path, files) == ([("org-unpublished", "a.org", 3)] if state else [])
    page = (tmp_path / "site/posts/a/index.html").read_text()
    assert "Above." in page
    assert ("Inner" in page, "Secret." in page) == (state == "", state == "")
    assert (tmp_path / "site/posts/inner/index.html").exists() == (state == "")


@pytest.mark.parametrize(
    ("head", "tree"),
    [
        ("#+hugo_draft: t\n", "* Head\nSecret.\n"),
        ("", "* TODO Post\n:PROPERTIES:\n:EXPORT_FILE_NAME: post\n:END:\n** Head\nSecret.\n"),
        ("#+hugo_draft: perhaps\n", "* Head\nSecret.\n"),
        ("#+hugo_draft: t\n", "* Other\n\n#+name: Head\nSecret.\n"),
    ],
)
def test_a_heading_of_a_draft_is_not_included(tmp_path: Path, head: str, tree: str) -> None:
    part = f"#+title: Part\n{head}\n{tree}"
    asked = '#+include: "part.org::Head"' if "name" in tree else '#+include: "part.org::*Head"'
    files = {"a.org": f"#+title: A\n\n{asked}\nBehind.\n", "part.org": part}
    unpublished(tmp_path, files)
    _, problems = build(tmp_path / "garden", tmp_path / "site", search=False)
    assert ("include", 3) in [(each.code, each.line) for each in problems]
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"Secret" in data]
    assert b"Behind" in (tmp_path / "site/posts/a/index.html").read_bytes()
    shown = {"a.org": files["a.org"], "part.org": "#+title: Part\n* Above\n** Head\nSecret.\n\n#+name: Head\ntext\n"}
    unpublished(tmp_path, shown)
    assert b"Secret" in (tmp_path / "site/posts/a/index.html").read_bytes() or "name" in tree


@pytest.mark.parametrize("kept", ["Secret :noexport:", "COMMENT Secret", "Above :ARCHIVE:\n** Secret"])
@pytest.mark.parametrize("asked", ["[[id:x][words]]", "[[file:a.org::#x][words]]", "#+transclude: [[id:x][words]]"])
def test_no_address_reveals_the_title_of_a_withheld_heading(kept: str, asked: str, tmp_path: Path) -> None:
    text = f"#+title: A\n* {kept}\n:PROPERTIES:\n:ID: x\n:CUSTOM_ID: x\n:END:\ntext\n"
    write(tmp_path / "garden", {"notegarden.toml": ORG, "a.org": text, "b.org": f"#+title: B\n\n{asked}\n"})
    _, problems = build(tmp_path / "garden", tmp_path / "site")
    assert [each.code for each in problems if each.line == 3] == ["id-missing"]
    assert not [name for name, data in snapshot(tmp_path / "site").items() if b"secret" in data.lower()]
    assert "words" in (tmp_path / "site/posts/b/index.html").read_text()
