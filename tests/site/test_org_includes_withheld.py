"""Withheld text never appears on a page of another file that includes it, by any kind of include."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build, snapshot, write

POST = "* {}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {}\n{}:END:\n"
DRAFT = "#+hugo_draft: t\n"
LATER = "#+hugo_publishdate: 2999-01-01\n"


def findings(root: Path, files: dict[str, str]) -> list[tuple[str, str, int]]:
    """(code, file, line) of the findings about a garden's includes."""
    write(root / "garden", {"notegarden.toml": 'format = "org"\n', **files})
    _, problems = build(root / "garden", root / "site")
    codes = ("include", "org-unpublished")
    return [(each.code, each.shown_path, each.line) for each in problems if each.code in codes]


def leaks(root: Path) -> list[str]:
    return [name for name, data in snapshot(root / "site").items() if b"Secret" in data or b"secret" in name.encode()]


TARGETS = (
    '"part.org" :only-contents t', '"part.org" :lines "3-"', '"part.org" :lines "6-"', '"part.org" src org',
    '"part.org" example', '"part.org" export html', '"part.org::*Head"', '"part.org::*Head" :only-contents t',
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("head", [DRAFT, "#+setupfile: set.org\n", '#+include: "set.org"\n'])
def test_no_part_of_a_draft_is_included(target: str, head: str, tmp_path: Path) -> None:
    part = f"#+title: Part\n{head}\nSecret.\n* Head\nSecret.\n"
    files = {
        "a.org": f"#+title: A\n\n#+include: {target}\nBehind.\n",
        "part.org": part,
        "set.org": f"#+title: S\n{DRAFT}",
    }
    assert ("include", "a.org", 3) in findings(tmp_path, files)
    assert leaks(tmp_path) == []
    assert "Behind." in (tmp_path / "site/posts/a/index.html").read_text()


@pytest.mark.parametrize("target", TARGETS)
def test_a_page_is_not_published_before_the_text_it_includes(target: str, tmp_path: Path) -> None:
    part = f"#+title: Part\n{LATER}\nSecret.\n* Head\nSecret.\n"
    files = {"a.org": f"#+title: A\n\n#+include: {target}\n", "part.org": part}
    assert findings(tmp_path, files) == [("org-unpublished", "a.org", 3)]
    assert leaks(tmp_path) == []
    past = part.replace("2999", "2020")
    assert findings(tmp_path, files | {"part.org": past}) == []
    assert "Secret." in (tmp_path / "site/posts/a/index.html").read_text()


@pytest.mark.parametrize("own", ["", "#+date: 2020-01-01\n"])
@pytest.mark.parametrize("key", ["#+date: 2999-01-01", "#+hugo_expirydate: 2001-01-01", "#+lastmod: <2999-01-01>"])
def test_a_date_of_an_included_file_is_reported(own: str, key: str, tmp_path: Path) -> None:
    files = {
        "a.org": f'#+title: A\n{own}\n#+include: "part.org"\n',
        "part.org": f"#+title: P\n{key}\nSecret.\n",
    }
    assert ("org-unpublished", "a.org", 4 if own else 3) in findings(tmp_path, files)
    assert leaks(tmp_path) == []


def test_a_page_that_says_it_is_no_draft_does_not_include_a_draft(tmp_path: Path) -> None:
    files = {
        "a.org": '#+title: A\n#+hugo_draft: nil\n\n#+include: "part.org"\n',
        "part.org": f"#+title: Secret\n{DRAFT}Secret.\n* Secret\n",
    }
    assert findings(tmp_path, files) == [("include", "a.org", 4)]
    assert leaks(tmp_path) == []


@pytest.mark.parametrize("target", ['"part.org::*Post" :only-contents t', '"part.org::*Post" :lines "6-"',
                                   '"part.org::#post" :only-contents t', '"part.org" :lines "8-"',
                                   '"part.org" src org :lines "8-"', '"part.org" example'])  # fmt: skip
@pytest.mark.parametrize("own", ["TODO Post", "Post"])
def test_text_of_a_withheld_post_is_not_included_without_its_title(target: str, own: str, tmp_path: Path) -> None:
    date = "" if "TODO" in own else ":EXPORT_DATE: 2999-01-01\n"
    part = "#+title: P\n\n" + POST.format(own, "post", f":CUSTOM_ID: post\n{date}") + "\nSecret.\nSecret.\nSecret.\n"
    found = findings(tmp_path, {"a.org": f"#+title: A\n\n#+include: {target}\n", "part.org": part})
    assert ("org-unpublished" if date else "include", "a.org", 3) in found
    assert leaks(tmp_path) == []


@pytest.mark.parametrize("target", ["*Head", "*Below", "words"])
def test_commented_out_text_is_not_included(target: str, tmp_path: Path) -> None:
    part = "#+title: P\n* COMMENT Head\nSecret.\n** Below\n\n#+name: words\nSecret.\n"
    files = {"a.org": f'#+title: A\n\n#+include: "part.org::{target}" :only-contents t\n', "part.org": part}
    assert findings(tmp_path, files) == [("include", "a.org", 3)]
    assert leaks(tmp_path) == []


@pytest.mark.parametrize("options", ["", " export md", ' :lines "4-"', " src md"])
@pytest.mark.parametrize("head", ["draft: true", "draft: [", "publishDate: 2999-01-01", "headless: true"])
def test_no_draft_in_markdown_is_included(options: str, head: str, tmp_path: Path) -> None:
    files = {
        "notegarden.toml": "",
        "content/draft.md": f"---\n{head}\n---\nSecret.\n",
        "content/a.org": f'#+title: A\n\n#+include: "draft.md"{options}\n',
    }
    assert findings(tmp_path, files)
    assert leaks(tmp_path) == []


def test_the_nearest_of_two_drafts_keywords_is_the_first_one(tmp_path: Path) -> None:
    files = {
        "secret.org": f"{DRAFT}#+setupfile: set.org\n#+title: Secret\nSecret.\n",
        "set.org": "#+hugo_draft: nil\n",
        "open.org": f"#+setupfile: set.org\n{DRAFT}#+title: Open\n",
    }
    findings(tmp_path, files)
    assert leaks(tmp_path) == []
    assert (tmp_path / "site/posts/open/index.html").exists()


INNER = "#+title: P\n#+exclude_tags: private\n* Head\nOpen.\n** A :private:\nSecret.\n*** B\nSecret.\n** C\nAfter.\n"


@pytest.mark.parametrize("target", ['"part.org::*Head"', '"part.org" :only-contents t', '"part.org" :lines "3-"'])
def test_a_heading_that_a_tag_excludes_is_not_included(target: str, tmp_path: Path) -> None:
    files = {"a.org": f"#+title: A\n\n#+include: {target}\n", "part.org": INNER}
    assert findings(tmp_path, files) == []
    page = (tmp_path / "site/posts/a/index.html").read_text()
    assert leaks(tmp_path) == []
    assert "Open." in page
    assert "After." in page


def test_a_file_with_a_part_withheld_by_a_tag_is_not_shown_as_code(tmp_path: Path) -> None:
    files = {"a.org": '#+title: A\n\n#+include: "part.org" src org\n', "part.org": INNER}
    assert findings(tmp_path, files) == [("include", "a.org", 3)]
    assert leaks(tmp_path) == []


@pytest.mark.parametrize(
    "heading", ["COMMENT\tx", "[#a] COMMENT x", "x :noexport:", "x :g:", "x :m:", "COMMENT x"]
)  # fmt: skip
def test_headings_that_emacs_excludes_are_excluded(heading: str, tmp_path: Path) -> None:
    text = f"#+title: A\n#+tags: [ noexport : g ]\n#+tags: {{ g : m(m) }}\n* {heading}\nSecret.\n* B\nAfter.\n"
    findings(tmp_path, {"a.org": text, "b.org": "#+title: B\n"})
    assert leaks(tmp_path) == []
    assert "After." in (tmp_path / "site/posts/a/index.html").read_text()


@pytest.mark.parametrize("heading", ["TODO x", "COMMENT x", "DRAFT x", "x\n:PROPERTIES:\n:EXPORT_HUGO_DRAFT: t"])
def test_no_footnote_and_no_code_below_a_withheld_heading_is_shown(heading: str, tmp_path: Path) -> None:
    title, _, drawer = heading.partition("\n:PROPERTIES:\n")
    own = POST.format(title, "x", f"{drawer}\n" if drawer else "")
    own += "[fn:1] Secret.\n\n\n#+name: c\n#+begin_src sh\nSecret\n#+end_src\n"
    head = "See[fn:1] and[fn:2].\n#+begin_src sh :noweb yes\n<<c>>\n<<d>>\n#+end_src\n"
    head += "#+name: d\n#+begin_src sh\ndone_here\n#+end_src\n[fn:2] Mine.\n"
    findings(tmp_path, {"p.org": POST.format("P", "p", "") + head + own})
    assert leaks(tmp_path) == []
    page = (tmp_path / "site/posts/p/index.html").read_text()
    assert "Mine." in page
    assert page.count("done_here") > 1
    write(tmp_path / "garden", {"p.org": own + "See[fn:1].\n#+begin_src sh :noweb yes\n<<c>>\n#+end_src\n"})
    if "COMMENT" not in heading:
        build(tmp_path / "garden", tmp_path / "site", drafts=True)
        assert (tmp_path / "site/posts/x/index.html").read_text().count("Secret") > 2


def test_a_post_whose_title_starts_with_draft_is_a_draft(tmp_path: Path) -> None:
    post = POST.format("DRAFT Secret plan", "secret", "")
    files = {"a.org": f"{post}Secret.\n", "b.org": "#+title: B\n"}
    assert findings(tmp_path, files) == [("org-unpublished", "a.org", 1)]
    assert leaks(tmp_path) == []
    assert findings(tmp_path, {"a.org": f"#+todo: TODO DRAFT | DONE\n{post}Secret.\n"}) == []
    assert findings(tmp_path, {"a.org": POST.format("DRAFTING", "d", "")}) == []
    assert (tmp_path / "site/posts/d/index.html").exists()
