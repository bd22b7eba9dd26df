"""The search index: small files by word prefix, updated note by note.

`search.json` lists the files; each contains a range of keys of one of the four parts (analysis.WORDS …) with the
numbers of the notes that have them. The index depends on the notes alone, not on the history of updates: so do note
numbers, all orders and the boundaries between files. The state between updates is an SQLite file, a cache: if it is
lost or from another version, it is rebuilt.
"""

from __future__ import annotations

import re
import sqlite3
import stat
import time
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter, sub
from pathlib import Path
from typing import Any, Literal

import msgspec

from notegarden.files.tree import Tree
from notegarden.files.write import remove, write_if_changed
from notegarden.search import words
from notegarden.search.analysis import WORDS, Given, Reader, varint
from notegarden.search.document import Document

Pages = Mapping[str, tuple[str, Callable[[], Document]]]
"""Address (root-relative, percent-encoded, without the base URL's path) → (digest of what is indexed, document)."""

FOLDER = "search-index"
LIST = "search.json"
_ENDING = ".bin"
_LAST = "\U0010ffff"
_STATE = "search.sqlite"
# Uncompressed bytes of a file in each part: larger in a large garden, so that the list of files stays short.
_LIMITS = (12_000, 12_000, 6_000, 12_000)
_LARGE_LIMITS = (32_000, 16_000, 4_000, 16_000)
_LARGE = 2_000  # notes
_TABLES = """
    create table meta (name text primary key, value blob) without rowid;
    create table notes (address text primary key, digest text, number integer, given blob) without rowid;
    create table entries (part integer, key text, size integer, numbers blob, said blob,
                          primary key (part, key)) without rowid;
    create table files (part integer, start text, end text, name text, size integer,
                        primary key (part, start)) without rowid;
"""
_varint = lru_cache(maxsize=1 << 16)(varint)
_GIVEN = msgspec.msgpack.Decoder(list[Given])
_Key = tuple[int, str]


class SearchReport(msgspec.Struct, frozen=True):
    """The result of an update. `read`: number of notes analysed, of `total` in the index; `files`: of the index, below
    the output folder; `problem`: why it failed."""

    action: Literal["kept", "increment", "full", "failed"]
    read: int
    total: int
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    problem: str = ""


class Entry:
    """The notes that have a key: ascending numbers, and each note's data, concatenated with lengths."""

    __slots__ = ("numbers", "said")

    def __init__(self, numbers: bytes = b"", said: bytes = b"") -> None:
        self.numbers = array("I", numbers)
        self.said = bytearray(said)

    def put_all(self, said: Mapping[int, bytes | None]) -> bool:
        """Set notes' data, or remove it (None); returns whether that changes anything."""
        known = dict(zip(self.numbers, self._each(), strict=True))
        changed = {number: each for number, each in said.items() if known.get(number) != each}
        if changed:
            known |= {number: each for number, each in changed.items() if each is not None}
            kept = sorted(number for number in known if changed.get(number, b"") is not None)
            self.numbers = array("I", kept)
            self.said = bytearray().join(known[number] for number in kept)
        return bool(changed)

    def _each(self) -> Iterator[bytes]:
        start = 0
        data = bytes(self.said)
        while start < len(data):
            at, length, shift = start, 0, 0
            while True:
                length |= (data[at] & 127) << shift
                shift += 7
                at += 1
                if data[at - 1] < 128:
                    break
            yield data[start : at + length]
            start = at + length

    def size(self) -> int:
        return 2 * len(self.numbers) + len(self.said) + 4

    def packed(self) -> bytes:
        """The form in a file: count, differences between the numbers, data."""
        steps = map(sub, self.numbers, [0, *self.numbers])
        return b"".join((_varint(len(self.numbers)), *map(_varint, steps), self.said))


