"""Nothing of an unpublished note is in any file of the site."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from spoil import FORMS, each_slip, spoiled

from notegarden.cli import main
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.notes.note import Build, FrontMatter
from notegarden.notes.visibility import Rules, has_files, is_hidden

NOW = "2026-01-01T00:00:00Z"
NOBODY = Rules()
TRACE = re.compile("zq(?:secret|title|name|heading)", re.IGNORECASE)


def every_file(folder: Path) -> Iterator[tuple[Path, str]]:
    """A site's files as text, each with its name in front; the search index is unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            if path.suffix == ".bin":
                text = zlib.decompress(data)
            yield path, f"{path.relative_to(folder)}\n{text.decode('utf-8', 'replace')}"


def hidden(text: str) -> bool:
    return is_hidden(read_front_matter("a.md", text).front, NOW, NOBODY)


@pytest.mark.parametrize("front", sorted(FORMS.values()))
def test_spoiled_drafts_were_withheld_before(front: str) -> None:
    assert hidden(front)


@settings(max_examples=1000, deadline=None)
@given(spoiled())
def test_a_draft_with_spoiled_front_matter_is_not_published(front: str) -> None:
    text = front.replace("\r", "\n").replace("\0", "�")
    assert hidden(f"{text}\nprivate words\n\nmore\n")


@pytest.mark.parametrize(
    "text",
    [
        '{ // mine\n "title": "P",\n "draft": true}\n',
        '// mine\n{"title": "P", "draft": true}\n',
        '/* mine */ {"title": "P", "headless": true}\n',
        "{'title': 'P', 'draft': true}\n",
        "{title: P, publishDate: 2999-01-01}\n",
        '{ // mine\n "title": "P"}\n',
        "---\u2028title: P\u2028draft: true\u2028---\u2028",
        "---\x85title: P\x85draft: true\x85---\x85",
        "+++\ftitle = 'P'\fdraft = true\f+++\f",
        "---\ndraft: true\ndraft: false\n---\n",
        "---\nbuild: {render: never}\nbuild: {}\n---\n",
        "---\nbuild: {render: [never]}\n---\n",
        "---\nbuild: {list: {a: b}}\n---\n",
        "---\nbuild: {}\n_build: {render: never}\n---\n",
        "---\nd: &d {draft: true}\n<<: *d\n---\n",
        "---\nd: &d true\ndraft: *d\n---\n",
        "---\ntitle: a\nlastmod: 2999-01-01\n---\n",
        "---\nmodified: 2999-01-01T10:00:00+02:00\n---\n",
        "#+TITLE: a\n#+DRAFT: true\n",
        "\n#+tags[]: b\n#+PUBLISHDATE: 2999-01-01\n",
    ],
)
def test_a_draft_in_an_unsupported_format_is_not_published(text: str) -> None:
    """Hugo rejects or withholds each of them, too."""
    assert hidden(f"{text}\nprivate words\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{a set in braces: of three}\n",
        "{{< figure src='x.png' title='a' >}}\n",
        "{% raw %}\ntitle: x\n",
        "---\ntitle: a\ntitle: a\n---\n",
        "text\n",
        "# A heading\n\nDraft: what I thought of it\n",
        "#+begin_src\nx\n#+end_src\n",
        "---\n\nprose after a rule\n",
        "---\ntitle: a\n---\nIn Hugo, write this:\n\n```yaml\ntitle: x\ndraft: true\n```\n",
        "---\ntitle: a\ndraft: false\n---\n    draft: true\n",
        "---\n# draft: true\ntitle: a\n---\n",
        "---\ntitle: a\npublishDate:\n---\n",
        "---\ntitle: a\ndraft: false\ndescription: |\n  draft: true\n---\n",
        "+++\ntitle = 'a'\n[cascade]\ndraft = true\n+++\n",
        "{{< shortcode >}}\n\ntext: x\n",
        "| a | b |\n|---|---|\n| draft: true | c |\n",
        "---\ntitle: a\nbuild:\n  list: never\n---\n",
    ],
)
def test_a_note_that_is_not_a_draft_is_published(text: str) -> None:
    found = read_front_matter("a.md", text)
    assert (found.problems, is_hidden(found.front, NOW, NOBODY)) == ((), False)


@pytest.mark.parametrize(
    ("front", "rules", "expected"),
    [
        (FrontMatter(draft=True), Rules(), True),
        (FrontMatter(draft=True), Rules(drafts=True), False),
        (FrontMatter(date="2026-01-01T00:00:01+00:00"), Rules(), True),
        (FrontMatter(date="2026-01-01T01:00:00+02:00"), Rules(), False),
        (FrontMatter(date="2999-01-01T00:00:00Z"), Rules(future=True), False),
        (FrontMatter(date="2999-01-01T00:00:00Z", publish_date="2020-01-01T00:00:00Z"), Rules(), False),
        (FrontMatter(date="2020-01-01T00:00:00Z", lastmod="2999-01-01T00:00:00Z"), Rules(), False),
        (FrontMatter(expiry_date="2026-01-01T00:00:00Z"), Rules(), True),
        (FrontMatter(expiry_date="2026-01-01T00:00:00Z"), Rules(expired=True), False),
        (FrontMatter(expiry_date="2026-01-01T00:00:01Z"), Rules(), False),
        (FrontMatter(headless=True), Rules(), True),
        (FrontMatter(build=Build(render="link")), Rules(drafts=True, future=True, expired=True), True),
        (FrontMatter(unreadable=True), Rules(drafts=True, future=True, expired=True), True),
        (FrontMatter(unreadable=True), Rules(unreadable=True), False),
    ],
)
def test_what_withholds_a_note(front: FrontMatter, rules: Rules, expected: bool) -> None:
    assert is_hidden(front, NOW, rules) is expected


