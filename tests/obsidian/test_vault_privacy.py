"""How a vault's note is marked as private, in the keys of other programs and with typos."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build, snapshot, write

SECRET = "Quxbaz"


def published(tmp_path: Path, note: str, **options: object) -> tuple[bool, list[tuple[str, int, str]]]:
    """Whether any file of the site contains the text of the note, and the findings with the reason."""
    write(tmp_path / "vault", {".obsidian/app.json": "{}", "a.md": f"{note}\n{SECRET}\n", "b.md": "Other.\n"})
    _, problems = build(tmp_path / "vault", tmp_path / "public", **options)
    codes = ("publish-unclear", "front-matter")
    reported = [
        (each.severity, each.line, each.message) for each in problems if each.path == "a.md" and each.code in codes
    ]
    return any(SECRET.encode() in data for data in snapshot(tmp_path / "public").values()), reported


@pytest.mark.parametrize(
    "line", ["public: false", "Public: no", "published: 'off'", "dg-publish: false", "public: [no]"]
)
def test_keys_of_other_programs_withhold_a_note_with_a_finding(tmp_path: Path, line: str) -> None:
    shown, reported = published(tmp_path, f"---\ntitle: x\n{line}\n---", drafts=True)
    assert not shown
    key = line.partition(":")[0].lower()
    message = f"`{key}` is ignored by Obsidian Publish, but because of it the note is not published here"
    assert reported == [("warning", 3, message)]


def test_a_key_that_withholds_counts_next_to_one_that_publishes(tmp_path: Path) -> None:
    assert not published(tmp_path, "---\npublish: true\ndg-publish: false\n---")[0]


@pytest.mark.parametrize("line", ["status: draft", "private: true", "visibility: hidden"])
def test_an_ambiguous_key_is_reported(tmp_path: Path, line: str) -> None:
    shown, reported = published(tmp_path, f"---\n{line}\n---")
    assert shown
    assert reported == [("warning", 2, f"`{line.partition(':')[0]}` does not keep a note private, so it is published")]


@pytest.mark.parametrize(
    "note",
    [
        "\n---\npublish: false\n---",
        "--- \npublish: false\n---",
        "----\npublish: false\n----",
        "+++\npublish = false\n+++",
        "+++\ndraft = true\n+++",
        '{"publish": false}',
        "---\ntitle: x\n---\npublish: false\n---",
        "---\npublsh: false\n---",
        "---\ndratf: true\n---",
        "---\nisDraft: true\n---",
        "---\nsite:\n  publish: false\n---",
        "---\npubilc: no\n---",
        "\u200b---\ndg_publish: false\n---",
        "publish:: false",
    ],
)
def test_an_unread_key_that_would_withhold_a_note_withholds_it(tmp_path: Path, note: str) -> None:
    shown, reported = published(tmp_path, note)
    assert not shown
    assert [(severity, "the note is not published" in message) for severity, _, message in reported] == [
        ("error", True)
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("publishDate: 2999-01-01", False),
        ("publishDate: 2001-01-01", True),
        ("expiryDate: 2001-01-01", False),
        ("expiryDate: 2999-01-01", True),
        ("publishDate: soon", False),
        ("date: 2999-01-01", True),
        ("published: 2999-01-01", True),
    ],
)
def test_publish_dates_are_applied(tmp_path: Path, line: str, shown: bool) -> None:
    assert published(tmp_path, f"---\n{line}\n---")[0] is shown


@pytest.mark.parametrize(
    ("lines", "reported"),
    [
        ("headless: true", ""),
        ("Headless: 'true'", ""),
        ("headless: perhaps", "`headless` must be true or false; the note is not published"),
        ("build: {render: never}", ""),
        ("_build:\n  render: link", ""),
        (
            "build: never",
            "`build` must be a table of `render`, `list` and `publishResources`; the note is not published",
        ),
        ("build: {render: nevr}", "`render` must be always or never or link; the note is not published"),
        ("build.render: never", "`build.render` must be named `build`, and a table; the note is not published"),
    ],
)
def test_hugos_keys_withhold_a_note(tmp_path: Path, lines: str, reported: str) -> None:
    shown, problems = published(tmp_path, f"---\n{lines}\npublish: true\n---\n![[f.txt]]", drafts=True)
    assert not shown
    assert [message for _, _, message in problems] == [reported] * bool(reported)


@pytest.mark.parametrize("lines", ["build: make", "build: 7", "build: [a]", "build: {on: CI}", "headless: false"])
def test_other_keys_withhold_nothing(tmp_path: Path, lines: str) -> None:
    assert published(tmp_path, f"---\n{lines}\n---") == (True, [])


def test_files_of_an_unpublished_note_are_not_published(tmp_path: Path) -> None:
    write(tmp_path / "vault", {".obsidian/app.json": "{}", "a.md": "---\nheadless: true\n---\n![[f.txt]]\n"})
    write(tmp_path / "vault", {"f.txt": SECRET, "b.md": "Other."})
    build(tmp_path / "vault", tmp_path / "public")
    assert all(SECRET.encode() not in data for data in snapshot(tmp_path / "public").values())


@pytest.mark.parametrize(
    "note",
    [
        "---\ntitle: x\n---\n```yaml\npublish: false\n```",
        "How to.\n\n```yaml\n---\ndraft: true\n---\n```",
        "```yaml\n---\npublish: false\n---\n```",
        "---\npublish:\n---",
        "---\npublisher: no\n---",
        "---\npublished: 2020-01-01\npublic: true\n---",
        "Publishing: false starts",
        "---\ntags: [publish]\nstatus: done\n---\nDraft: a beer.\n",
    ],
)
def test_other_notes_are_published_and_nothing_is_reported(tmp_path: Path, note: str) -> None:
    assert published(tmp_path, note) == (True, [])
