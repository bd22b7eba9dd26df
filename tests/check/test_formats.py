"""Findings as JSON, GitHub's workflow commands and SARIF, whatever they contain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from notegarden.check.formats import FORMATS, as_github, as_json, as_sarif
from notegarden.check.text import Where
from notegarden.notes.problems import Problem

HERE = Where("some/where", "content")


def problem(code: str = "math", line: int = 3, column: int = 7, **more: Any) -> Problem:
    given = {"path": "posts/a.md", "message": "it is wrong", **more}
    return Problem.of(code=code, line=line, column=column, **given)


def test_json_has_one_object_per_finding_with_the_path_that_is_printed() -> None:
    elsewhere = Problem("posts/b.md", 0, 0, "orphan", "info", "x", file="org/b.org")
    assert json.loads(as_json([problem(hint="mend it"), elsewhere], False, HERE)) == [
        {
            "code": "math", "severity": "error", "path": "posts/a.md", "line": 3, "column": 7,
            "message": "it is wrong", "hint": "mend it",
        },
        {
            "code": "orphan", "severity": "info", "path": "org/b.org", "line": 0, "column": 0,
            "message": "x", "hint": "",
        },
    ]  # fmt: skip
    assert as_json([], False, HERE) == "[]"


@pytest.mark.parametrize(
    ("found", "command"),
    [
        (problem(), "::error file=content/posts/a.md,title=notegarden math,line=3,col=7::it is wrong"),
        (problem("macro", 3, 0), "::warning file=content/posts/a.md,title=notegarden macro,line=3,col=1::it is wrong"),
        (problem("orphan", 0, 0), "::notice file=content/posts/a.md,title=notegarden orphan::it is wrong"),
        (
            problem(hint="mend it"),
            "::error file=content/posts/a.md,title=notegarden math,line=3,col=7::it is wrong; mend it",
        ),
    ],
)
def test_github_gets_a_command_with_a_path_from_the_gardens_root(found: Problem, command: str) -> None:
    assert as_github([found], False, HERE) == command


def test_a_finding_cannot_inject_another_command() -> None:
    reported = as_github([problem("orphan", 0, path="a,line=1::b%0A.md", message="x\n::error::y 100%")], False, HERE)
    assert reported == (
        "::notice file=content/a%2Cline=1%3A%3Ab%250A.md,title=notegarden orphan::x\\n::error::y 100%25"
    )


def test_sarif_lists_each_rule_once_and_refers_to_it() -> None:
    (run,) = json.loads(as_sarif([problem(), problem("macro"), problem()], False, HERE))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["macro", "math"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]] == [
        ("math", 1, "error"), ("macro", 0, "warning"), ("math", 1, "error"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "uri", "region"),
    [
        (problem(), "content/posts/a.md", {"startLine": 3, "startColumn": 7}),
        (problem(column=0), "content/posts/a.md", {"startLine": 3, "startColumn": 1}),
        (problem("orphan", 0, 0), "content/posts/a.md", None),
        (problem(path="é a#b?.md"), "content/%C3%A9%20a%23b%3F.md", {"startLine": 3, "startColumn": 7}),
        (problem(path="\udcff.md"), "content/%3F.md", {"startLine": 3, "startColumn": 7}),
    ],
)
def test_sarif_has_places_as_uris(found: Problem, uri: str, region: dict[str, int] | None) -> None:
    (result,) = json.loads(as_sarif([found], False, HERE))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"], place.get("region")) == ({"uri": uri}, region)


def test_every_format_supports_no_findings_and_any_text() -> None:
    odd = problem(path="\udcff\n.md", message="\u2028\x1b", hint="\udcff")
    for name, write in FORMATS.items():
        for found in ([], [odd]):
            assert write(found, False, HERE).encode() or name == "github"
