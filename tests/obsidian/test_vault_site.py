"""Sites of vaults: what they never contain, and that a build after edits equals a fresh one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import snapshot

from notegarden.pipeline.stages import Options, Pipeline

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
SECRET = "sesame"
NOTES = {
    "Home.md": "# Welcome\n\n![[A#Part]] and ![[C]] and [[B|there]] #tag/one\n",
    "A.md": "Intro ![[B#^block]]\n\n## Part\n\nSee [[B#Head]] and ![[pic.png|20]].\n\n## Other\n\n![[A#Part]]\n",
    "sub/B.md": '---\naliases: [Bee, Old/Path]\nup: "[[A]]"\n---\n# Head\n\nA block [[C]] ^block\n',
    "sub/C.md": "Chain: ![[A]]\n\n- [ ] task #tag/two\n",
    "sub/D.md": "Nobody embeds this. ![[Missing]] [[Wanted]]\n",
}


def write(vault: Path, notes: dict[str, str | None]) -> None:
    for name, text in notes.items():
        path = vault / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, "utf-8")


def build(vault: Path, output: Path, *, fresh: bool = False) -> dict[str, bytes]:
    pipeline = Pipeline(vault, Options(output=output, search=False, fresh=fresh, jobs=1))
    pipeline.refresh()
    pipeline.publish()
    pipeline.close()
    return snapshot(output)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    write(vault, dict(NOTES))
    (vault / "pic.png").write_bytes(PIXEL)
    return vault


EDITS: list[dict[str, str | None]] = [
    {"A.md": NOTES["A.md"].replace("See", "Look at")},
    {"sub/B.md": NOTES["sub/B.md"].replace("A block", "The block")},
    {"sub/B.md": NOTES["sub/B.md"].replace("# Head", "# Another")},
    {"sub/B.md": None, "sub/Bee.md": NOTES["sub/B.md"]},
    {"A.md": None},
    {"B.md": "# Head\n\nA namesake ^block\n"},
    {"sub/C.md": "no chain\n"},
    {"sub/C.md": "---\npublish: false\n---\nChain: ![[A]]\n"},
    {"sub/B.md": NOTES["sub/B.md"].replace("Old/Path", "Old/Other")},
    {"sub/Missing.md": "Here it is, with ![[Home]]\n"},
    {"sub/B.md": "---\npermalink: elsewhere\n---\n# Head\n\nA block ^block\n"},
    {".obsidian/app.json": '{"strictLineBreaks": true}'},
    {".obsidian/templates.json": '{"folder": "sub"}'},
    {"A.md": "## Part\n\nmoved ^block\n\n## Other\n"},
    {"README.md": "x", "Home.md": None},
]


@pytest.mark.parametrize("number", range(len(EDITS)))
def test_a_build_after_an_edit_equals_a_fresh_one(vault: Path, tmp_path: Path, number: int) -> None:
    build(vault, tmp_path / "out")
    write(vault, EDITS[number])
    after = build(vault, tmp_path / "out")
    copy = tmp_path / "copy" / "vault"
    shutil.copytree(vault, copy, ignore=shutil.ignore_patterns(".notegarden"))
    assert after == build(copy, tmp_path / "fresh")


def test_edits_one_after_another_and_back(vault: Path, tmp_path: Path) -> None:
    before = build(vault, tmp_path / "out")
    for edit in (EDITS[0], EDITS[1], EDITS[6]):
        write(vault, edit)
        build(vault, tmp_path / "out")
    write(vault, dict(NOTES))
    assert build(vault, tmp_path / "out") == before


def test_an_attachment_is_added_removed_and_moved(vault: Path, tmp_path: Path) -> None:
    build(vault, tmp_path / "out")
    for move in (("pic.png", "sub/pic.png"), ("sub/pic.png", "other.png")):
        (vault / move[0]).rename(vault / move[1])
        after = build(vault, tmp_path / "out")
        assert after == build(vault, tmp_path / "fresh", fresh=True)
        shutil.rmtree(tmp_path / "fresh")


def test_an_edit_of_an_embedded_note_updates_every_page_that_embeds_it(vault: Path, tmp_path: Path) -> None:
    build(vault, tmp_path / "out")
    write(vault, {"sub/B.md": NOTES["sub/B.md"].replace("A block", "New words")})
    site = build(vault, tmp_path / "out")
    shown = {name for name, data in site.items() if b"New words" in data and name.endswith(".html")}
    assert {"index.html", "a/index.html", "sub/b/index.html", "sub/c/index.html"} <= shown


def test_links_of_an_embed_are_those_of_the_embedded_note(vault: Path, tmp_path: Path) -> None:
    write(
        vault,
        {
            "sub/Near.md": "near",
            "sub/E.md": "[[Near]] [[#Here]]\n\n# Here\n",
            "far/Near.md": "far",
            "far/F.md": "![[E]]",
        },
    )
    site = build(vault, tmp_path / "out")
    page = site["far/f/index.html"].decode()
    assert 'href="/sub/near/"' in page
    assert 'id="e1-here"' in page


def test_only_true_cycles_are_stopped(vault: Path, tmp_path: Path) -> None:
    write(
        vault,
        {
            "Self.md": "![[Self#One]]\n\n# One\n\nfirst\n\n# Two\n\n![[Self#Two]]\n",
            "X.md": "![[Y]] x",
            "Y.md": "![[X]] y",
        },
    )
    site = build(vault, tmp_path / "out")
    page = site["self/index.html"].decode()
    assert len(re.findall(r"<p[^>]*>first</p>", page)) == 2, (
        "a section of the note itself is shown, and the section in its place"
    )
    assert site["x/index.html"].count(b"markdown-embed-content") == 1, "X shows Y, and Y's X is a link"


def test_nothing_hidden_is_in_the_site(vault: Path, tmp_path: Path) -> None:
    held = f"{SECRET} text ![[{SECRET}.png]]\n"
    write(
        vault,
        {
            "a/No.md": f"---\npublish: false\ntitle: {SECRET}\n---\n{held}",
            "a/Draft.md": f"---\ndraft: true\n---\n{held}",
            "a/Doubt.md": f"---\npublish: perhaps\n---\n{held}",
            "a/Broken.md": f"---\na: [{SECRET}\n---\n{held}",
            "t/Template.md": f"---\na: {{{{date}}}}\n---\n{held}",
            ".obsidian/templates.json": '{"folder": "t"}',
            "Open.md": f"a %%{SECRET}%%\n\n%%\n{SECRET}\n\n- {SECRET}\n%%\n\n<!-- {SECRET} -->\n\nc <!-- {SECRET} -->\n"
            f"\n![[No]] [[Draft]] ![[Template]]\n\n%% {SECRET}\n",
        },
    )
    (vault / f"{SECRET}.png").write_bytes(PIXEL + SECRET.encode())
    site = build(vault, tmp_path / "out")
    for name, data in site.items():
        assert SECRET not in name
        assert SECRET.encode() not in data, name
    assert "open/index.html" in site


def test_only_marked_notes_are_published(vault: Path, tmp_path: Path) -> None:
    write(vault, {"notegarden.toml": 'publish = "marked"\n', "Yes.md": "---\npublish: true\n---\n"})
    site = build(vault, tmp_path / "out")
    assert "yes/index.html" in site
    assert "a/index.html" not in site
