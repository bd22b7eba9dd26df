"""`llms.txt`: what it lists, under which headings, and that an incremental build equals a fresh one."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support import built

SETTINGS = 'title = "My *garden*"\ndescription = "All I know."\nbase_url = "https://example.org/g/"\n'
NOTES = {
    "top.md": "+++\ntitle = 'Top'\n+++\nText.\n",
    "posts/_index.md": "+++\ntitle = 'Long reads'\n+++\n",
    "posts/b.md": "+++\ntitle = 'Beta'\n+++\n%% a comment %% <!-- another -->\n",
    "posts/deep/a.md": "+++\ntitle = 'Alpha'\nsecret = 'a key'\n+++\nText.\n",
    "small-things/c/index.md": "+++\ntitle = 'Gamma'\n+++\nText.\n",
    "posts/draft.md": "+++\ntitle = 'Hidden draft'\ndraft = true\n+++\n",
    "posts/unlisted.md": "+++\ntitle = 'Hidden by build'\n[build]\nlist = 'never'\n+++\n",
    "posts/noindex.md": "+++\ntitle = 'Hidden by noindex'\nnoindex = true\n+++\n",
    "private/_index.md": "+++\ntitle = 'Hidden section'\nnoindex = true\n+++\n",
    "private/d.md": "+++\ntitle = 'Delta'\n+++\n",
}
EXPECTED = r"""# My \*garden\*

> All I know.

## Notes

- [Top](https://example.org/g/top/)

## Long reads

- [Alpha](https://example.org/g/posts/deep/a/)
- [Beta](https://example.org/g/posts/b/)

## Private

- [Delta](https://example.org/g/private/d/)

## Small things

- [Gamma](https://example.org/g/small-things/c/)
"""


def garden(root: Path, settings: str = SETTINGS) -> Path:
    for name, text in NOTES.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text)
    (root / "notegarden.toml").write_text(settings)
    return root


def test_llms_txt_lists_listed_notes_by_section(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g"), tmp_path / "public")
    assert files["llms.txt"].decode() == EXPECTED


def test_a_note_is_in_the_section_of_its_folder_whatever_its_name(tmp_path: Path) -> None:
    root = garden(tmp_path / "g")
    (root / "content/posts/emacs.org-mode.md").write_text("+++\ntitle = 'Emacs'\nurl = '/editors/emacs/'\n+++\nText.\n")
    files = built(root, tmp_path / "public")
    section = files["llms.txt"].decode().partition("## Long reads")[2].partition("##")[0]
    assert "[Emacs](https://example.org/g/editors/emacs/)" in section
    assert b">Emacs</a>" in files["posts/index.html"]


def test_llms_txt_can_be_switched_off(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g", SETTINGS + "llms = false\n"), tmp_path / "public")
    assert "llms.txt" not in files


def test_without_a_host_its_addresses_start_at_the_root(tmp_path: Path) -> None:
    files = built(garden(tmp_path / "g", "base_url = '/g/'\n"), tmp_path / "public")
    assert b"- [Top](/g/top/)" in files["llms.txt"]


def test_sections_of_a_vault_have_the_names_of_its_folders(tmp_path: Path) -> None:
    root = tmp_path / "g"
    (root / ".obsidian").mkdir(parents=True)
    (root / "my-Folder").mkdir()
    (root / "my-Folder/One (1).md").write_text("Text.\n")
    (root / "notegarden.toml").write_text('format = "obsidian"\n')
    text = built(root, tmp_path / "public")["llms.txt"].decode()
    assert "\n## my-Folder\n\n- [One (1)](" in text
    assert text.count("(") == 2  # one in the title, one of the link


@pytest.mark.parametrize("title", ["a [b] c", "`x` *y* _z_", "C#", "# one #", "R&D &amp; <b>", "back\\\\slash", "](x)"])
def test_special_characters_of_a_title_are_escaped(tmp_path: Path, title: str) -> None:
    root = garden(tmp_path / "g")
    (root / "content/top.md").write_text(f"+++\ntitle = '''{title}'''\n+++\n")
    (root / "notegarden.toml").write_text(f"title = '''{title}'''\n")
    tokens = MarkdownIt().parse(built(root, tmp_path / "public")["llms.txt"].decode())
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    assert ["".join(each.content for each in children) for children in inline[:3]] == [title, "Notes", title]
    assert [each.type for each in inline[2] if not each.type.startswith("text")] == ["link_open", "link_close"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("posts/b.md", "Beta", "Zeta"),
        ("posts/_index.md", "Long reads", "Short reads"),
        ("posts/b.md", "title", "draft = true\ntitle"),
        ("posts/b.md", "title", "noindex = true\ntitle"),
        ("posts/_index.md", "title", "noindex = true\ntitle"),
        ("posts/noindex.md", "noindex = true", ""),
        ("posts/b.md", "title", "slug = 'elsewhere'\ntitle"),
    ],
)
def test_an_edit_gives_the_llms_txt_of_a_fresh_build(tmp_path: Path, name: str, old: str, new: str) -> None:
    root = garden(tmp_path / "g")
    before = built(root, tmp_path / "public")["llms.txt"]
    note = root / "content" / name
    note.write_text(note.read_text().replace(old, new, 1))
    after = built(root, tmp_path / "public")["llms.txt"]
    assert after != before
    assert after == built(garden_copy(root, tmp_path / "fresh"), tmp_path / "other")["llms.txt"]


def garden_copy(root: Path, to: Path) -> Path:
    for file in (*(root / "content").rglob("*.md"), root / "notegarden.toml"):
        copy = to / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return to
