"""Language codes in the names of Org files work as for Markdown; no page of a file replaces another one's."""

from __future__ import annotations

from pathlib import Path

from support import build, report_of, write

from notegarden.dialects.org.reader import read_file

HUGO = 'baseURL = "/"\ndefaultContentLanguage = "en"\n[languages.en]\n[languages.de]\n'


def test_notes_in_another_language_are_left_out_with_a_warning(tmp_path: Path) -> None:
    garden, site = tmp_path / "garden", tmp_path / "site"
    write(
        garden,
        {
            "hugo.toml": HUGO,
            "content-org/a.org": "#+title: A\n[[file:b.en.org][b]] [[file:a.de.org][de]]\n",
            "content-org/a.de.org": "#+title: A\nzuhause\n",
            "content-org/b.en.org": "#+title: B\n",
            "content/posts/c.en.org": "#+title: C\n[[file:../../content-org/b.en.org][b]]\n",
            "content/posts/c.de.org": "#+title: C\nzuhause\n",
        },
    )
    report = report_of(garden, site, search=False)
    pages = {path.parent.name: path.read_text("utf-8") for path in site.glob("posts/*/index.html")}
    assert pages.keys() == {"a", "b", "c"}
    assert all("zuhause" not in page for page in pages.values())
    assert '<a href="/posts/b/">b</a> <a class="broken">de</a>' in pages["a"]
    assert '<a href="/posts/b/">b</a>' in pages["c"]
    assert sum("one language" in line for line in report.warnings) == 2
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    build(garden, site, search=False)
    assert before == {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}


def test_posts_of_one_file_with_the_same_name_each_have_a_page() -> None:
    post = "* {}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {}\n:END:\n"
    text = "".join(post.format(title, name) for title, name in (("A", "p"), ("B", "p-2"), ("C", "p.de"), ("D", "p")))
    paths = [page.path for page in read_file("a.org", text.encode(), {}, {}.get).pages]
    assert paths == ["posts/p.md", "posts/p-2.md", "posts/p-3.md", "posts/p-4.md"]
