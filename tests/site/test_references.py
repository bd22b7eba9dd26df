"""The page of cited works with the notes about each: no drafts; incremental builds equal fresh ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import build, built, snapshot

BIB = "@book{a, author = {Ann One}, title = {First}, year = 1999}\n@book{b, author = {Bo Two}, title = {Second}}\n"


def write(root: Path, name: str, text: str, front: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    title = path.stem.title()
    if name.endswith(".org"):
        path.write_text(f"{front}#+title: {title}\n#+bibliography: ../works.bib\n{text}\n")
    else:
        path.write_text(f"---\ntitle: {title}\n{front}---\n{text}\n")


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    write(root, "content/posts/one.md", "Says [@a].\n\n[all](/references/)")
    write(root, "content/posts/two.md", "@b [p. 3] and [@a]")
    write(root, "content/posts/secret.md", "[@b]", "draft: true\n")
    write(root, "org/tree.org", "Cites [cite:@a].\n* About it\n:PROPERTIES:\n:ID: x\n:ROAM_REFS: cite:b\n:END:\n")
    (root / "works.bib").write_text(BIB)
    (root / "notegarden.toml").write_text('bibliography = ["works.bib"]\n')
    return root


def works(site: dict[str, bytes]) -> dict[str, str]:
    """Key → text of the entry on the page, with a bar before each link."""
    page = site["references/index.html"].decode()
    found = re.findall(r'<li id="ref-(\w+)">(.*?)</ul>', page, re.DOTALL)
    return {key: re.sub(r"<[^<>]*>", "", re.sub("<a ", "|<a ", html)).strip() for key, html in found}


def assert_fresh(root: Path, site: dict[str, bytes], tmp_path: Path) -> None:
    build(root, tmp_path / "fresh", search=False, fresh=True, ledger="other")
    assert snapshot(tmp_path / "fresh") == site


def test_works_are_listed_with_the_notes_that_cite_them_and_those_about_them(garden: Path, tmp_path: Path) -> None:
    site = built(garden, tmp_path / "out")
    assert works(site) == {
        "b": "Bo, Two. n.d. Second.\n|Tree\n|Two".replace("Bo, Two", "Two, Bo"),
        "a": "One, Ann. 1999. First.\n|One|Tree|Two",
    }
    assert b"Secret" not in site["references/index.html"]
    assert b'<a href="/references/">References</a>' in site["posts/one/index.html"]
    assert b'<a href="/posts/tree/#about-it">n.d., 3</a>' in site["posts/two/index.html"]
    page = site["posts/tree/index.html"].decode()
    assert "Two (<b>n.d., 3</b>) and" in page.partition('id="_links"')[2]


def test_after_every_edit_the_page_is_that_of_a_fresh_build(garden: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    built(garden, output)
    edits = (
        ("content/posts/two.md", "nothing", ""),
        ("content/posts/secret.md", "[@b]", ""),
        ("content/posts/zither.md", "Mine.", "citekey: '@a'\n"),
        ("content/posts/zither.md", "Mine.", "citekey: a\ndraft: true\n"),
        ("content/posts/one.md", "a new block\n\nSays [@a].", "build:\n  list: never\n"),
        ("org/tree.org", "nothing", ""),
        ("content/posts/secret.md", "nothing", ""),
        ("content/posts/one.md", "nothing", ""),
    )
    for name, text, front in edits:
        write(garden, name, text, front)
        site = built(garden, output)
        assert_fresh(garden, site, tmp_path)
        assert b"Zither" not in b"".join(site.values()) or "draft" not in front
    assert "references/index.html" not in site
    assert not any(name.endswith("theme/references.css") for name in site)


@pytest.mark.parametrize(
    "front",
    ["draft: true", "publishDate: 2999-01-01", "expiryDate: 2001-01-01", "headless: true", "build:\n  render: never",
     "build:\n  list: never", "build:\n  list: local", "tags: [open"],
)  # fmt: skip
def test_a_withheld_note_appears_nowhere(tmp_path: Path, front: str) -> None:
    root = tmp_path / "garden"
    write(root, "content/posts/one.md", "Says [@a].")
    hidden = "# Zither\n\n[@a] [@b]\n\n- [ ] zebra\n"
    write(root, "content/posts/zither.md", hidden, f"citekey: a\n{front}\n")
    (root / "works.bib").write_text(BIB)
    (root / "notegarden.toml").write_text('bibliography = ["works.bib"]\ntasks = true\n')
    output = tmp_path / "out"
    site = built(root, output)
    own = ("posts/zither/", "offline-files.json")  # whose address is that of every page
    found = [name for name, text in site.items() if re.search(b"Zither|zither|zebra|Second", text)]
    assert [name for name in found if not name.startswith(own)] == []
    write(root, "content/posts/zither.md", hidden, "citekey: a\n")
    assert b'<a href="/posts/zither/">One 1999</a>' in built(root, output)["posts/one/index.html"]
    write(root, "content/posts/zither.md", hidden, f"citekey: a\n{front}\n")
    assert built(root, output) == site


def test_links_to_the_page_exist_only_with_the_page(garden: Path, tmp_path: Path) -> None:
    _, problems = build(garden, tmp_path / "out", search=False)
    assert [each for each in problems if each.code == "address-missing"] == []
    for name in ("one.md", "two.md"):
        write(garden, f"content/posts/{name}", "[all](/references/)")
    write(garden, "org/tree.org", "nothing")
    _, problems = build(garden, tmp_path / "out", search=False)
    assert [each.path for each in problems if each.code == "address-missing"] == ["posts/one.md", "posts/two.md"]


def test_the_page_can_be_switched_off_and_yields_to_a_note(garden: Path, tmp_path: Path) -> None:
    write(garden, "content/references.md", "My own.")
    site = built(garden, tmp_path / "out")
    assert "garden-references/index.html" in site
    (garden / "notegarden.toml").write_text('bibliography = ["works.bib"]\n[pages]\nreferences = false\n')
    assert "garden-references/index.html" not in built(garden, tmp_path / "out")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("@a", ["a"]),
        ('"cite:a" https://example.org/@b', ["a"]),
        ("[cite:@a] @b", ["a", "b"]),
        ("cite:&a,b", ["a"]),
        ("https://example.org", []),
    ],
)
def test_works_named_by_an_org_roam_property(typed: str, keys: list[str]) -> None:
    from notegarden.dialects.org.front import described
    from notegarden.dialects.org.outline import Outline

    outline = Outline([":PROPERTIES:", f":ROAM_REFS: {typed}", ":END:", "#+title: T"], [])
    assert described(outline) == keys
    assert described(Outline(["#+title: T"], []), [typed]) == keys


def test_a_vault_note_is_about_the_work_in_its_property(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    write(root, "Paper.md", "Mine.", "citekey: [a]\n")
    write(root, "Note.md", "As [@a] says.")
    (root / "works.bib").write_text(BIB)
    (root / "notegarden.toml").write_text('format = "obsidian"\nbibliography = ["works.bib"]\n')
    site = built(root, tmp_path / "out")
    assert b'<a href="/paper/">One 1999</a>' in site["note/index.html"]
    assert b"As (<b>One 1999</b>) says." in site["paper/index.html"]
