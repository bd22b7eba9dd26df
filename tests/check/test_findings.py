"""What counts as a finding of a garden, how the configuration changes its severity, and the order of findings."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from notegarden.check.findings import CheckInputs, findings, judged
from notegarden.check.hints import Known
from notegarden.config.tables import CheckConfig
from notegarden.files.scan import MANY_PARTS
from notegarden.garden.facets import Checked
from notegarden.notes.problems import CODES, Problem

MISSING = Problem.of("posts/a.md", 3, 1, "link-missing", "finds no note", subject="wanted-note#part")


def packed(*problems: Problem) -> bytes:
    return msgspec.msgpack.encode(problems) if problems else b""


def note(path: str, *problems: Problem, **more: Any) -> Checked:
    """A published note that something links to."""
    usual = Checked(path, True, False, f"/{path.removesuffix('.md')}/", (), (), True, False, packed(*problems))
    return msgspec.structs.replace(usual, **more)


def inputs(*notes: Checked, config: CheckConfig | None = None, **more: Any) -> CheckInputs:
    known = Known({each.path: each.address for each in notes if each.published}, ())
    usual = CheckInputs(config or CheckConfig(), notes, frozenset(), known, ())
    return msgspec.structs.replace(usual, **more)


def codes_of(*notes: Checked, **more: Any) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in findings(inputs(*notes, **more))]


def test_findings_are_sorted_by_path_line_and_column() -> None:
    first = [Problem.of("b.md", *place, "math", "x") for place in ((2, 9), (10, 1), (2, 1))]
    found = findings(inputs(note("b.md", *first), note("a.md", Problem.of("a.md", 7, 1, "math", "x"))))
    assert [(each.path, each.line, each.column) for each in found] == [
        ("a.md", 7, 1), ("b.md", 2, 1), ("b.md", 2, 9), ("b.md", 10, 1),
    ]  # fmt: skip


def test_every_finding_has_a_hint() -> None:
    (found,) = findings(inputs(note("a.md", Problem.of("a.md", 1, 1, "math", "x"))))
    assert found.hint.lower() == CODES["math"].remedy.removesuffix(".").lower()


@pytest.mark.parametrize(
    ("config", "severity"),
    [
        (CheckConfig(), "error"),
        (CheckConfig(severity={"link-missing": "warning"}), "warning"),
        (CheckConfig(severity={"link-missing": "off"}), None),
        (CheckConfig(severity={"math": "off"}), "error"),
        (CheckConfig(ignore=("posts/*",)), None),
        (CheckConfig(ignore=("notes/x.org",)), None),
        (CheckConfig(ignore=("*.txt",)), "error"),
        (CheckConfig(wanted=("Wanted-Note",)), "info"),
        (CheckConfig(wanted=("posts/20240101-wanted-note.md",)), "info"),
        (CheckConfig(wanted=("wanted",)), "error"),
        (CheckConfig(wanted=("wanted-note",), severity={"link-missing": "off"}), None),
    ],
)
def test_the_configuration_sets_severities(config: CheckConfig, severity: str | None) -> None:
    found = judged(config, [MISSING], {"posts/a.md": "notes/x.org"})
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_a_finding_names_the_file_that_the_note_is_written_in() -> None:
    (found,) = judged(CheckConfig(), [MISSING], {"posts/a.md": "notes/x.org"})
    assert found.shown_path == "notes/x.org"


def test_a_withheld_note_has_only_the_finding_with_the_reason() -> None:
    problems = [Problem.of("a.md", 1, 1, code, "x") for code in ("math", "front-matter", "publish-unclear", "encoding")]
    held, draft = note("a.md", *problems, published=False, held=True), note("a.md", *problems, published=False)
    assert [code for _, code in codes_of(held, orphans=frozenset({"a.md"}))] == ["encoding", "front-matter"]
    assert [code for _, code in codes_of(draft)] == ["publish-unclear"]


def test_an_orphan_and_an_empty_note_are_reported_where_they_begin() -> None:
    found = findings(
        inputs(note("a.md", empty=True, line=7), note("b.md", empty=True), orphans=frozenset({"a.md", "b.md"}))
    )
    assert [(each.path, each.line, each.column, each.code) for each in found] == [
        ("a.md", 7, 1, "empty"), ("a.md", 7, 1, "orphan"), ("b.md", 0, 0, "empty"), ("b.md", 0, 0, "orphan"),
    ]  # fmt: skip


def test_an_empty_note_that_is_in_no_list_is_not_reported() -> None:
    assert codes_of(note("a.md", empty=True, is_entry=False)) == []


def test_an_alias_belongs_to_the_first_note_and_an_address_to_its_note() -> None:
    assert codes_of(note("a.md", aliases=("/old/",)), note("b.md", aliases=("/old/",))) == [("b.md", "alias-clash")]
    assert codes_of(note("a.md", aliases=("/b/",)), note("b.md")) == [("a.md", "alias-clash")]
    assert codes_of(note("a.md", aliases=("/old/", "/old/", "/a/"))) == []
    composed, decomposed = "/caf\u00e9/", "/cafe\u0301/"
    assert codes_of(note("a.md", aliases=(composed,)), note("b.md", aliases=(decomposed,))) == [("b.md", "alias-clash")]
    assert codes_of(note("a.md", aliases=("/b/",)), note("b.md", published=False)) == []


def test_paths_that_differ_only_in_case_are_reported_once_each() -> None:
    files = (("/A.png", "static/A.png", 0), ("/a.png", "static/a.png", 0))
    used = note("n.md", pictures=("/A.png", "/a.png"))
    assert codes_of(used, note("N.md", address="/n2/"), files=files) == [
        ("n.md", "case-clash"), ("static/a.png", "case-clash"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "source", "is_reported"),
    [
        ("/a.png", "static/a.png", True), ("/a.PNG", "static/a.PNG", True), ("/used.png", "static/used.png", False),
        ("/a.pdf", "static/a.pdf", False), ("/posts/a.png", "content/posts/a.png", False),
        ("/favicon.svg", "static/favicon.svg", False), ("/img/apple-touch-icon.png", "static/img/apple.png", False),
        ("/my-favicon.svg", "static/my-favicon.svg", True),
    ],
)  # fmt: skip
def test_an_unused_picture_of_static_is_reported(address: str, source: str, is_reported: bool) -> None:
    found = codes_of(note("a.md", pictures=("/used.png",)), files=((address, source, 0),))
    assert found == ([(source, "picture-unused")] if is_reported else [])


def test_a_picture_is_large_from_one_kilobyte_above_the_limit() -> None:
    shown = note("a.md", pictures=("/a.png",))
    for size, number in ((100_999, 0), (101_000, 1)):
        found = codes_of(shown, config=CheckConfig(picture_limit=100), files=(("/a.png", "static/a.png", size),))
        assert len(found) == number, size


def test_a_file_with_the_address_of_a_page_or_generated_file_is_reported() -> None:
    files = (("/a/index.html", "static/a/index.html", 0),)
    assert codes_of(note("a.md"), files=files) == [("static/a/index.html", "address-clash")]
    assert codes_of(note("a.md", published=False), files=files) == []
    assert codes_of(note("a.md", address="/robots.txt")) == [("a.md", "address-clash")]
    assert codes_of(note("a.md", address="/404.html")) == [], "a note may replace that page"


def test_a_bundle_with_many_notes_is_reported_if_it_has_a_page() -> None:
    index = note("b/index.md")
    for number, codes in ((MANY_PARTS - 1, []), (MANY_PARTS, ["bundle-of-notes"])):
        assert [code for _, code in codes_of(index, bundled=(("b/index.md", number),))] == codes
    headless = msgspec.structs.replace(index, published=False)
    assert codes_of(headless, bundled=(("b/index.md", 50),)) == []


def test_an_unknown_token_in_the_daily_note_format_is_reported() -> None:
    (found,) = findings(inputs(day_tokens=("gggg",)))
    assert (found.path, found.code, found.subject) == (".obsidian/daily-notes.json", "daily-format", "gggg")


def test_only_equal_inputs_have_equal_digests() -> None:
    one = inputs(note("a.md"), orphans=frozenset({"a.md", "b.md"}))
    assert one.digest() == inputs(note("a.md"), orphans=frozenset({"b.md", "a.md"})).digest()
    others = [
        inputs(note("a.md")),
        msgspec.structs.replace(one, config=CheckConfig(picture_limit=1)),
        msgspec.structs.replace(one, files=(("/a", "static/a", 1),)),
        msgspec.structs.replace(one, bundled=(("a.md", 9),)),
        msgspec.structs.replace(one, day_tokens=("x",)),
    ]
    assert len({each.digest() for each in (one, *others)}) == 1 + len(others)
