"""The search index files: the same notes give the same files, and an update writes only what it must."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import build, snapshot, write

from notegarden.search import index
from notegarden.search.document import Document
from notegarden.search.index import SearchReport, borders, note_numbers, update_search

WORDS = [f"{stem}{ending}" for stem in ("cat", "walk", "garden", "tree", "note", "quick", "über", "学習")
         for ending in ("", "s", "ed", "ing")]  # fmt: skip


class Garden:
    """Documents by URL, with an output folder and a state folder."""

    def __init__(self, folder: Path) -> None:
        self.output, self.state = folder / "output", folder / "state"
        self.documents: dict[str, Document] = {}
        self.read: list[str] = []

    def update(self, language: str = "en", **options: Any) -> SearchReport:
        self.read.clear()
        pages = {address: (repr(each), lambda address=address: self._make(address))
                 for address, each in self.documents.items()}  # fmt: skip
        return update_search(pages, output=self.output, state=self.state, language=language, **options)

    def _make(self, address: str) -> Document:
        self.read.append(address)
        return self.documents[address]

    def files(self) -> dict[str, bytes]:
        return {path.relative_to(self.output).as_posix(): path.read_bytes()
                for path in sorted(self.output.rglob("*")) if path.is_file()}  # fmt: skip

    def write(self, number: int, title: str, html: str, *tags: str, aliases: tuple[str, ...] = ()) -> None:
        self.documents[f"/n{number}/"] = Document(title, html, tags, aliases)


@pytest.fixture
def garden(tmp_path: Path) -> Garden:
    made = Garden(tmp_path)
    for number in range(30):
        made.write(number, f"Note {number}", f"<p>Filler, number{number}.</p>", "Filled")
    return made


def fresh(garden: Garden, folder: Path) -> dict[str, bytes]:
    """The index of the same documents in another order, built from scratch."""
    other = Garden(folder)
    other.documents = dict(reversed(garden.documents.items()))
    assert other.update().action in ("full", "kept")
    return other.files()


def keys(data: bytes) -> Iterator[str]:
    """The keys in a file, read as the browser reads them."""
    unpacked = zlib.decompress(data)
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = unpacked[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    last = b""
    while at < len(unpacked):
        shared, more = varint(), varint()
        last = last[:shared] + unpacked[at : at + more]
        at += more
        for _ in [varint() for _ in range(varint())]:
            length = varint()
            at += length
        yield last.decode()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_index_equals_a_fresh_one(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LIMITS", (300, 200, 300, 100))
    monkeypatch.setattr(index, "_LARGE_LIMITS", (500, 300, 200, 100))
    monkeypatch.setattr(index, "_LARGE", 40)
    rng = random.Random(seed)
    garden = Garden(tmp_path)

    def write() -> None:
        text = "".join(
            f"<{kind}>{' '.join(rng.choices(WORDS, k=rng.randint(1, 9)))}</{kind}>" for kind in ("p", "h2", "p")
        )
        garden.write(rng.randrange(60), " ".join(rng.choices(WORDS, k=2)), text, *rng.choices(WORDS, k=2))

    for _ in range(35):
        write()
    garden.update()
    for round_ in range(6):
        for _ in range(rng.randint(1, 9)):
            write()
        for address in rng.sample(sorted(garden.documents), rng.randint(0, 3)):
            del garden.documents[address]
        assert garden.update().action == "increment"
        assert garden.files() == fresh(garden, tmp_path / f"fresh-{round_}")


def test_without_changes_nothing_is_read_or_written(garden: Garden) -> None:
    garden.update()
    before = {path: path.stat().st_mtime_ns for path in garden.output.rglob("*")}
    assert garden.update().action == "kept"
    assert garden.read == []
    assert {path: path.stat().st_mtime_ns for path in garden.output.rglob("*")} == before


def test_an_edit_reads_one_note_and_writes_only_the_files_of_its_words(
    garden: Garden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LIMITS", (200, 200, 300, 100))
    garden.write(1, "Note 1", "<p>Filler, number1, apples.</p>")
    garden.update()
    before = garden.files()
    garden.write(1, "Note 1", "<p>Filler, number1, zebras.</p>")
    report = garden.update()
    assert (report.action, report.read, garden.read) == ("increment", 1, ["/n1/"])
    after = garden.files()
    changed = [key for file in after.keys() - before.keys() - {"search.json"} for key in keys(after[file])]
    assert {"number1", "zebras\t1"} <= {*changed}  # another word follows "number1"
    assert len(after.keys() - before.keys()) <= 5
    assert len(after.keys() & before.keys()) > 10
    assert after == fresh(garden, tmp_path / "fresh")


def test_an_edit_looks_up_only_the_words_whose_entry_changed(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []
    entry = index._Index._entry
    monkeypatch.setattr(index._Index, "_entry", lambda self, key: looked_up.append(key[1]) or entry(self, key))
    many = " ".join(f"word{number}" for number in range(500))
    garden.write(1, "Note 1", f"<p>{many}</p><p>apples</p>")
    garden.update()
    looked_up.clear()
    garden.write(1, "Note 1", f"<p>{many}</p><p>zebras</p>")
    garden.update()
    assert sorted(looked_up) == ["apples", "zebras"]


def test_no_entry_remains_under_a_notes_old_number(tmp_path: Path) -> None:
    garden = Garden(tmp_path)
    for number in range(300):  # enough for hash collisions
        garden.write(number, f"Note {number}", f"<p>unique{number}</p>")
    numbers = note_numbers(garden.documents)
    assert len({*numbers.values()}) == 300
    garden.update()
    for number in range(0, 300, 7):
        del garden.documents[f"/n{number}/"]
    assert any(note_numbers(garden.documents)[address] != numbers[address] for address in garden.documents)
    garden.update()
    assert garden.files() == fresh(garden, tmp_path / "fresh")


@pytest.mark.parametrize("damage", ["missing", "shorter", "doubtful", "list", "state", "nonsense", "language"])
def test_a_damaged_index_is_made_again(garden: Garden, damage: str) -> None:
    garden.update()
    whole = garden.files()
    file = garden.output / next(file for file in whole if file != "search.json")
    options: dict[str, Any] = {}
    if damage == "missing":
        file.unlink()
    elif damage == "shorter":
        file.write_bytes(file.read_bytes()[:-1])
    elif damage == "doubtful":
        file.write_bytes(bytes(reversed(file.read_bytes())))
        options["doubtful"] = {f"search-index/{file.name}"}
    elif damage == "list":
        (garden.output / "search.json").unlink()
    elif damage == "state":
        (garden.state / "search.sqlite").unlink()
    elif damage == "nonsense":
        (garden.state / "search.sqlite").write_bytes(b"nonsense" * 999)
    elif damage == "language":
        assert garden.update("de").action == "full"
    report = garden.update(**options)
    assert report.problem == ""
    assert garden.files() == whole
    assert {*report.files} == {*whole}


def test_an_unwritable_output_is_a_problem_and_the_state_is_kept(garden: Garden) -> None:
    garden.update()
    before = garden.files()
    garden.write(1, "Note 1", "<p>zebra</p>")
    folder = garden.output / "search-index"
    folder.rename(garden.output / "away")
    folder.write_text("in the way")
    report = garden.update()
    assert report.action == "failed"
    assert "search-index" in report.problem
    folder.unlink()
    (garden.output / "away").rename(folder)
    assert garden.files() == before
    assert garden.update().action == "increment"
    assert garden.files() != before


@pytest.mark.parametrize("inside", [True, False])
def test_a_link_in_place_of_a_file_is_replaced_by_the_file(garden: Garden, tmp_path: Path, *, inside: bool) -> None:
    garden.update()
    before = garden.files()
    elsewhere = garden.output / "search-index" / "kept" if inside else tmp_path / "elsewhere"
    for file in before:
        path = garden.output / file
        path.replace(elsewhere.with_suffix(f".{path.name}"))
        path.symlink_to(elsewhere.with_suffix(f".{path.name}"))
    garden.update()
    assert not any((garden.output / file).is_symlink() for file in before)
    assert {file: (garden.output / file).read_bytes() for file in before} == before


def test_only_files_of_an_index_are_removed(garden: Garden) -> None:
    garden.update()
    mine = garden.output / "search-index" / "mine.txt"
    mine.write_text("mine")
    stray = garden.output / "search-index" / "0123456789.bin"
    stray.write_text("left by a build that was killed")
    garden.documents.clear()
    assert garden.update().action == "increment"
    assert mine.read_text() == "mine"
    assert not stray.exists()
    assert {*garden.files()} == {"search-index/mine.txt", "search.json"}


def test_the_list_names_files_by_their_first_keys(garden: Garden) -> None:
    recent, tags = [{"url": "/a/", "title": "A"}], [{"url": "/t/", "title": "T", "count": 3}]
    garden.update(lists={"recent": recent, "tags": tags})
    listed = json.loads((garden.output / "search.json").read_bytes())
    assert listed["notes"] == 30
    assert (listed["recent"][0]["title"], listed["tags"][0]["count"]) == ("A", 3)
    for part in listed["parts"]:
        held = [[*keys((garden.output / f"search-index/{name}.bin").read_bytes())] for name in part["files"]]
        assert all(start <= each[0] for start, each in zip(part["starts"], held, strict=True))
        assert part["starts"] == sorted(part["starts"])


def test_a_garden_without_notes_has_an_empty_index(tmp_path: Path) -> None:
    garden = Garden(tmp_path)
    assert garden.update().action == "full"
    assert {*garden.files()} == {"search.json"}


def test_borders_are_prefixes_between_the_keys() -> None:
    rows = [("aa", 5), ("ab", 5), ("b", 2), ("ca", 9), ("cb", 9), ("d", 1)]
    assert borders(rows, 100) == ["a"]
    assert borders(rows, 10) == ["a", "b", "ca", "cb", "d"]
    assert borders([("a", 99), ("ab", 1)], 10) == ["a", "ab"]  # a single key is never split


def test_a_change_moves_no_distant_border() -> None:
    rows = sorted((f"{one}{two}{three}", 10) for one in "abcd" for two in "abcd" for three in "abcd")
    before = borders(rows, 60)
    after = borders([row for row in rows if not row[0].startswith("aa")], 60)
    assert {*before} ^ {*after} <= {start for start in {*before, *after} if start[0] == "a"}


def test_a_note_that_is_tokenized_by_other_rules_is_indexed_again(tmp_path: Path) -> None:
    node = "#+title: A\n* Head\n:PROPERTIES:\n:ID: x\n:END:\nzebrafish\n"
    garden = {"notegarden.toml": 'nodes = "headings"\n', "org/a.org": node, "content/b.md": "text\n"}
    write(tmp_path / "garden", garden)
    build(tmp_path / "garden", tmp_path / "out")
    write(tmp_path / "garden", {"notegarden.toml": ""})
    build(tmp_path / "garden", tmp_path / "out")
    write(tmp_path / "new/garden", garden | {"notegarden.toml": ""})
    build(tmp_path / "new/garden", tmp_path / "fresh")
    assert snapshot(tmp_path / "out") == snapshot(tmp_path / "fresh")
