"""The comparison of two checkouts' sites finds differences, and ignores only digests of the program's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from compare_sites import differences, normalised


def site(folder: Path, digest: str, **files: str) -> dict[str, bytes]:
    """A site whose page, style sheet and offline list contain the digest. `files`: texts by name to use instead."""
    texts = {
        "index.html": f'<link href="/assets/{digest}/theme/site.css">',
        f"assets/{digest}/theme/site.css": "body {}",
        "offline-files.json": f'{{"/":"{digest}","/a/":"{digest}"}}',
        **files,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return normalised(folder)


def test_digests_of_the_program_are_not_a_difference(tmp_path: Path) -> None:
    assert site(tmp_path / "a", "0123456789ab") == site(tmp_path / "b", "ba9876543210")


@pytest.mark.parametrize("name", ["index.html", "assets/0123456789ab/theme/site.css", "search-index/0123.bin"])
def test_every_other_byte_counts(tmp_path: Path, name: str) -> None:
    before = site(tmp_path / "a", "0123456789ab", **{name: "one\ntwo"})
    after = site(tmp_path / "b", "0123456789ab", **{name: "one\ntoo"})
    (found,) = differences(before, after)
    assert found.file == name.replace("0123456789ab/", "")
    assert found.what.startswith("line 2, byte 5")


def test_a_file_on_one_side_only_is_a_difference(tmp_path: Path) -> None:
    before, after = site(tmp_path / "a", "0123456789ab"), site(tmp_path / "b", "0123456789ab", extra="x")
    assert [str(each) for each in differences(before, after)] == ["extra: new"]
    assert [str(each) for each in differences(after, before)] == ["extra: gone"]


def test_an_expected_difference_is_listed_as_such(tmp_path: Path) -> None:
    before, after = site(tmp_path / "a", "0123456789ab"), site(tmp_path / "b", "0123456789ab", extra="x")
    assert [each.expected for each in differences(before, after, ["ext*"])] == [True]