def update_search(
    pages: Pages,
    *,
    output: Path,
    state: Path,
    language: str,
    lists: Mapping[str, Any] | None = None,
    doubtful: Collection[str] = (),
) -> SearchReport:
    """Update the index below `output` to match `pages`, and write `search.json`.

    `lists`: further entries of `search.json`, which the dialog shows before anything is typed. `state`: the folder of
    the cache. `doubtful`: files of the index that others may have changed.
    If it fails, the existing index is unchanged.
    """
    start = time.perf_counter()
    try:
        with _Index(state, language.split("-")[0].lower()) as index, Tree(output, make=True) as tree:
            action, read = index.update(pages)
            index.publish(tree, doubtful)
            listed = index.listed() | {"recent": [], "tags": []} | dict(lists or {})
            files = (*index.files(), LIST)
            write_if_changed(tree, LIST, msgspec.json.encode(listed))
            index.commit()
            _remove_others(tree, {*files})
    except (OSError, sqlite3.Error) as error:
        return SearchReport("failed", 0, len(pages), (), time.perf_counter() - start, str(error))
    return SearchReport(action, read, len(pages), files, time.perf_counter() - start)


class _Index:
    """The state of an index, opened for one update."""

    def __init__(self, folder: Path, language: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._language = language
        self._path = folder / _STATE
        key = f"{language} {words.version()} {_program()}"
        try:
            self._open(key)
        except sqlite3.DatabaseError:
            self._base.close()
            self._path.unlink()
            self._open(key)

    def _open(self, key: str) -> None:
        self._base = sqlite3.connect(self._path, isolation_level=None)
        self._base.execute("pragma synchronous = off")
        self._base.execute("begin immediate")
        tables = self._base.execute("select count(*) from sqlite_schema").fetchone()[0]
        known = self._base.execute("select value from meta where name = 'key'").fetchone() if tables else None
        if known != (key,):
            for (name,) in self._base.execute("select name from sqlite_schema where type = 'table'").fetchall():
                self._base.execute(f'drop table "{name}"')
            for statement in _TABLES.split(";")[:-1]:
                self._base.execute(statement)
            self._base.execute("insert into meta values ('key', ?)", (key,))

    def __enter__(self) -> _Index:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def commit(self) -> None:
        self._base.execute("commit")

    def update(self, pages: Pages) -> tuple[Literal["kept", "increment", "full"], int]:
        """Apply the changes; returns the kind of update, and the number of notes analysed."""
        numbers = note_numbers(pages)
        rows = self._base.execute("select address, digest, number from notes")
        known = {address: (digest, number) for address, digest, number in rows}
        wanted = {address: (digest, numbers[address]) for address, (digest, _) in pages.items()}
        changed = [address for address in wanted if known.get(address) != wanted[address]]
        gone = [address for address in known if address not in wanted]
        changed.sort(key=numbers.__getitem__)
        self._dirty: set[_Key] = set()
        if not known:
            self._take_all(pages, changed, numbers)
            return "full", len(changed)
        if not changed and not gone:
            return "kept", 0
        self._take(pages, changed, gone, numbers)
        return "increment", len(changed)

    def _read(
        self, pages: Pages, addresses: Iterable[str], numbers: Mapping[str, int]
    ) -> Iterator[tuple[str, list[Given]]]:
        """The entries of each of these notes; a note is stored when the next one is requested."""
        reader = Reader(self._language)
        for address in addresses:
            digest, make = pages[address]
            given = reader.given(address, make(), numbers[address])
            yield address, given
            row = (address, digest, numbers[address], zlib.compress(msgspec.msgpack.encode(given), 1))
            self._base.execute("replace into notes values (?, ?, ?, ?)", row)

    def _given(self, address: str) -> tuple[int, dict[_Key, bytes]]:
        """A note's number and its entries from the last update; -1 and nothing for a new note."""
        row = self._base.execute("select number, given from notes where address = ?", (address,)).fetchone()
        if row is None:
            return -1, {}
        return row[0], {(part, key): said for part, key, said in _GIVEN.decode(zlib.decompress(row[1]))}

    def _take_all(self, pages: Pages, addresses: Sequence[str], numbers: Mapping[str, int]) -> None:
        """For an empty index: collect every entry in memory, write once."""
        entries: list[defaultdict[str, Entry]] = [defaultdict(Entry) for _ in _LIMITS]
        for address, given in self._read(pages, addresses, numbers):
            number = numbers[address]
            for part, key, said in given:
                entry = entries[part][key]
                entry.numbers.append(number)
                entry.said += said
        self._store({(part, key): each[key] for part, each in enumerate(entries) for key in sorted(each)})

    def _take(self, pages: Pages, changed: Sequence[str], gone: Sequence[str], numbers: Mapping[str, int]) -> None:
        """Replace the entries of changed notes, where they differ.

        First remove, then add, because renumbered notes may have each other's numbers.
        """
        puts: defaultdict[_Key, dict[int, bytes | None]] = defaultdict(dict)
        moved = set()
        for address in (*changed, *gone):
            number, given = self._given(address)
            if number != numbers.get(address):
                moved.add(address)
                for key in given:
                    puts[key][number] = None
        self._base.executemany("delete from notes where address = ?", ((address,) for address in gone))
        for address, given_now in self._read(pages, changed, numbers):
            number = numbers[address]
            before = self._given(address)[1] if address not in moved else {}
            for part, word, said in given_now:
                if before.pop((part, word), None) != said:
                    puts[part, word][number] = said
            for key in before:
                puts[key][number] = None
        found = {key: self._entry(key) for key in sorted(puts)}
        self._store({key: entry for key, entry in found.items() if entry.put_all(puts[key])})

    def _entry(self, key: _Key) -> Entry:
        query = "select numbers, said from entries where part = ? and key = ?"
        return Entry(*(self._base.execute(query, key).fetchone() or ()))

    def _store(self, entries: Mapping[_Key, Entry]) -> None:
        self._base.executemany(
            "replace into entries values (?, ?, ?, ?, ?)",
            (
                (*key, entry.size(), entry.numbers.tobytes(), bytes(entry.said))
                for key, entry in entries.items()
                if entry.numbers
            ),
        )
        empty = [key for key, entry in entries.items() if not entry.numbers]
        self._base.executemany("delete from entries where part = ? and key = ?", empty)
        self._dirty = {*entries}

    def publish(self, tree: Tree, doubtful: Collection[str]) -> None:
        """Write the files with new content, or that were changed by others. Raises OSError."""
        count = self._base.execute("select count(*) from notes").fetchone()[0]
        for part, limit in enumerate(_LARGE_LIMITS if count > _LARGE else _LIMITS):
            rows = self._base.execute("select key, size from entries where part = ? order by key", (part,)).fetchall()
            starts = borders(rows, limit)
            old = self._base.execute("select start, end, name, size from files where part = ?", (part,)).fetchall()
            known = {(start, end): (name, size) for start, end, name, size in old}
            dirty = sorted(key for each, key in self._dirty if each == part)
            self._base.execute("delete from files where part = ?", (part,))
            for start, end in zip(starts, [*starts[1:], ""], strict=False):
                name, size = known.get((start, end), ("", -1))
                at = bisect_left(dirty, start)
                touched = at < len(dirty) and (not end or dirty[at] < end)
                file = f"{FOLDER}/{name}"
                if touched or not name or file in doubtful or not _is_file(tree, file, size):
                    data = self._file(part, start, end)
                    name, size = f"{blake2b(data, digest_size=5).hexdigest()}{_ENDING}", len(data)
                    write_if_changed(tree, f"{FOLDER}/{name}", data)
                self._base.execute("insert into files values (?, ?, ?, ?, ?)", (part, start, end, name, size))

    def _file(self, part: int, start: str, end: str) -> bytes:
        """The keys from `start` to before `end` ("": to the end), each without the prefix shared with the last."""
        query = "select key, numbers, said from entries where part = ? and key >= ? and key < ? order by key"
        stem = words.stemmer(self._language)
        pieces: list[bytes] = []
        last = b""
        for key, *columns in self._base.execute(query, (part, start, end or _LAST)):
            shown = (_with_stem(key, stem(key)) if part == WORDS and "\0" not in key else key).encode()
            shared = _shared(last, shown)
            pieces += (_varint(shared), _varint(len(shown) - shared), shown[shared:], Entry(*columns).packed())
            last = shown
        return zlib.compress(b"".join(pieces), 6)

    def listed(self) -> dict[str, Any]:
        """What the browser needs: the number of notes, the files of each part with their first keys, and stop
        words."""
        parts: list[dict[str, list[str]]] = [{"starts": [], "files": []} for _ in _LIMITS]
        for part, start, name in self._base.execute("select part, start, name from files order by part, start"):
            parts[part]["starts"].append(start)
            parts[part]["files"].append(name.removesuffix(_ENDING))
        count = self._base.execute("select count(*) from notes").fetchone()[0]
        return {"notes": count, "parts": parts, "stop": sorted(words.stop_words(self._language))}

    def files(self) -> list[str]:
        return [f"{FOLDER}/{name}" for (name,) in self._base.execute("select distinct name from files order by name")]


def _program() -> str:
    """A digest of this package's modules: another version may make another index."""
    sources = (path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return blake2b(b"".join(sources), digest_size=8).hexdigest()


def note_numbers(addresses: Iterable[str]) -> dict[str, int]:
    """A number for each address: its hash, or the next free one, so that a new note hardly changes other numbers."""
    known = [*addresses]
    space = 1 << max(8, len(known).bit_length() + 2)
    numbers: dict[str, int] = {}
    last = -1
    for wish, address in sorted((_hash(address) % space, address) for address in known):
        numbers[address] = last = max(wish, last + 1)
    return numbers


def borders(rows: Sequence[tuple[str, int]], limit: int, depth: int = 0) -> list[str]:
    """The first keys of files for `rows` (key, size; sorted): at most `limit` bytes each, and a boundary only between
    keys that differ in their first characters, so that a change moves no distant boundary."""
    starts: list[str] = []
    room = -1
    for start, group in groupby(rows, key=lambda row: row[0][: depth + 1]):
        members = [*group]
        size = sum(map(itemgetter(1), members))
        if size > limit and len(members) > 1 and len(members[-1][0]) > depth + 1:
            starts += borders(members, limit, depth + 1)
            room = -1
        elif size <= room:
            room -= size
        else:
            starts.append(start)
            room = max(0, limit - size)
    return starts


def _remove_others(tree: Tree, files: Collection[str]) -> None:
    """Remove files of an earlier index; only files with names of index files."""
    for path in Path(tree.root, FOLDER).glob(f"*{_ENDING}"):
        if re.fullmatch(r"[0-9a-f]{10}", path.stem) and (file := f"{FOLDER}/{path.name}") not in files:
            remove(tree, file)


def _is_file(tree: Tree, file: str, size: int) -> bool:
    """Whether this is a regular file of `size` bytes; a link to one does not count, because it may change."""
    try:
        status = tree.stat(file)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == size


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _with_stem(word: str, stem: str) -> str:
    """The word, and if its stem differs, how many characters to cut off and what to append."""
    if word == stem:
        return word
    kept = len(_shared_text(word, stem))
    return f"{word}\t{len(word) - kept}{stem[kept:]}"


def _shared_text(one: str, other: str) -> str:
    return one[: _shared(one.encode("utf-32-le"), other.encode("utf-32-le")) // 4]


def _shared(one: bytes, other: bytes) -> int:
    """The length in bytes of the common prefix."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
