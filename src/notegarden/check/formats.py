"""Output formats of findings: JSON, GitHub workflow commands, SARIF 2.1.0; and the documentation of the codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

import msgspec

from notegarden import __version__
from notegarden.check.text import Where, as_text, file_of
from notegarden.errors import printable
from notegarden.notes.problems import CODES, Problem

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(problems: Sequence[Problem], _is_terminal: bool, _where: Where) -> str:
    """A list of objects, sorted by path and line."""
    names = ("code", "severity", "path", "line", "column", "message", "hint")
    rows = [{name: getattr(problem, name) for name in names} | {"path": problem.shown_path} for problem in problems]
    rows = [{name: _in_utf8(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1).decode()


def as_github(problems: Sequence[Problem], _is_terminal: bool, where: Where) -> str:
    """Workflow commands: GitHub shows each at its line in the diff."""
    commands = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for problem in problems:
        fields = {"file": file_of(problem, where.content), "title": f"notegarden {problem.code}"}
        if problem.line:
            fields |= {"line": str(problem.line), "col": str(max(problem.column, 1))}
        hint = f"; {problem.hint}" if problem.hint else ""
        given = ",".join(f"{name}={_escaped(printable(value), ':,')}" for name, value in fields.items())
        lines.append(f"::{commands[problem.severity]} {given}::{_escaped(printable(problem.message + hint))}")
    return "\n".join(lines)


def _escaped(text: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def as_sarif(problems: Sequence[Problem], _is_terminal: bool, where: Where) -> str:
    """A SARIF 2.1.0 log with one run; its rules are the codes that were found."""
    used = sorted({problem.code for problem in problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code].title},
            "fullDescription": {"text": CODES[code].meaning},
            "help": {"text": CODES[code].remedy},
            "defaultConfiguration": {"level": _SARIF_LEVELS[CODES[code].severity]},
        }
        for code in used
    ]
    results = [_sarif_result(problem, used.index(problem.code), where.content) for problem in problems]
    driver = {"name": "notegarden", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1).decode()


def _sarif_result(problem: Problem, rule: int, content: str) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(file_of(problem, content))}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    hint = f"; {problem.hint}" if problem.hint else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[problem.severity],
        "message": {"text": printable(problem.message + hint)},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    return quote(_in_utf8(path))


def _in_utf8(text: str) -> str:
    """The text with `?` for half characters, which come from file names that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def documentation() -> str:
    """The text of docs/problems.md: every code, its meaning and its remedy."""
    parts = [
        "---",
        "title: What check finds",
        "---",
        "",
        "Each problem has a code. `[check.severity]` in `notegarden.toml` sets it to `error`, `warning`, `info` or",
        "`off`; `[check] ignore` excludes notes by globs. A note suppresses a code on a line, or the line below, with",
        '`<!-- check: ignore CODE -->`, and in the whole note with `check_ignore = ["CODE"]` in its front matter.',
        "",
        "With [pre-commit](https://pre-commit.com) you cannot commit an error: name this repository in",
        "`.pre-commit-config.yaml`, with the hook `notegarden-check`.",
    ]
    for code in sorted(CODES):
        told = CODES[code]
        parts += ["", f"## {code}", "", f"{told.title}; {told.severity}. {told.meaning} {told.remedy}"]
    return "\n".join(parts) + "\n"


FORMATS: dict[str, Callable[[Sequence[Problem], bool, Where], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
