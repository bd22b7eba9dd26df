"""Files of many notes: what is published, what is withheld; incremental builds equal fresh ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import snapshot, write

from notegarden.cli import main

POSTS = """#+title: Posts
#+hugo_section: posts

Outside of every post: SECRET.
* One :@animals:tag_a:
:PROPERTIES:
:EXPORT_FILE_NAME: one
:ID: id-one
:END:
First [[id:id-two][link]] and [[*Two]].
** Inner part
:PROPERTIES:
:ID: id-inner
:END:
text
* TODO Draft
:PROPERTIES:
:EXPORT_FILE_NAME: draft
:END:
SECRET
* Two
:PROPERTIES:
:EXPORT_FILE_NAME: two
:ID: id-two
:END:
Second [[id:id-inner][inner]], [[file:pictures/shown.png]].
** Hidden :noexport:
SECRET [[file:pictures/hidden.png]]
** COMMENT Hidden too
SECRET
** Old :ARCHIVE:
SECRET
* Kept back :noexport:
** Three
:PROPERTIES:
:EXPORT_FILE_NAME: three
:ID: id-three
:END:
SECRET
"""
ROAM = """:PROPERTIES:
:ID: id-roam
:END:
#+title: A roam note

- tags :: [[id:id-one][One]]

It links [[id:id-inner][inside]], [[file:posts.org::*Two][two]] and [[id:id-three][a withheld heading]].
"""
HOME = '+++\ntitle = "Home"\n+++\n\nMarkdown that links [one]({{< relref "one.md" >}}).\n'


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    (root / "content").mkdir(parents=True)
    (root / "org" / "pictures").mkdir(parents=True)
    (root / "content" / "_index.md").write_text(HOME)
    (root / "org" / "posts.org").write_text(POSTS)
    (root / "org" / "roam.org").write_text(ROAM)
    for name in ("shown", "hidden", "unused"):
        (root / "org" / "pictures" / f"{name}.png").write_bytes(b"\x89PNG")
    return root


def build(garden: Path, output: str = "public") -> dict[str, bytes]:
    done = CliRunner().invoke(
        main, ["build", str(garden), "--no-search", "--quiet", "--output", str((garden / output).resolve())]
    )
    assert done.exit_code == 0, done.output
    return snapshot((garden / output).resolve())


def fresh(garden: Path) -> dict[str, bytes]:
    other = garden.parent / "fresh"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(garden, other, ignore=shutil.ignore_patterns("public", ".notegarden"))
    return build(other)


def test_each_subtree_with_an_export_file_name_is_a_page(garden: Path) -> None:
    site = build(garden)
    pages = {path for path in site if path.startswith("posts/") and path.count("/") == 2}
    assert pages == {"posts/one/index.html", "posts/two/index.html", "posts/roam/index.html"}


def test_withheld_text_appears_nowhere(garden: Path) -> None:
    site = build(garden)
    assert [path for path, data in site.items() if b"SECRET" in data] == []


def test_files_next_to_notes_are_published_only_where_a_published_note_uses_them(garden: Path) -> None:
    assert [path for path in build(garden) if path.startswith("ox-hugo/")] == ["ox-hugo/shown.png"]


def test_links_by_id_and_by_file_lead_to_the_page_and_its_heading(garden: Path) -> None:
    site = build(garden)
    roam, one, two = (site[f"posts/{name}/index.html"].decode() for name in ("roam", "one", "two"))
    assert 'href="/posts/one/#inner-part"' in roam
    assert 'href="/posts/two/"' in roam
    assert '<a class="broken">a withheld heading</a>' in roam
    assert 'href="/posts/two/"' in one
    assert 'href="/posts/one/#inner-part"' in two
    assert "A roam note" in one, "backlinks show which notes link here"
    assert 'href="/posts/one/"' in site["index.html"].decode()


STYLE = (
    '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation>'
    '<layout prefix="[" suffix="]"><text variable="title"/></layout></citation></style>'
)
EDITS = [
    ("org/posts.org", lambda text: text.replace("Second", "Changed")),
    ("org/posts.org", lambda text: text.replace("* Two", "* Zwei")),
    ("org/posts.org", lambda text: text.replace("** Inner part", "** Another part")),
    (
        "org/posts.org",
        lambda text: text.replace("* TODO Draft", "* DONE Draft").replace("SECRET\n* Two", "shown\n* Two"),
    ),
    ("org/posts.org", lambda text: f"{text.replace('First', 'First[fn:1]')}* Notes :noexport:\n[fn:1] a note\n"),
    ("org/posts.org", lambda text: text.replace("a note", "another note")),
    ("org/roam.org", lambda text: text.replace("id-roam", "id-other") + '\n#+include: "part.org"\n'),
    ("org/part.org", lambda _text: "included text\n"),
    ("org/part.org", lambda _text: "included anew [[id:id-two][two]]\n"),
    (
        "org/roam.org",
        lambda text: (
            f"{text}\n#+bibliography: works.bib\n#+cite_export: csl own.csl\n[cite:@a99]\n#+print_bibliography:\n"
        ),
    ),
    ("org/works.bib", lambda _text: "@book{a99, author = {Ann Doe}, title = {T}, year = 1999}"),
    ("org/works.bib", lambda text: text.replace("Ann", "Bea")),
    ("org/own.csl", lambda _text: STYLE),
    ("org/own.csl", lambda text: text.replace('prefix="["', 'prefix="("')),
    ("org/works.bib", None),
    ("org/.dir-locals.el", lambda _text: '((org-mode . ((org-hugo-section . "notes"))))'),
    ("org/second/roam.org", lambda _text: "#+title: The same stem\n\ntext\n"),
    ("content/posts/one.md", lambda _text: '+++\ntitle = "Exported"\n+++\n\nold\n'),
    ("org/roam.org", None),
    ("org/second/roam.org", None),
    ("org/posts.org", lambda text: text.replace("EXPORT_FILE_NAME: one", "EXPORT_FILE_NAME: uno")),
]


def test_after_every_edit_an_incremental_build_equals_a_fresh_one(garden: Path) -> None:
    build(garden)
    for path, edit in EDITS:
        file = garden / path
        file.parent.mkdir(exist_ok=True)
        if edit is None:
            file.unlink()
        else:
            file.write_text(edit(file.read_text() if file.exists() else ""))
        assert build(garden) == fresh(garden), f"after the edit of {path}"


def test_an_edit_of_a_bibliography_or_a_style_updates_the_notes_that_cite(garden: Path) -> None:
    with (garden / "org" / "roam.org").open("a") as file:
        file.write("#+bibliography: works.bib\n#+cite_export: csl own.csl\n[cite:@a99]\n")
    (garden / "org" / "works.bib").write_text("@book{a99, author = {Ann Doe}, title = {First}, year = 1999}")
    (garden / "org" / "own.csl").write_text(STYLE)
    page = "posts/roam/index.html"
    assert b'[<a href="#citeproc_bib_item_1">First</a>]' in build(garden)[page]
    for name, old, new in (("works.bib", "First", "Second"), ("own.csl", '"["', '"{"')):
        file_path = garden / "org" / name
        file_path.write_text(file_path.read_text().replace(old, new))
        site = build(garden)
    assert b'{<a href="#citeproc_bib_item_1">Second</a>]' in site[page]


def test_two_files_with_the_same_page_name_both_have_a_page(garden: Path) -> None:
    (garden / "org" / "second").mkdir()
    (garden / "org" / "second" / "roam.org").write_text("#+title: The same stem\n\ntext\n")
    pages = [path for path in build(garden) if path.startswith("posts/roam") and path.endswith("index.html")]
    assert len(pages) == 2


def test_links_inside_a_file_lead_to_its_own_page_even_if_another_file_has_that_path(garden: Path) -> None:
    def post(title: str, name: str, identity: str, text: str) -> str:
        return f"* {title}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {name}\n:ID: {identity}\n:END:\n{text}\n** Part\npart\n"

    other = "#+hugo_section: posts\n" + post("Twice", "same", "id-first", "The first.")
    write(garden, {"org/a-same.org": other})
    own = post("Again", "same", "id-second", "The second.")
    asks = post("Asks", "asks", "id-asks", "[[id:id-second][by id]] and [[*Again][by title]]")
    write(garden, {"org/b-same.org": f"#+hugo_section: posts\n{own}{asks}"})
    pages = {path: text.decode() for path, text in build(garden).items() if path.startswith("posts/same")}
    [second] = [path.split("/")[1] for path, text in pages.items() if "The second." in text]
    assert second != "same"
    asking = (garden / "public/posts/asks/index.html").read_text()
    assert asking.count(f'href="../{second}/"') + asking.count(f'href="/posts/{second}/"') >= 2
    (garden / "org/a-same.org").unlink()
    assert build(garden) == fresh(garden)


def test_an_org_file_wins_over_its_export_and_that_is_reported(garden: Path) -> None:
    (garden / "content" / "posts").mkdir()
    (garden / "content" / "posts" / "one.md").write_text('+++\ntitle = "Exported"\n+++\n\nold\n')
    done = CliRunner().invoke(main, ["build", str(garden), "--no-search"])
    assert "content/posts/one.md: skipped, because org/posts.org makes the same note" in done.output
    assert b"Exported" not in snapshot(garden / "public")["posts/one/index.html"]


def test_files_outside_of_the_garden_are_not_included(garden: Path) -> None:
    (garden.parent / "outside.org").write_text("SECRET\n")
    (garden / "org" / "link.org").symlink_to(garden.parent / "outside.org")
    (garden / "org" / "out.org").write_text(
        '#+title: Out\n#+include: "../../outside.org"\n#+include: "link.org"\n#+setupfile: ../../outside.org\ntext\n'
    )
    assert [path for path, data in build(garden).items() if b"SECRET" in data] == []


@pytest.mark.parametrize(
    "line",
    [
        '#+include: "../.git/config" src ini', '#+include: ".env"', '#+include: "link.txt" example',
        "#+transclude: [[file:../.git/config]] :src ini", "#+transclude: [[file:link.txt]] :lines 1-2",
    ],
)  # fmt: skip
def test_a_hidden_file_of_the_garden_is_not_included(garden: Path, line: str) -> None:
    (garden / ".git").mkdir()
    (garden / ".git" / "config").write_text("SECRET\n")
    (garden / "org" / ".env").write_text("SECRET\n")
    (garden / "org" / "link.txt").symlink_to("../.git/config")
    (garden / "org" / "out.org").write_text(f"#+title: Out\n{line}\n\ntext\n")
    assert [path for path, data in build(garden).items() if b"SECRET" in data] == []


def test_cyclic_includes_end(garden: Path) -> None:
    (garden / "org" / "a.org").write_text('#+title: A\n#+include: "b.org"\ntext\n')
    (garden / "org" / "b.org").write_text('#+title: B\n#+include: "a.org"\ntext\n')
    assert "posts/a/index.html" in build(garden)


def test_one_bad_file_does_not_stop_the_others(garden: Path) -> None:
    (garden / "org" / "bad.org").write_bytes(b"\xff\xfe#+title: bad\n* \x00 [[ {{{ $ \\begin{x}\n#+begin_src")
    assert "posts/roam/index.html" in build(garden)


def test_a_folder_of_org_files_is_a_garden(tmp_path: Path) -> None:
    root = tmp_path / "roam"
    root.mkdir()
    (root / "note.org").write_text("#+title: A note\n\ntext\n")
    (root / "plain.md").write_text("Markdown beside it\n")
    site = build(root, "../site")
    assert {"posts/note/index.html", "plain/index.html"} <= {*site}


NODES = """:PROPERTIES:
:ID: id-file
:END:
#+title: A file
#+hugo_slug: own-slug

