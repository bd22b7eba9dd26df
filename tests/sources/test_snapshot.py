"""Which files of a garden are notes, which are copied and to which address, and which are known but not published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from support import write

from notegarden.config.schema import Config
from notegarden.files import scan
from notegarden.sources.snapshot import Files, Snapshot
from notegarden.urls import PART


def snapshot(root: Path, files: dict[str, str | bytes] | None = None, **settings: Any) -> Snapshot:
    write(root, files or {})
    return Snapshot(root, msgspec.convert(settings, Config))


def copied(found: Files) -> dict[str, str]:
    """Address → source of what is copied."""
    return {address: source for address, (source, _) in found.items() if source}


def unpublished(found: Files) -> set[str]:
    """The files that are known but not published."""
    return {address for address in found if address.startswith("//")}


def test_files_next_to_notes_are_copied_below_the_address_of_their_folder(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {
        "content/My Posts/a.md": "x", "content/My Posts/P c.png": "x", "content/My Posts/b.adoc": "x",
        "static/robots.txt": "x", "static/theme/x.css": "x", "static/.well-known/y": "x",
    })  # fmt: skip
    assert [note.path for note in found.notes] == ["My Posts/a.md"]
    assert copied(found.files([])) == {
        "/my-posts/P c.png": "content/My Posts/P c.png", "/robots.txt": "static/robots.txt",
        "/.well-known/y": "static/.well-known/y",
    }  # fmt: skip
    (warning,) = found.warnings()
    assert warning.startswith("content/My Posts/b.adoc: ")


def test_an_html_file_with_front_matter_is_a_hugo_page_and_not_copied(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {
        "content/a.html": "---\ntitle: x", "content/b.HTML": b"\xef\xbb\xbf \n+++", "content/c.htm": '{"title": 1}',
        "content/d.html": "<p>---", "content/e.txt": "---",
    })  # fmt: skip
    assert {*copied(found.files([]))} == {"/d.html", "/e.txt"}
    (warning,) = found.warnings()
    assert warning.startswith("content/a.html and 2 more: ")


def test_in_a_vault_all_files_but_notes_keep_their_names(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"A b/N.md": "x", "A b/P c.png": "x", "x.html": "---"}, format="obsidian", content="")
    assert [note.path for note in found.notes] == ["A b/N.md"]
    assert copied(found.files([])) == {"/A b/P c.png": "A b/P c.png", "/x.html": "x.html"}


def test_an_ignored_file_has_no_address_but_links_to_it_are_reported(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"content/in/A b.md": "x", "content/in/c.png": "x"}, ignore_files=["^in/"])
    assert found.notes == []
    assert (copied(found.files([])), unpublished(found.files([]))) == ({}, {"//withheld/in/a-b", "//withheld/in/c.png"})


def test_notes_of_a_bundle_are_parts_of_its_page(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"content/b/index.md": "x", "content/b/part.md": "x", "content/b/p.png": "x"})
    assert [note.path for note in found.notes] == ["b/index.md"]
    assert unpublished(found.files([])) == {"//withheld/b/part", f"{PART}b/part.md"}
    (warning,) = found.warnings()
    assert warning.startswith("content/b/part.md: ")


def test_many_notes_in_one_bundle_are_reported_only_by_check(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {f"content/b/{number}.md": "x" for number in range(3)}
    assert snapshot(tmp_path, {"content/b/index.md": "x", **parts}).warnings() == []


def test_a_section_with_an_unread_file_is_withheld_and_reported(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"content/s/_index.adoc": "---\ncascade:\n  draft: true\n---\n", "content/s/a.md": "x"})
    assert found.notes == []
    assert any(line.startswith("content/s/_index.adoc: ") or "s/_index.adoc" in line for line in found.warnings())


def test_of_files_of_one_name_next_to_org_notes_the_second_keeps_its_folder(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"org/a.org": "x", "org/x/p.png": "1", "org/y/p.png": "2", "content/b.md": "x"})
    files = found.files([])
    assert copied(files) == {"/ox-hugo/p.png": "org/x/p.png", "/ox-hugo/org/y/p.png": "org/y/p.png"}
    assert copied(found.published(files, {"/ox-hugo/p.png"})) == {"/ox-hugo/p.png": "org/x/p.png"}
    assert [source.path for source in found.outlined] == ["org/a.org"]


def test_a_file_of_static_wins_over_one_of_content_with_its_address(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"content/p.png": "1", "static/p.png": "2"})
    assert copied(found.files([])) == {"/p.png": "static/p.png"}


@pytest.mark.parametrize(
    ("settings", "there", "absent"),
    [
        ({}, {"/", "/all/", "/graph.json"}, {"/feed.xml", "/calendar/", "/references/"}),
        ({"base_url": "https://e.org/"}, {"/feed.xml", "/sitemap.xml", "/index.xml", "/s/index.xml"}, {"/calendar/"}),
        ({"pages": {"map": False}, "llms": False}, {"/all/"}, {"/map/", "/llms.txt"}),
        ({"format": "obsidian", "content": ""}, {"/calendar/"}, {"/index.xml"}),
    ],
)
def test_generated_addresses_are_known_before_the_build(
    tmp_path: Path, settings: dict[str, Any], there: set[str], absent: set[str]
) -> None:
    files = snapshot(tmp_path, **settings).files(["s/a.md", "2026-01-02.md"])
    assert {*files} >= there
    assert {*files} & absent == set()


def test_of_two_files_of_one_note_the_second_is_not_a_note(tmp_path: Path) -> None:
    found = snapshot(tmp_path, {"content/a.md": "1", "content/a.de.md": "2"}, languages=["de"])
    assert sorted(found.note_in(file) for file in ("a.md", "a.de.md")) == ["", "a.md"]


def test_a_snapshot_differs_when_a_file_or_the_configuration_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert snapshot(tmp_path, {"content/a.md": "x"}).digest == b"", "just written: a change might not show"
    monkeypatch.setattr(scan, "_GRAIN_NS", -(10**15))
    before = snapshot(tmp_path).digest
    assert snapshot(tmp_path).digest == before != b""
    assert snapshot(tmp_path, title="Other").digest != before
    for file in ("content/b.md", "static/c", "content/b.org", "content/.dir-locals.el"):
        write(tmp_path, {file: "x"})
        assert before != (before := snapshot(tmp_path).digest)
    write(tmp_path, {"content/.hidden": "x"})
    assert snapshot(tmp_path).digest == before
