"""The status of a garden: its counts, when the next note is due, and when findings are recomputed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.check import findings
from notegarden.check.hints import Known
from notegarden.check.status import GardenStatus, due_times, summary
from notegarden.ledger.ledger import MAIN, Ledger
from notegarden.notes.problems import Problem

NOW = "2024-05-01T00:00:00+00:00"
BROKEN = Problem.of("a.md", 3, 1, "link-missing", "finds no note")


def garden(*spans: tuple[str, str], held: int = 0) -> Any:
    """A garden of notes with these publish and expiry times; `held` of them are withheld."""
    nodes = {
        f"{number}.md": SimpleNamespace(shown_from=start, shown_until=end, held=number < held)
        for number, (start, end) in enumerate(spans)
    }
    return SimpleNamespace(nodes=nodes, now=NOW, listed=list)


class Inputs:
    """The inputs of the findings, and how often they were computed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *found: Problem) -> None:
        self.found, self.looks, self.key = [*found], 0, b"one"
        self.known = Known({}, ())
        monkeypatch.setattr(findings, "findings", self._look)

    def __call__(self) -> Any:
        return self

    def digest(self) -> bytes:
        return self.key

    def _look(self, _inputs: object, _nearest: object) -> list[Problem]:
        self.looks += 1
        return self.found


def test_the_next_due_time_and_the_last_change() -> None:
    past, soon, later = "2024-04-01T00:00:00+00:00", "2024-06-01T00:00:00+00:00", "2024-07-01T00:00:00+00:00"
    assert due_times(garden()) == ("", "")
    assert due_times(garden((soon, ""), ("", later), (past, later))) == (past, soon)
    assert due_times(garden((NOW, ""))) == (NOW, ""), "the time itself has passed"


def test_a_summary_counts_and_shows_no_notices() -> None:
    problems = [BROKEN] * 2 + [Problem("a.md", 1, 1, "note", "error", "x"), Problem("a.md", 1, 1, "tag", "info", "x")]
    found = summary(3, 4, problems, ("since", "due"), 1)
    assert (found.notes, found.links, found.held, found.since, found.due) == (3, 4, 1, "since", "due")
    assert sum(number for _, _, number in found.found) == 4
    assert found.errors == 1 + 2 * (BROKEN.severity == "error")
    assert all(each.severity != "info" for each in found.first)


def test_findings_are_computed_once_and_again_only_if_their_inputs_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = Inputs(monkeypatch, BROKEN)
    status = GardenStatus(ledger, MAIN)
    assert status.summary() is None
    assert status.update(garden(), inputs, counts=True), "to be stored"
    assert status.store(problems=True), "the ledger had none"
    assert (status.problems(inputs), inputs.looks) == ([BROKEN], 1)

    again = GardenStatus(ledger, MAIN)
    assert not again.update(garden(("", NOW)), inputs, counts=False)
    kept = again.summary()
    assert kept is not None
    assert (kept.since, sum(each[2] for each in kept.found)) == (NOW, 1)
    assert (again.problems(inputs), inputs.looks) == ([BROKEN], 1), "from the ledger"

    again.outdate()
    assert (again.problems(inputs), inputs.looks) == ([BROKEN], 1), "the same digest"
    again.outdate()
    inputs.key, inputs.found = b"two", []
    assert again.update(garden(held=0), inputs, counts=True)
    assert (again.problems(inputs), inputs.looks) == ([], 2)
    assert again.store(problems=True), "they differ"


def test_a_ledger_of_another_command_than_build_stores_no_findings(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = Inputs(monkeypatch, BROKEN)
    status = GardenStatus(ledger, "serve")
    assert not status.update(garden(("", ""), ("", ""), held=1), inputs, counts=True)
    found = status.summary()
    assert found is not None
    assert (found.held, found.found, inputs.looks) == (1, (), 0), "none were requested"
    ledger.remember("problems", b"of a build", [])
    status.store(problems=False)
    assert (status.problems(inputs), inputs.looks) == ([BROKEN], 1), "those of a build are from another time"
