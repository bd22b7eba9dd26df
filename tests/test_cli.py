"""The command line: how errors are reported, and which options become which arguments."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from notegarden import cli
from notegarden.cli import main
from notegarden.errors import SiteError

COMMANDS = {
    "build": "notegarden.commands.build.run_build",
    "serve": "notegarden.serve.run_serve",
    "check": "notegarden.commands.check.run_check",
    "preflight": "notegarden.commands.preflight.run_preflight",
    "graph": "notegarden.commands.graph.run_graph",
}


def ends(monkeypatch: pytest.MonkeyPatch, outcome: Any, *options: str, command: str = "check") -> tuple[int, str]:
    """Exit code and printed errors of a command that returns or raises this."""

    def run(*_: Any, **__: Any) -> int:
        if isinstance(outcome, BaseException):
            raise outcome
        return int(outcome)

    monkeypatch.setattr(COMMANDS[command], run)
    done = CliRunner().invoke(main, [command, *options])
    assert done.stdout == ""
    return done.exit_code, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_is_that_of_the_command(monkeypatch: pytest.MonkeyPatch, command: str, code: int) -> None:
    assert ends(monkeypatch, code, command=command) == (code, "")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (SiteError("wrong", "a.toml", 3, "do it"), 2, "error: a.toml:3: wrong; do it\n"),
        (SiteError("a\nb\x1b[31m"), 2, "error: a\\nb\\x1b[31m\n"),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (BrokenPipeError(), 0, ""),
        (OSError(errno.EIO, "Input/output error", "/x/a\n.md"), 2, "error: /x/a\\n.md: Input/output error\n"),
        (OSError("odd"), 2, "error: odd\n"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str
) -> None:
    assert ends(monkeypatch, error) == (code, line)


def test_a_full_disk_is_reported_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    code, line = ends(monkeypatch, OSError(errno.ENOSPC, "No space left", "/x"))
    assert code == 2
    assert line.startswith("error: /x: No space left; ")


@pytest.mark.parametrize("error", [SiteError("wrong"), OSError("wrong")])
def test_verbose_shows_where_an_error_was_raised(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def run(*_: Any, **__: Any) -> int:
        raise error

    monkeypatch.setattr(COMMANDS["check"], run)
    assert CliRunner().invoke(main, ["check", "--verbose"]).exception is error


def test_a_bug_of_the_program_is_not_an_error_of_the_garden(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(COMMANDS["check"], run)
    assert isinstance(CliRunner().invoke(main, ["check"]).exception, ZeroDivisionError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--jobs", "0"], ["build", "--format", "rst"], ["serve", "--port", "x"],
        ["check", "--severity", "off"],
        ["check", "--format", "xml"], ["preflight", "--against", "/none"], ["none"], ["build", "--none"],
    ],
)  # fmt: skip
def test_an_unknown_option_ends_with_the_usage(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage:")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["build"], {"garden": ".", "output": None, "jobs": None, "drafts": False, "no_search": False}),
        (["build", "x", "-o", "y", "-j", "2"], {"garden": "x", "output": Path("y"), "jobs": 2}),
        (["build", "--drafts", "--no-search", "-q"], {"drafts": True, "no_search": True, "quiet": True}),
        (["build", "--format", "org"], {"grammar": "org"}),
        (["serve"], {"host": "127.0.0.1", "port": 1313, "open_browser": False, "scripts": False, "poll": False}),
        (["serve", "--open", "-p", "80"], {"open_browser": True, "port": 80}),
        (["check"], {"form": "text", "only": (), "severity": "info", "external": False}),
        (["check", "--only", "math", "--only", "macro"], {"only": ("math", "macro")}),
        (["preflight", "--accept", "--strict"], {"accept": True, "strict": True, "against": None, "form": "text"}),
    ],
)
def test_options_become_arguments(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: dict[str, Any]
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(COMMANDS[arguments[0]], lambda **found: given.update(found) or 0)
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert {name: given[name] for name in expected} == expected


def test_a_workflow_is_added_for_a_known_host(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path), "--workflow", "none"])
    assert done.exit_code == 2
    assert "github" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_new_prints_the_files_that_it_wrote(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", str(tmp_path / "notes"), "--org"])
    assert done.exit_code == 0
    printed = {Path(line.strip()) for line in done.stdout.splitlines() if line.startswith("  ")}
    assert printed == {path for path in (tmp_path / "notes").rglob("*") if path.is_file()}
    assert any(path.suffix == ".org" for path in printed)


@pytest.mark.parametrize(("ended", "code"), [(None, 0), (0, 0), (3, 3), ("a message", 1)])
def test_the_program_ends_at_once_with_the_exit_code(monkeypatch: pytest.MonkeyPatch, ended: Any, code: int) -> None:
    codes: list[int] = []

    def end() -> None:
        raise SystemExit(ended)

    monkeypatch.setattr(cli, "main", end)
    monkeypatch.setattr(cli.os, "_exit", codes.append)
    cli.run()
    assert codes == [code]
