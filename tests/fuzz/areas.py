"""Seven areas in which any input must be handled: each takes bytes and raises if they are not.

Bytes choose pieces of the area's vocabulary, so that a fuzzer that only knows bytes writes notes instead of noise.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from sound import assert_fits, assert_harmless, assert_sound
from vocabulary import LEDGER_WORDS, MARKDOWN, ORG, SHORTCODES, VAULT
from vocabulary_of_names import FRONT, NAMES, TARGETS

from notegarden.config.schema import GardenConfig
from notegarden.dialects import parse
from notegarden.dialects.markdown.lint import inspect
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.garden.addresses import natural_address
from notegarden.garden.names import Lookups, NameIndex, lookup_keys
from notegarden.garden.resolve import Ambiguous, Found, Resolved, resolve
from notegarden.garden.sections import Sections
from notegarden.ledger.file import DAMAGE
from notegarden.ledger.ledger import Ledger
from notegarden.notes.note import Dialect, FrontMatter, Link, Note, Parsed
from notegarden.pipeline.stages import Options, Pipeline
from notegarden.urls import join, output_file, publishable

TRUSTED = Dialect(params={"number": 1})
VAULT_DIALECT = Dialect(unsafe_html=False, format="obsidian")
UNTRUSTED = Dialect(unsafe_html=False, params={"number": 1})
OWN = Dialect(shortcodes=(("box", "<div>{{ inner }}{{ args[0] }}</div>"), ("loud", "<b>{{ params.x | upper }}</b>")))
_HTML = re.compile(r"(?<!\{\{)<|\{\{\{<|\{\{</[a-z]")
_NO_SECTIONS = Sections({}.__getitem__)
PATH = "posts/20240101000000-fuzz.md"


def written(data: bytes, words: tuple[str, ...]) -> str:
    """Text from the vocabulary: a byte below its length is a word, one above a character (or the following bytes)."""
    out: list[str] = []
    pos = 0
    while pos < len(data):
        byte = data[pos]
        pos += 1
        if byte < 200:
            out.append(words[(byte + (data[pos] if byte > 150 and pos < len(data) else 0)) % len(words)])
        elif byte < 240:
            length = byte - 199
            out.append(data[pos : pos + length].decode("utf-8", "replace"))
            pos += length
        else:
            out.append("\n" if byte < 248 else " ")
    return "".join(out)


def dialect(data: bytes) -> None:
    """Markdown, with raw HTML trusted or not."""
    source = written(data[1:], MARKDOWN)
    if data[:1] < b"\x80":
        assert_harmless(_read(source, UNTRUSTED))
    else:
        parsed = _read(source, TRUSTED)
        (assert_fits if _HTML.search(source) else assert_sound)(parsed)


def vault(data: bytes) -> None:
    """Notes of an Obsidian vault: their parts are consistent with the body."""
    source = written(data, VAULT)
    parsed = parse(PATH, source.encode("utf-8", "replace"), VAULT_DIALECT)
    assert_harmless(parsed)
    texts = parsed.body.texts
    for part in parsed.note.parts:
        assert 0 <= part.first <= part.last < len(texts), part
        assert part.start <= len(texts[part.first]), part
        assert part.stop <= len(texts[part.last]), part
        assert 0 <= part.links[0] <= part.links[1] <= len(parsed.note.links), part
    lines = source.count("\n") + source.count("\r") + 1
    assert all(0 <= link.line <= lines for link in parsed.note.links)


BESIDE = {
    "org/i.org": b'#+title: i\n* I :a:\n#+include: "fuzz.org"\n[cite:@k] {{{m(b)}}}\n',
    "org/w.bib": b"@book{k, author = {<b>A} and B and C}, title = {{T} <script>}, year = 1999}\n@misc{q,}",
    "org/s.csl": b'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><citation>'
    b'<layout prefix="["><names variable="author"/><text variable="title" font-style="italic"/></layout></citation>'
    b'<bibliography><layout><text variable="title"/></layout></bibliography></style>',
}
"""What an Org file that is fuzzed may include and cite from."""


_NOT_IN_LINKS = re.compile(r"<a\b|<\w[^<>]*\s(?:id|on\w+)=|[\ufdd0-\ufdd5]|<(?:script|iframe|style)\b")


def org(data: bytes) -> None:
    """Every page of an Org file; text that is commented out or not exported is on none."""
    source = f"#+title: t\n{written(data[1:], ORG)}\n* Hidden :noexport:\nSECRET\n* COMMENT Too\nSECRET\n"
    opened = read_file("org/fuzz.org", source.encode("utf-8", "replace"), {}, BESIDE.get)
    lines = source.count("\n") + source.count("\r") + 1
    for spec in opened.pages:
        parsed = parse_page(opened, spec, UNTRUSTED if data[:1] < b"\x80" else TRUSTED)
        (assert_harmless if data[:1] < b"\x80" else assert_fits)(parsed)
        assert "SECRET" not in "".join(parsed.body.texts) + msgspec.json.encode(parsed.note).decode()
        assert all(0 <= problem.line <= lines for problem in parsed.note.problems)
        assert all(1 <= link.line <= lines for link in parsed.note.links)
        for named in {link.named for link in parsed.note.links if link.named}:  # occurs in a link of any page
            assert not _NOT_IN_LINKS.search(named), named
            assert len(re.findall(r"<[a-z]", named)) == len(re.findall(r"</[a-z]|<(?:br|img|wbr)\b", named)), named


def shortcodes(data: bytes) -> None:
    """Shortcodes nested, incomplete, escaped, in and around everything else."""
    source = written(data[1:], SHORTCODES)
    if data[:1] < b"\x80":
        assert_harmless(_read(source, UNTRUSTED))
    else:
        assert_fits(_read(source, OWN))


def _read(source: str, dialect: Dialect) -> Parsed:
    data = b'+++\ntitle = "t"\n+++\n' + source.encode("utf-8", "replace")
    parsed = parse(PATH, data, dialect)
    note = inspect(parsed.note, data.decode())
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in note.problems:
        assert 0 <= problem.line <= lines, problem
        assert problem.column >= 0, problem
    for link in note.links:
        assert 1 <= link.line <= lines, link
        assert link.column >= 1, link
    return parsed


def front_matter(data: bytes) -> None:
    """TOML, YAML and JSON at the start of a file."""
    text = written(data, FRONT)
    found = read_front_matter(PATH, text)
    assert 0 <= found.body <= len(text)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in found.problems)
    front = found.front
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(front), type=FrontMatter) == front
    msgspec.json.encode(front)
    _assert_inside(natural_address(Note(PATH, front, front.title or ""), GardenConfig(), _NO_SECTIONS))
    for alias in front.aliases:
        _assert_inside(publishable(join("/posts/", alias)))


def _assert_inside(address: str) -> None:
    assert address.startswith("/"), address
    parts = Path("/out", output_file(address)).parts
    assert ".." not in parts, address
    assert parts[:2] == ("/", "out"), address
    assert len(parts) > 2, address
    assert "\0" not in address
    assert max(len(part.encode()) for part in parts) <= 255, address


Named = tuple[str, str, str, tuple[str, ...], bool]


def _named(data: bytes) -> Iterator[Named]:
    seen = set()
    for pos in range(0, len(data) - 3, 4):
        one, two, three, four = data[pos : pos + 4]
        path = NAMES[one % len(NAMES)] + ".md"
        if path not in seen:
            seen.add(path)
            aliases = (publishable(join("/posts/", TARGETS[four % len(TARGETS)])),) if four > 100 else ()
            note = Note(path, FrontMatter(slug=NAMES[two % len(NAMES)]), path)
            address = natural_address(note, GardenConfig(), _NO_SECTIONS)
            yield path, NAMES[three % len(NAMES)], address, aliases, four % 8 == 0


def links(data: bytes) -> None:
    """Links while names change: what is found exists, and an added name affects only those who look it up."""
    half = len(data) // 2
    notes = [*_named(data[:half])]
    asked = [
        (Link(written(data[pos : pos + 3], TARGETS), ("relref", "markdown")[data[pos] % 2], 1, 1), data[pos + 1])
        for pos in range(half, len(data) - 3, 4)
    ]
    index = NameIndex()
    index.set_file("/ox-hugo/a.png", "static/ox-hugo/a.png")
    for path, title, address, aliases, hidden in notes:
        before = _answers(index, notes, asked)
        index.add(path, title, address, aliases, hidden=hidden)
        keys = lookup_keys(path, title, address, aliases, (), ())
        _assert_touched(before, _answers(index, notes, asked), keys)
    _assert_there(_answers(index, notes, asked), {path for path, *_ in notes})
    for path, title, address, aliases, _ in notes[1:]:
        index.discard(path, title, address, aliases)
    alone = NameIndex()
    alone.set_file("/ox-hugo/a.png", "static/ox-hugo/a.png")
    for path, title, address, aliases, hidden in notes[:1]:
        alone.add(path, title, address, aliases, hidden=hidden)
    assert _answers(index, notes, asked) == _answers(alone, notes, asked)


Answers = list[tuple[Link, set[str], Resolved]]


def _answers(index: NameIndex, notes: list[Named], typed: list[tuple[Link, int]]) -> Answers:
    out = []
    for link, number in typed:
        path, _, address, *_ = notes[number % len(notes)] if notes else (PATH, "", "/posts/fuzz/")
        lookups = Lookups(index)
        answer = resolve(lookups, link, path, address)
        out.append((link, lookups.keys, answer))
    return out


def _assert_touched(before: Answers, after: Answers, keys: set[str]) -> None:
    for (link, asks, old), (*_, new) in zip(before, after, strict=True):
        assert old == new or asks & keys, (link, old, new, keys)


def _assert_there(answers: Answers, paths: set[str]) -> None:
    for link, _, answer in answers:
        if isinstance(answer, Ambiguous):
            assert len({*answer.candidates}) > 1, link
            assert paths.issuperset(answer.candidates), link
        elif (
            isinstance(answer, Found) and answer.path and link.target[:1] not in ("", "#")
        ):  # they mean the note itself
            assert answer.path in paths, link


class LedgerArea:
    """A ledger's file damaged at some places: reading it raises what the build handles, or returns what was stored."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        (self.root / "content").mkdir()
        for name in "abc":
            (self.root / f"content/{name}.md").write_text(
                f'+++\ntitle = "{name}"\n+++\n\n[x]({{{{< relref "b" >}}}})\n'
            )
        pipeline = Pipeline(self.root, Options(search=False, jobs=1))
        pipeline.refresh()
        pipeline.close()
        self.file = self.root / ".notegarden/ledger.sqlite"
        connection = sqlite3.connect(self.file)
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
        self.whole = self.file.read_bytes()
        # Most pages are empty; only written ones can be misread.
        self.live = [at for at in range(0, len(self.whole), 16) if any(self.whole[at : at + 16])]

    def __call__(self, data: bytes) -> None:
        """Six bytes are one damage: where (three), how, and with what."""
        spoilt = bytearray(self.whole)
        for pos in range(0, len(data) - 5, 6):
            self._damage(spoilt, data[pos : pos + 6])
        for ending in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        self.file.write_bytes(spoilt)
        if data[:1] > b"\xc0":  # the whole build, which is slower
            pipeline = Pipeline(self.root, Options(search=False, jobs=1))
            try:
                pipeline.refresh(whole=True)
                assert sorted(pipeline.garden.nodes) == ["a.md", "b.md", "c.md"]
            finally:
                pipeline.close()
            return
        ledger = Ledger.open(self.root)
        try:
            self._read(ledger)
        except DAMAGE:
            pass
        finally:
            ledger.close()

    def _damage(self, spoilt: bytearray, how: bytes) -> None:
        where = int.from_bytes(how[:3])
        if not spoilt:
            return
        at = (self.live[where % len(self.live)] + where % 16) % len(spoilt) if how[3] < 224 else where % len(spoilt)
        if how[3] < 128:
            spoilt[at] ^= 1 << (how[4] % 8)
        elif how[3] < 200:
            word = LEDGER_WORDS[how[4] % len(LEDGER_WORDS)]
            spoilt[at : at + len(word)] = word
        elif how[3] < 224:
            spoilt[at : at + how[4]] = bytes([how[5]]) * how[4]
        elif how[3] < 250:
            del spoilt[at : at + 1 + how[4]]
        else:
            del spoilt[at:]

    def _read(self, ledger: Ledger) -> None:
        stamps = ledger.stamps()
        for _, key in stamps.values():
            ledger.note(key)
        ledger.nodes()
        ledger.files()
        ledger.pictures()
        ledger.outputs.of("/out")
        ledger.key("summary")

    def close(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)


AREAS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "dialect": lambda: dialect,
    "shortcodes": lambda: shortcodes,
    "vault": lambda: vault,
    "org": lambda: org,
    "front matter": lambda: front_matter,
    "links": lambda: links,
    "ledger": LedgerArea,
}
"""Name → what makes the function to call with bytes."""
