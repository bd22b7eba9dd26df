"""The first stages: which files there are, which of them changed, and what the changed ones say."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

import msgspec

from notegarden.ledger import Ledger
from notegarden.lint import inspect
from notegarden.note import Body, Dialect, FrontMatter, Note, Parsed
from notegarden.problems import Problem
from notegarden.progress import Progress, nothing_to_tell
from notegarden.sources import Source, Stamp, digest, recently

_CHUNK = 16
_WORTH_A_POOL = 60
_ENCODE = msgspec.msgpack.Encoder().encode
_NOTE = msgspec.msgpack.Decoder(Note)

_dialect = Dialect()
_content = ""


class Reading(msgspec.Struct):
    """What of the sources changed since the ledger was written.

    `texts`: path → digest of its text in the ledger, for every note. `stamps`: what the files look like; a file so new
    that its time proves nothing has the time 0, so that the next build reads it again. `notes`: changed ones, None
    for gone. `before`: the texts as they were. `touched`: looked different, were not. `parsed`: a count.
    """

    texts: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    notes: dict[str, Note | None] = {}
    before: dict[str, str] = {}
    touched: list[tuple[str, Stamp]] = []
    parsed: int = 0


def read(
    content: Path,
    sources: Sequence[Source],
    known: Mapping[str, tuple[Stamp, str]],
    ledger: Ledger,
    dialect: Dialect,
    jobs: int,
    progress: Progress = nothing_to_tell,
) -> Reading:
    """Compare the sources with what is `known` of them (Ledger.stamps); parse what changed and store its text."""
    recent = recently()
    gone = known.keys() - {source.path for source in sources}
    reading = Reading({}, {}, dict.fromkeys(gone), {path: key for path, (_, key) in known.items()}, [])
    suspects: list[str] = []
    for path, stamp in sources:
        before = known.get(path)
        settled = stamp if stamp.is_settled(recent) else stamp._replace(mtime_ns=0)
        reading.stamps[path] = settled
        if before is not None and before[0] == stamp:
            reading.texts[path] = before[1]
        else:
            suspects.append(path)
    changed: list[str] = []
    if not known and not ledger.has_texts():
        suspects, changed = [], suspects  # nothing to compare with: each file is read once, where it is parsed
    for path in suspects:
        key = text_key(path, _bytes(content / path))
        before = known.get(path)
        reading.texts[path] = key
        if before is not None and before[1] == key:
            reading.touched.append((path, reading.stamps[path]))
            continue
        stored = ledger.note(key)
        if stored is not None:
            reading.notes[path] = stored
        else:
            changed.append(path)
    for path, key, facts in _parse(content, changed, ledger, dialect, jobs):
        # The file may have changed again since it was looked at: what was parsed is what counts.
        reading.texts[path] = key
        reading.notes[path] = _NOTE.decode(facts)
        reading.parsed += 1
        progress("notes", reading.parsed, len(changed))
    return reading


def text_key(path: str, data: bytes) -> str:
    """The ledger's key of a note: its facts hold its path, so the path belongs to it."""
    return digest(path.encode("utf-8", "surrogateescape") + b"\0" + data)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _parse(
    content: Path, paths: Sequence[str], ledger: Ledger, dialect: Dialect, jobs: int
) -> Iterable[tuple[str, str, bytes]]:
    if not paths:
        return
    from notegarden.workers import chunks, cores, executor, spread, stop

    jobs = (jobs or cores()) if len(paths) >= _WORTH_A_POOL else 1
    pool = executor(jobs, _prepare, (str(content), dialect))
    try:
        for _, results in spread(pool, parse_chunk, chunks(paths, _CHUNK), jobs):
            ledger.add_texts([(key, facts, body) for _, key, facts, body in results])
            yield from ((path, key, facts) for path, key, facts, _ in results)
    finally:
        stop(pool)


def _prepare(content: str, dialect: Dialect) -> None:
    global _content, _dialect
    _content, _dialect = content, dialect


def parse_chunk(paths: Sequence[str]) -> list[tuple[str, str, bytes, bytes]]:
    """(path, key, encoded Note, encoded Body) for each path below the content folder."""
    return [_parse_file(path) for path in paths]


def _parse_file(path: str) -> tuple[str, str, bytes, bytes]:
    problem = ""
    try:
        with open(os.path.join(_content, path), "rb") as handle:  # noqa: PTH118, PTH123 - 10,000 times
            data = handle.read()
    except OSError as error:
        data, problem = b"", f"cannot be read: {error.strerror}"
    parsed = parse_note(path, data, _dialect)
    note = inspect(parsed.note, data.removeprefix(BOM_UTF8).decode("utf-8", "replace"))
    if problem:
        found = Problem(path, 0, 0, "note", "error", problem, "check that the file is there and readable")
        note = msgspec.structs.replace(note, problems=(*note.problems, found))
    return path, text_key(path, data), _ENCODE(note), _ENCODE(parsed.body)


def parse_note(path: str, data: bytes, dialect: Dialect) -> Parsed:
    """`markup.parse`, imported where it is needed: a warm build does not pay for the parser."""
    from notegarden.markup import parse

    try:
        return parse(path, data, dialect)
    except Exception as error:  # noqa: BLE001 - a mistake of the parser's own may cost one note, never the garden
        what = f"the parser failed: {type(error).__name__}: {error}"
        problem = Problem(path, 1, 1, "note", "error", what, "report it with the note; its text is shown as it is")
        shown = escape(data.decode("utf-8", "replace"))
        title = path.rpartition("/")[2].removesuffix(".md")
        body = Body((f"<pre>{shown}</pre>",), ())
        note = Note(path, FrontMatter(), title, problems=(problem,), words=len(shown.split()), digest=digest(data))
        return Parsed(note, body)
