"""What is stored after a refresh, and which files of the output become stale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from notegarden.config.schema import Config
from notegarden.garden.apply import Changes
from notegarden.garden.facets import list_key
from notegarden.ledger.ledger import MAIN
from notegarden.pipeline import remember as module
from notegarden.pipeline.remember import Refreshed, remember


class Record:
    """Records the calls of its methods by name; some return a value."""

    def __init__(self, **values: Any) -> None:
        self.calls: dict[str, Any] = {}
        self._values = values

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            self.calls[name] = [[*each] if isinstance(each, Iterator) else each for each in args]
            return self._values.get(name)

        return call

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Ledger(Record):
    def __init__(self) -> None:
        super().__init__()
        self.outputs = Record()

    def commit(self) -> Record:
        return Record()


def stored(
    monkeypatch: pytest.MonkeyPatch, changes: Changes, notes: dict[str, Any], *, reported: bool = False, **more: Any
) -> Ledger:
    """The ledger after a refresh that read these notes, None for removed ones."""
    monkeypatch.setattr(module, "remember_touched", lambda *_: None)
    found: Any = Record()
    found.notes = notes
    found.stamps = found.texts = dict.fromkeys(notes, "x")
    garden: Any = Record()
    garden.nodes = {path: f"node of {path}" for path, note in notes.items() if note is not None} | {"other.md": "other"}
    garden.relations = Record(of=())
    status: Any = Record(store=reported)
    ledger = Ledger()
    taken = Refreshed(found, changes, b"snapshot", more.get("files"), more.get("history"))
    remember(ledger, more.get("name", MAIN), garden, status, Config(), taken)  # type: ignore[arg-type]
    return ledger


def test_removed_notes_are_dropped_and_notes_that_were_read_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = Changes({"k"}, {"a.md", "gone.md"}, {"a.md", "other.md", "gone.md"})
    ledger = stored(monkeypatch, changes, {"a.md": "note", "gone.md": None})
    assert ledger.calls["drop_sources"] == [["gone.md"]]
    assert [row[0] for row in ledger.calls["set_sources"][0]] == ["a.md"]
    assert [row[0] for row in ledger.calls["set_nodes"][0]] == ["other.md"], "a node whose file was not read"


@pytest.mark.parametrize(("reported", "keys"), [(False, {"k"}), (True, {"k", list_key("problems")})])
def test_files_that_read_a_changed_key_are_stale(
    monkeypatch: pytest.MonkeyPatch, reported: bool, keys: set[str]
) -> None:
    ledger = stored(monkeypatch, Changes({"k"}, set(), set()), {}, reported=reported)
    assert ledger.outputs.calls == {"mark_stale": [keys]}


def test_when_everything_changed_all_files_are_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = stored(monkeypatch, Changes(set(), set(), set(), everything=True), {})
    assert ledger.outputs.calls == {"mark_all_stale": []}


def test_other_commands_than_build_make_no_file_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored(monkeypatch, Changes({"k"}, set(), set()), {}, name="serve").outputs.calls == {}


def test_files_and_history_are_stored_only_if_they_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Changes(set(), set(), set())
    assert "set_files" not in stored(monkeypatch, nothing, {}).calls
    history = Record()
    assert stored(monkeypatch, nothing, {}, files={}, history=history).calls["set_files"] == [{}]
    assert "store" in history.calls
