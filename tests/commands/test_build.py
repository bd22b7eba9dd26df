"""What `build` prints, and when its exit code reports a failure."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from notegarden.check.status import Summary
from notegarden.commands import build
from notegarden.commands.build import run_build
from notegarden.notes.problems import Problem
from notegarden.pipeline.report import Report
from notegarden.publish.outputs import Counts

WRONG = Problem.of("a.md", 3, 1, "math", "it is wrong")
MILD = Problem.of("a.md", 4, 1, "macro", "it is odd")
USUAL: dict[str, Any] = {
    "output": None, "base_url": None, "grammar": None, "drafts": False, "jobs": None, "fresh": False, "strict": False,
    "no_search": False, "quiet": False, "verbose": False,
}  # fmt: skip


class Garden:
    """A garden whose build returns this report."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, root: Path, report: Report) -> None:
        self.asked: list[Any] = []
        self.closed = 0
        self.root = root
        (root / "content").mkdir()
        monkeypatch.setattr(build, "Pipeline", self._pipeline)
        self._report = report

    def _pipeline(self, root: Path, options: Any) -> Any:  # noqa: ARG002
        self.asked.append(options)

        def close() -> None:
            self.closed += 1

        return SimpleNamespace(
            refresh=lambda **_: None,
            publish=lambda _: None,
            problems=lambda: [WRONG] * 5,
            report=self._report,
            config=SimpleNamespace(content="content", output="public"),
            close=close,
        )

    def build(self, **options: Any) -> int:
        return run_build(str(self.root), **{**USUAL, **options})


def report(*found: tuple[Any, Any, int], first: tuple[Problem, ...] = (), **counts: Any) -> Report:
    return Report(
        parsed=1,
        counts=Counts(**{"warnings": [], "errors": [], **counts}),
        summary=Summary(notes=1, links=1200, found=found, first=first),
        warnings=["a line about the build\n"],
    )


@pytest.fixture
def garden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Garden:
    found = (("math", "error", 2), ("macro", "warning", 1), ("orphan", "info", 9))
    return Garden(monkeypatch, tmp_path, report(*found, first=(WRONG, MILD), written=1, kept=2500))


def test_a_summary_is_printed_and_findings_go_to_stderr(garden: Garden, capsys: pytest.CaptureFixture[str]) -> None:
    assert garden.build() == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith(
        "1 note, 1,200 links; 1 page written, 2,500 kept; 2 errors, 1 warning, 9 hints; "
    )
    assert "removed" not in out
    assert "a line about the build\\n" in err
    assert "content/a.md:3:1: error: it is wrong [math]" in err
    assert err.count("… and 1 more") == 1, "of two errors and a warning two are shown; hints are not counted"


def test_quiet_prints_errors_only(garden: Garden, capsys: pytest.CaptureFixture[str]) -> None:
    assert garden.build(quiet=True) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.endswith("[math]") for line in err.splitlines()] == [True, False]
    assert "1 more" in err.splitlines()[1]


def test_verbose_prints_every_finding(garden: Garden, capsys: pytest.CaptureFixture[str]) -> None:
    garden.build(verbose=True)
    out, err = capsys.readouterr()
    assert err.count("[math]") == 5
    assert "peak memory" in out


def test_findings_of_notes_fail_only_a_strict_build(garden: Garden) -> None:
    assert (garden.build(), garden.build(strict=True)) == (0, 1)


def test_warnings_fail_no_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Garden(monkeypatch, tmp_path, report(("macro", "warning", 1))).build(strict=True) == 0


def test_an_incomplete_site_fails_any_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Garden(monkeypatch, tmp_path, report(errors=["x stands in\nthe way"])).build(quiet=True) == 1
    assert capsys.readouterr().err == "error: x stands in\\nthe way\n"


def test_command_line_options_are_passed_to_the_pipeline(garden: Garden) -> None:
    garden.build(output=Path("x"), drafts=True, jobs=3, no_search=True, fresh=True)
    (asked,) = garden.asked
    assert (asked.output, asked.drafts, asked.jobs, asked.search, asked.fresh) == (Path("x"), True, 3, False, True)
    garden.build()
    assert (garden.asked[1].jobs, garden.asked[1].search, garden.closed) == (0, True, 2)
