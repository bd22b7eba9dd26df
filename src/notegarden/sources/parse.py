"""What the notes' files say, worked out in worker processes where there are enough of them to pay."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import msgspec

from notegarden.dialects.markdown.lint import inspect
from notegarden.files.scan import digest, text_key
from notegarden.notes.note import Body, Dialect, FrontMatter, Note, Parsed
from notegarden.notes.problems import Problem
from notegarden.workers import chunks, cores, executor, spread, stop

_CHUNK = 16
_WORTH_A_POOL = 60
_ENCODE = msgspec.msgpack.Encoder().encode

ParsedFile = tuple[str, str, bytes, bytes]
"""Path below the content folder, key (`text_key`), encoded Note, encoded Body."""

_dialect = Dialect()
_content = ""


def parse_files(content: Path, paths: Sequence[str], dialect: Dialect, jobs: int) -> Iterator[list[ParsedFile]]:
    """Some files at a time, in order. `jobs` 0 means one per core."""
    jobs = (jobs or cores()) if len(paths) >= _WORTH_A_POOL else 1
    pool = executor(jobs, _prepare, (str(content), dialect))
    try:
        for _, results in spread(pool, parse_chunk, chunks(paths, _CHUNK), jobs):
            yield results
    finally:
        stop(pool)


def _prepare(content: str, dialect: Dialect) -> None:
    global _content, _dialect
    _content, _dialect = content, dialect


def parse_chunk(paths: Sequence[str]) -> list[ParsedFile]:
    return [_parse_file(path) for path in paths]


def _parse_file(path: str) -> ParsedFile:
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
    from notegarden.dialects import parse

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
