"""The other notes that cite a work, next to its entry in a note's list of references; unpublished ones never."""

from __future__ import annotations

import re
from pathlib import Path

from support import build, built, snapshot

BIB = "@book{a, author = {Ann One}, title = {First}, year = 1999}\n@book{b, author = {Bo Two}, title = {Second}}\n"


def write(root: Path, name: str, text: str, front: str = "") -> None:
    (root / "content/posts").mkdir(parents=True, exist_ok=True)
    (root / f"content/posts/{name}.md").write_text(f"---\ntitle: {name.title()}\n{front}---\n{text}\n")


def text_after_entries(site: dict[str, bytes], page: str) -> list[str]:
    """The text after each entry of a page's list of references, without tags."""
    found = re.findall(r'<span class="cited-by".*?</span>', site[f"posts/{page}/index.html"].decode())
    return [re.sub("<[^<>]*>", "", each) for each in found]


def test_the_list_is_in_the_interface_language_and_a_gardens_own_words_come_first(tmp_path: Path) -> None:
    root, output = tmp_path / "garden", tmp_path / "out"
    write(root, "one", "[@a]")
    write(root, "two", "[@a]")
    (root / "works.bib").write_text(BIB)
    (root / "notegarden.toml").write_text('language = "zh-TW"\nbibliography = ["works.bib"]\n')
    assert text_after_entries(built(root, output), "one") == ["另見引用於: Two"]
    words = root / "static/theme/words/zh-tw.json"
    words.parent.mkdir(parents=True)
    words.write_text('{"cited_in": "<X>"}')
    assert text_after_entries(built(root, output), "one") == ["&lt;X&gt;: Two"]


def test_the_other_notes_that_cite_a_work_are_listed_without_drafts(tmp_path: Path) -> None:
    root, output = tmp_path / "garden", tmp_path / "out"
    write(root, "one", "[@a; @b]")
    write(root, "two", "[@a]")
    write(root, "three", "@a says")
    write(root, "secret", "[@a] [@b]", "draft: true\n")
    (root / "notegarden.toml").write_text('bibliography = ["works.bib", "gone.bib"]\n')
    (root / "works.bib").write_text(BIB)
    site = built(root, output)
    assert text_after_entries(site, "one") == ["Also cited in: Three, Two"]
    assert text_after_entries(site, "two") == ["Also cited in: One, Three"]
    assert not any(b"Secret" in text for text in site.values())
    write(root, "secret", "[@a] [@b]")
    write(root, "two", "nothing")
    write(root, "three", "@a says", "build:\n  list: never\n")
    site = built(root, output)
    assert text_after_entries(site, "one") == ["Also cited in: Secret", "Also cited in: Secret"]
    build(root, tmp_path / "fresh", search=False, fresh=True, ledger="other")
    assert snapshot(tmp_path / "fresh") == site
