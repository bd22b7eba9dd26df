"""An unreadable note never stops the others, is never published, and is read again where that may help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from notegarden import dialects
from notegarden.files.scan import text_key
from notegarden.notes.note import Body, Citing, Dialect, Note, Parsed
from notegarden.sources import parse
from notegarden.sources.beside import note_key
from notegarden.sources.limits import OverTimeError
from notegarden.sources.note_file import AGAIN
from notegarden.sources.parse import held_note, outer_failure, parse_chunk, parse_note
from notegarden.workers import WorkerDiedError


def read(content: Path, *files: str, dialect: Dialect | None = None) -> dict[str, tuple[str, Note | None]]:
    """File → (key, the note)."""
    found = parse_chunk(str(content), dialect or Dialect(), files)
    return {file: (key, msgspec.msgpack.decode(facts, type=Note) if facts else None) for file, key, facts, _ in found}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\ntext")
    return tmp_path / "content"


def failing(error: BaseException) -> object:
    def fail(*_: object) -> Parsed:
        raise error

    return fail


def message_of_withheld(found: tuple[str, Note | None]) -> str:
    """The message of the note's finding; asserts that the note is withheld."""
    _, note = found
    assert note is not None
    assert note.held
    assert note.front.unreadable
    (problem,) = note.problems
    assert (problem.code, problem.severity) == ("note", "error")
    return problem.message


def test_notes_are_in_order_with_keys_of_path_and_bytes(content: Path) -> None:
    (content / "b.md").write_text("---\ntitle: A\n---\ntext")
    found = read(content, "b.md", "a.md")
    assert [*found] == ["b.md", "a.md"]
    assert found["a.md"][0] == text_key("a.md", (content / "a.md").read_bytes()) != found["b.md"][0]


def test_a_removed_file_gives_only_its_name(content: Path) -> None:
    assert parse_chunk(str(content), Dialect(), ["gone.md"]) == [("gone.md", "", b"", b"")]


def test_an_unreadable_file_is_withheld_and_the_next_one_is_read(content: Path) -> None:
    (content / "bad.md").mkdir()
    found = read(content, "bad.md", "a.md")
    message_of_withheld(found["bad.md"])
    assert found["a.md"][1] is not None
    assert found["a.md"][1].held == ""
    assert not found["bad.md"][0].startswith(AGAIN), "its own key changes when it can be read"


@pytest.mark.parametrize("error", [MemoryError(), OSError(5, "disk"), ImportError("library")])
def test_a_failure_of_the_machine_is_retried(content: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(dialects, "parse", failing(error))
    found = read(content, "a.md")["a.md"]
    assert outer_failure(error) in message_of_withheld(found)
    assert found[0] == AGAIN + text_key("a.md", (content / "a.md").read_bytes())


def test_a_note_that_takes_too_long_is_withheld_until_it_changes(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "parse", failing(OverTimeError()))
    found = read(content, "a.md")["a.md"]
    assert "5 seconds" in message_of_withheld(found)
    assert found[0] == text_key("a.md", (content / "a.md").read_bytes())


def test_a_bug_of_the_parser_withholds_one_note_and_the_author_sees_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "parse", failing(IndexError("out <of> range")))
    parsed = parse_note("s/my note.md", b"a < b \xff", Dialect())
    assert (parsed.note.title, parsed.note.front.unreadable) == ("my note", True)
    assert "IndexError: out <of> range" in parsed.note.held
    assert parsed.body == Body(("<pre>a &lt; b \ufffd</pre>",), ())