Before.
* TODO Inner /node/
SCHEDULED: <2199-01-01>
:PROPERTIES:
:ID: id-node
:END:
ONLY-THERE.

It links [[id:id-file][file]], [[id:id-plain][plain]].
** Deeper
:PROPERTIES:
:ID: id-deeper
:END:
deep
* Plain
:PROPERTIES:
:CUSTOM_ID: plain
:END:
Here [[id:id-node]] and [[id:id-deeper][deeper]].
* Inner /node/
:PROPERTIES:
:ID: id-twin
:END:
twin
* Hidden :noexport:
:PROPERTIES:
:ID: id-hidden
:END:
SECRET
"""


def test_headings_with_an_id_are_notes_where_that_is_configured(garden: Path) -> None:
    (garden / "org" / "nodes.org").write_text(NODES)
    before = build(garden)
    assert "posts/nodes--inner-node/index.html" not in before
    (garden / "notegarden.toml").write_text('nodes = "headings"\n')
    site = build(garden)
    assert site == fresh(garden)
    pages = {path for path in site if path.startswith("posts/nodes--") and path.endswith("index.html")}
    assert pages == {f"posts/nodes--{name}/index.html" for name in ("inner-node", "deeper", "inner-node-id-twin")}
    file, node = site["posts/own-slug/index.html"].decode(), site["posts/nodes--inner-node/index.html"].decode()
    assert "ONLY-THERE" in node
    assert "ONLY-THERE" not in file
    assert 'href="/posts/nodes--inner-node/"' in file
    assert 'href="/posts/nodes--deeper/"' in file
    assert 'href="/posts/own-slug/"' in node
    assert [path for path, data in site.items() if b"SECRET" in data] == []
    (garden / "notegarden.toml").unlink()
    assert build(garden) == before


def test_a_finding_about_one_note_of_a_file_has_the_line_where_the_note_begins(tmp_path: Path) -> None:
    texts = "".join(
        f"* {title}\n:PROPERTIES:\n:EXPORT_FILE_NAME: {title}\n{more}:END:\n{text}\n"
        for title, more, text in (
            ("one", "", "Text."),
            ("two", "", ""),
            ("three", ":EXPORT_HUGO_ALIASES: /posts/one/\n", "Text."),
            ("graph", ":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :url /graph.json\n", "Text."),
        )
    )
    write(tmp_path, {"notegarden.toml": "", "content/posts.org": f"#+hugo_section: posts\n{texts}"})
    reported = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"]).stdout
    found = {(row["code"], row["line"]) for row in json.loads(reported)}
    assert found == {
        ("orphan", 2), ("orphan", 7), ("orphan", 12), ("orphan", 18), ("empty", 7), ("alias-clash", 12),
        ("address-clash", 18),
    }  # fmt: skip
    text = (tmp_path / "content/posts.org").read_text()
    (tmp_path / "content/posts.org").write_text(text.replace("Text.", "Text.\n\nMore.", 1))
    reported = CliRunner().invoke(main, ["check", str(tmp_path), "--only", "empty", "--format", "json"]).stdout
    assert [row["line"] for row in json.loads(reported)] == [9]
