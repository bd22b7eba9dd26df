"""Files next to notes are published where Hugo publishes them, and are withheld with their notes."""

from __future__ import annotations

from pathlib import Path

from hugo_twin import CONFIGURATION, Twin

_PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
_FRONTS = {
    "plain": "",
    "slug": "slug: other",
    "url": "url: /far/away/",
    "draft": "draft: true",
    "future": "date: 2999-01-01",
    "expired": "expiryDate: 2001-01-01",
    "headless": "headless: true",
    "never": "build: {render: never}",
    "link": "build: {render: link}",
    "kept": "build: {publishResources: false}",
    "unlisted": "build: {list: never}",
}


def garden() -> dict[str, str]:
    files = {}
    for name, front in _FRONTS.items():
        for path in (f"leaf-{name}/index.md", f"blog/{name}/index.md", f"part-{name}/_index.md", f"{name}.markdown"):
            apart = front.replace("other", f"o{len(files)}").replace("far", f"f{len(files)}")
            files[f"content/{path}"] = f"---\ntitle: T {name}\n{apart}\n---\n![a](p.svg)\n"
        for folder in (f"leaf-{name}", f"leaf-{name}/inner", f"blog/{name}", f"part-{name}", f"part-{name}/inner"):
            files[f"content/{folder}/p.svg"] = _PICTURE
        files[f"content/part-{name}/page.mdown"] = "---\ntitle: P\n---\nx\n"
        files[f"content/part-{name}/leaf/index.MD"] = "---\ntitle: P\n---\nx\n"
    return files


def files_of(site: Path, ending: str) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob(f"*{ending}") if "assets" not in path.parts}


def test_files_go_with_the_note_of_their_bundle(tmp_path: Path) -> None:
    twin = Twin(tmp_path, garden(), CONFIGURATION + '[permalinks]\nblog = "/:year/:slug/"\n')
    assert files_of(twin.ours, ".svg") == files_of(twin.theirs, ".svg")
    pages = {path for path in files_of(twin.theirs, "index.html") if "categories" not in path}
    assert pages - files_of(twin.ours, "index.html") == set()


def test_no_source_file_is_copied(tmp_path: Path) -> None:
    names = ("a.md.orig", "b.mdx", "c.qmd", "d.org", "e.MD", "f.mkd", "g.rst", "h.markdown~", "i.md.1")
    files = {f"content/{name}": "---\ntitle: T\ndraft: true\n---\nzqsecret\n" for name in names}
    files["content/page.html"] = "---\ndraft: true\n---\nzqsecret\n"
    files["content/plain.html"] = "<p>open</p>\n"
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    from notegarden.pipeline.report import Options
    from notegarden.pipeline.stages import Pipeline

    pipeline = Pipeline(tmp_path, Options())
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    site = tmp_path / "public"
    assert [path for path in site.rglob("*") if path.is_file() and b"zqsecret" in path.read_bytes()] == []
    assert (site / "plain.html").is_file()
    assert [line for line in pipeline.report.warnings if "no page, because it is neither Markdown nor Org" in line]


def test_files_follow_an_edit_of_their_note(tmp_path: Path) -> None:
    """An incremental build moves, removes and restores them like a fresh one."""
    from notegarden.pipeline.report import Options
    from notegarden.pipeline.stages import Pipeline

    note = tmp_path / "content/bundle/index.md"
    note.parent.mkdir(parents=True)
    (note.parent / "p.svg").write_text(_PICTURE)
    (tmp_path / "content/other.md").write_text("---\ntitle: O\n---\n![](/moved/p.svg)\n")
    for front, expected in (("", {"bundle/p.svg"}), ("slug: moved", {"moved/p.svg"}), ("draft: true", set()),
                            ("url: /x/y/", {"x/y/p.svg"}), ("draft: yes", set()), ("", {"bundle/p.svg"})):  # fmt: skip
        note.write_text(f"---\ntitle: B\n{front}\n---\n![](p.svg)\n")
        pipeline = Pipeline(tmp_path, Options(search=False))
        pipeline.refresh()
        pipeline.publish()
        problems = {(each.path, each.code) for each in pipeline.problems()}
        pipeline.close()
        assert files_of(tmp_path / "public", ".svg") == expected
        assert (("other.md", "picture-missing") in problems) == ("slug" not in front)
        assert ("bundle/index.md", "picture-missing") not in problems