@pytest.mark.parametrize("error", [OverTimeError(), MemoryError(), KeyboardInterrupt()])
def test_errors_from_outside_the_parser_are_not_treated_as_its_own(
    monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(dialects, "parse", failing(error))
    with pytest.raises(type(error)):
        parse_note("a.md", b"x", Dialect())


def test_a_note_has_its_path_without_the_language_and_the_file_it_is_written_in(content: Path) -> None:
    (content / "b.de.md").write_text("text")
    found = read(content, "b.de.md", "a.md", dialect=Dialect(own_language="de"))
    note, plain = found["b.de.md"][1], found["a.md"][1]
    assert note is not None
    assert plain is not None
    assert (note.path, note.file, plain.file) == ("b.md", "content/b.de.md", "")
    top = read(content, "b.de.md", dialect=Dialect(own_language="de", citing=Citing(folder="")))["b.de.md"][1]
    assert top is not None
    assert top.file == "b.de.md"


def test_the_key_of_a_note_includes_the_files_that_it_was_read_with(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = (("refs.bib", "digest"),)

    def with_inputs(path: str, *_: object) -> Parsed:
        return Parsed(msgspec.structs.replace(held_note(path, "x", "y"), inputs=inputs), Body(("",), ()))

    monkeypatch.setattr(dialects, "parse", with_inputs)
    key, _ = read(content, "a.md")["a.md"]
    assert key == note_key("a.md", (content / "a.md").read_bytes(), inputs) != text_key("a.md", b"")


def test_a_note_that_crashes_its_process_is_retried_and_a_removed_one_is_gone(content: Path) -> None:
    ((file, key, facts, _),) = parse._fatal(content, Dialect(), "a.md")
    assert (file, key.startswith(AGAIN)) == ("a.md", True)
    message_of_withheld((key, msgspec.msgpack.decode(facts, type=Note)))
    assert parse._fatal(content, Dialect(), "gone.md") == [("gone.md", "", b"", b"")]


def test_a_note_is_checked_for_the_findings_of_its_format(content: Path) -> None:
    (content / "c.md").write_text("---\ncheck_ignore: math\n---\nx")
    silenced = read(content, "c.md")["c.md"][1]
    assert silenced is not None
    assert silenced.silenced == ((0, "math"),)
    vault = read(content, "c.md", dialect=Dialect(format="obsidian"))["c.md"][1]
    assert vault is not None
    assert vault.silenced == ()


def test_a_withheld_note_has_the_file_it_is_written_in_too(content: Path) -> None:
    (content / "b.de.md").mkdir()
    note = read(content, "b.de.md", dialect=Dialect(own_language="de"))["b.de.md"][1]
    assert note is not None
    assert (note.path, note.file) == ("b.md", "content/b.de.md")


@pytest.mark.parametrize(("notes", "jobs", "processes"), [(59, 8, 1), (60, 8, 8), (60, 0, 3), (59, 0, 1)])
def test_many_notes_are_read_in_the_given_number_of_processes_and_few_in_one(
    monkeypatch: pytest.MonkeyPatch, notes: int, jobs: int, processes: int
) -> None:
    started = []
    monkeypatch.setattr(parse, "cores", lambda: 3)
    monkeypatch.setattr(parse, "executor", lambda count, *_, **__: started.append(count))
    monkeypatch.setattr(parse, "spread", lambda _, work, chunks, __: ((chunk, work(chunk)) for chunk in chunks))
    monkeypatch.setattr(parse, "stop", lambda _: None)
    found = [*parse.spread_safely(lambda chunk: [*chunk], [(1, 2), (3,)], notes, lambda _: [], jobs, None)]
    assert (found, started) == ([[1, 2], [3]], [processes])


def test_a_note_that_crashes_a_process_withholds_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(_: object, work: object, chunks: object, __: int) -> Iterator[object]:
        for chunk in chunks:  # type: ignore[attr-defined]
            if 2 in chunk:
                raise WorkerDiedError("it died")
            yield chunk, [*chunk]

    monkeypatch.setattr(parse, "executor", lambda *_, **__: None)
    monkeypatch.setattr(parse, "spread", dying)
    monkeypatch.setattr(parse, "stop", lambda _: None)
    monkeypatch.setattr(parse, "alone", lambda _, items, *__: [(each, None if 2 in each else each) for each in items])
    found = [*parse.spread_safely(lambda chunk: [*chunk], [(1,), (2, 3), (4,)], 1, lambda item: [-item], 1, None)]
    assert found == [[1], [-2], [3], [4]]