def test_files_of_a_bundle_are_withheld_with_their_note_unless_it_only_has_no_page() -> None:
    assert not has_files(FrontMatter(draft=True), NOW, NOBODY)
    assert not has_files(FrontMatter(unreadable=True), NOW, NOBODY)
    assert not has_files(FrontMatter(build=Build(resources=False)), NOW, NOBODY)
    assert has_files(FrontMatter(headless=True), NOW, NOBODY)
    assert has_files(FrontMatter(build=Build(render="never")), NOW, NOBODY)


def test_spoiled_drafts_leave_no_trace_in_a_site(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "open.md").write_text("---\ntitle: Open\n---\nopen words\n")
    slips = [front for form in sorted(FORMS.values()) for front in each_slip(form)]
    for number, front in enumerate(slips[::70]):
        text = front.replace("Private diary", f"Zqtitle {number}")
        (content / f"zqname-{number}.md").write_bytes(f"{text}\nzqsecret words\n\n## Zqheading\n".encode())
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--strict"])
    assert done.exit_code == 1
    assert [str(path) for path, text in every_file(tmp_path / "public") if TRACE.search(text)] == []
    assert "1 note, 0 links" in done.output
    assert "notes not published" in done.output


_FRONTS = {
    "draft": "draft: true",
    "future": "date: 2999-01-01",
    "expired": "expiryDate: 2001-01-01",
    "broken": "draft: yes",
    "unread": "title: a: b",
    "handed": "",
}
_OPEN = """---
title: Open
tags: [Mine]
---
See [text]({{< relref "%(name)s" >}}), [text](/%(folder)s/%(name)s/), [text](/%(folder)s/%(name)s.md) and
<a class="x" href="{{< relref "%(folder)s/%(name)s" >}}">raw</a>, and after [Open]({{< relref "open" >}}).

![alt](/%(folder)s/%(name)s/zqfile.svg) [file](/%(folder)s/%(name)s/zqfile.pdf)

tags
: [text]({{< relref "%(name)s" >}})
"""


def test_unpublished_notes_appear_nowhere(tmp_path: Path) -> None:
    """Not their text, title, name or files: on no page, in no list, feed, map or index."""
    files = {"notegarden.toml": 'ignore_files = ["zqname-ignored"]\nbase_url = "https://example.org/"\n'}
    for kind, front in {**_FRONTS, "ignored": ""}.items():
        folder = "zqfolder" if kind != "handed" else "handed"
        name = f"zqname-{kind}"
        text = f"---\ntitle: Zqtitle {kind}\n{front}\naliases: [/zqname-old-{kind}/]\ntags: [zqname-tag]\n---\n"
        text += 'zqsecret\n\n## Zqheading\n\n[o]({{< relref "open" >}}) ![](zqfile.svg)\n'
        files[f"content/{folder}/{name}/index.md"] = text
        files[f"content/{folder}/{name}/zqfile.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'/>"
        files[f"content/{folder}/{name}/zqfile.pdf"] = "zqsecret"
        files[f"content/{folder}/{name}/zqname-part.md"] = "zqsecret"
        files[f"content/open-{kind}.md"] = _OPEN % {"name": name, "folder": folder}
    files["content/handed/_index.md"] = "---\ntitle: Handed\ncascade: {draft: true}\n---\n"
    files["content/parts.md"] = '---\ntitle: Parts\n---\n[p]({{< relref "zqname-part" >}}) [q](zqname-draf)\n'
    files["content/open.md"] = "---\ntitle: Open\n---\nx\n"
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    done = CliRunner().invoke(main, ["build", str(tmp_path)])
    assert done.exit_code == 0, done.output
    trace = re.compile("zq(?:secret|title|name(?!-draf\\b)|heading|file|folder)", re.IGNORECASE)
    found = [str(path) for path, text in every_file(tmp_path / "public") if trace.search(text)]
    assert found == []
    page = (tmp_path / "public/open-draft/index.html").read_text()
    assert 'See text, text, text and\n<a class="x">raw</a>, and after <a href="/open/">Open</a>.' in page
    findings = CliRunner().invoke(main, ["check", str(tmp_path)]).output
    assert all(f"open-{kind}.md:5" in findings for kind in ("draft", "future", "expired", "handed", "ignored"))


def test_unclosed_properties_of_a_vault_note_withhold_it() -> None:
    from notegarden.dialects.obsidian.properties import read_properties

    assert read_properties("a.md", "---\ntitle: a\npublish: false\n\nprivate words\n").held
    assert not read_properties("a.md", "---\n\nprose after a rule\n").held
