"""`notegarden check`: every code has a broken garden, and every output format reports the same."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner, Result
from support import GARDENS, ROOT

from notegarden import dialects
from notegarden.check.external import RequestLimits
from notegarden.check.formats import documentation
from notegarden.cli import main
from notegarden.notes.problems import CODES

BROKEN = ROOT / "tests" / "gardens" / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())
QUICK = RequestLimits(pause=0.01, timeout=3, retries=1)
SCHEMA = ROOT / "tests/browser/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
OPTIONS = {"link-dead": ["--external-private"], "mention": ["--mentions"]}
# A checkout on some file systems could not contain both.
TWINS = {"case-clash": ("static/a.svg", "static/A.svg")}


def check(garden: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(garden), *options])


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A copy of a broken garden, and the options to check it with."""
    shutil.copytree(BROKEN / request.param, tmp_path / "garden")
    if request.param in TWINS:
        one, other = (tmp_path / "garden" / name for name in TWINS[request.param])
        if other.exists():
            pytest.skip("this file system does not distinguish a from A")
        shutil.copyfile(one, other)
    monkeypatch.setattr(
        "notegarden.check.external.RequestLimits", lambda private: msgspec.structs.replace(QUICK, private=private)
    )
    return tmp_path / "garden", OPTIONS.get(request.param, [])


each_case = pytest.mark.parametrize("case", CASES, indirect=True)


def expected(garden: Path) -> list[tuple[str, str, int, int]]:
    return [tuple(row) for row in json.loads((garden / "expected.json").read_text())]


@each_case
def test_check_reports_as_json(case: tuple[Path, list[str]]) -> None:
    garden, options = case
    reported = json.loads(check(garden, "--format", "json", *options).output)
    assert [(row["code"], row["path"], row["line"], row["column"]) for row in reported] == expected(garden)
    assert all({*row} == {"code", "severity", "path", "line", "column", "message", "hint"} for row in reported)
    assert all(row["hint"] or row["code"] == "note" for row in reported), "each has a hint"


@each_case
def test_check_reports_as_sarif(case: tuple[Path, list[str]]) -> None:
    garden, options = case
    if not SCHEMA.is_file():
        pytest.skip("the published schema is missing: `make test` fetches it")
    log = json.loads(check(garden, "--format", "sarif", *options).output)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    places = [result["locations"][0]["physicalLocation"] for result in results]
    reported = [
        (result["ruleId"], place["artifactLocation"]["uri"], *(place.get("region") or {"": 0, " ": 0}).values())
        for result, place in zip(results, places, strict=True)
    ]
    assert reported == [(code, file_of(path), line, column) for code, path, line, column in expected(garden)]
    assert all((garden / place["artifactLocation"]["uri"]).is_file() for place in places)


def file_of(path: str) -> str:
    return path if path.startswith(("static/", "org/")) else f"content/{path}"


@each_case
def test_check_reports_for_github(case: tuple[Path, list[str]]) -> None:
    garden, options = case
    commands = check(garden, "--format", "github", *options).output.splitlines()
    for command, (code, path, line, column) in zip(commands, expected(garden), strict=True):
        place = f",line={line},col={column}" if line else ""
        wanted = rf"::(?:error|warning|notice) file={re.escape(file_of(path))},title=notegarden {code}{place}::.+"
        assert re.fullmatch(wanted, command), command


@each_case
def test_check_reports_as_text(case: tuple[Path, list[str]]) -> None:
    garden, options = case
    done = check(garden, *options)
    *lines, count = done.output.splitlines()
    lines, counts = lines[: len(expected(garden))], lines[len(expected(garden)) :]
    assert {row.split()[2] for row in counts} == {code for code, *_ in expected(garden)}, "the table lists each code"
    for line, (code, path, number, column) in zip(lines, expected(garden), strict=True):
        file = os.path.relpath(garden / file_of(path))
        place = f"{file}:{number}:{column}" if number else file
        assert line.startswith(f"{place}: ")
        assert line.endswith(f" [{code}]")
    assert done.exit_code == int(any(": error: " in line for line in lines))
    assert ("error" in count) == bool(done.exit_code)


def test_the_sarif_schema_rejects_other_documents() -> None:
    if not SCHEMA.is_file():
        pytest.skip("the published schema is missing: `make test` fetches it")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert not jsonschema.Draft4Validator(schema).is_valid({"version": "2.1.0", "runs": [{"results": [{}]}]})


def test_every_code_has_a_broken_garden() -> None:
    assert {*CASES} == {*CODES} | {"silenced"}


def test_every_code_is_documented() -> None:
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == documentation()


def test_names_that_differ_only_in_case_are_reported(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for name in ("a.md", "A.md"):
        (tmp_path / "content" / name).write_text('+++\ntitle = "x"\n+++\ntext\n')
    if len(list((tmp_path / "content").iterdir())) == 1:
        pytest.skip("this file system does not distinguish a.md from A.md")
    reported = json.loads(check(tmp_path, "--format", "json").output)
    assert [row["path"] for row in reported if row["code"] == "case-clash"] == ["a.md"]


def test_an_unreadable_note_is_reported_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "content").mkdir()
    for name in ("good", "bad"):
        (tmp_path / "content" / f"{name}.md").write_text(f'+++\ntitle = "{name}"\n+++\ntext\n')

    def failing(path: str, data: bytes, *more: object) -> object:
        if path == "bad.md":
            raise ZeroDivisionError("a bug of the parser")
        return parse(path, data, *more)

    parse = dialects.parse
    monkeypatch.setattr(dialects, "parse", failing)
    reported = json.loads(check(tmp_path, "--format", "json").output)
    assert [row["path"] for row in reported if row["code"] == "note"] == ["bad.md"]


def test_the_configuration_sets_severities(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "address-missing", tmp_path / "garden")
    (tmp_path / "garden/notegarden.toml").write_text('[check.severity]\naddress-missing = "warning"\n')
    assert check(tmp_path / "garden").exit_code == 0
    (tmp_path / "garden/notegarden.toml").write_text('[check.severity]\naddress-missing = "off"\n')
    assert "no problems" in check(tmp_path / "garden").output
    (tmp_path / "garden/notegarden.toml").write_text('[check]\nignore = ["a*"]\n')
    assert "no problems" in check(tmp_path / "garden").output


def test_a_note_listed_as_wanted_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    asks = ["20260101000000-later.md#part", "later", "never.md"]
    links = "\n\n".join(f'[x]({{{{< relref "{name}" >}}}})' for name in asks)
    (tmp_path / "content" / "a.md").write_text(f'+++\ntitle = "a"\n+++\n{links}\n')
    (tmp_path / "notegarden.toml").write_text('[check]\nwanted = ["20260101000000-later.md"]\n')
    reported = json.loads(check(tmp_path, "--format", "json").output)
    missing = [(row["message"].split('"')[1], row["severity"]) for row in reported if row["code"] == "link-missing"]
    assert missing == [*((name, "info") for name in asks[:2]), ("never.md", "error")]


def test_a_picture_is_found_by_its_encoded_name(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "static/né 1.png").write_bytes(b"x")
    (tmp_path / "content/_index.md").write_text("![a](/n%C3%A9%201.png)\n")
    assert "no problems" in check(tmp_path).output


def test_an_error_in_the_configuration_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "empty", tmp_path / "garden")
    (tmp_path / "garden/notegarden.toml").write_text('title = "x"\n[chek]\n')
    done = check(tmp_path / "garden")
    assert done.exit_code == 2
    assert "notegarden.toml:2" in done.output
    assert 'did you mean "check"?' in done.output


def test_strict_builds_fail_if_the_garden_has_errors(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "anchor-missing", tmp_path / "garden")
    command = ["build", str(tmp_path / "garden"), "--no-search", "--quiet"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert CliRunner().invoke(main, [*command, "--strict"]).exit_code == 1


@pytest.fixture
def real_garden(tmp_path: Path) -> Path:
    if not (GARDENS / "mogoz").is_dir():
        pytest.skip(f"the garden mogoz is not available ({GARDENS})")
    shutil.copytree(GARDENS / "mogoz/content", tmp_path / "content")
    return tmp_path


# Links to nothing in the notes; one section's text has another; and of the files that the exporter copies next to the
# pictures, which are missing from the test data, three documents are missing too.
DEAD = {
    ("accessp2p.md", 64, 75), ("data_traversal.md", 107, 479), ("caches.md", 135, 75), ("notes_of_pprof.md", 30, 61),
    ("postmortems.md", 51, 37), ("postmortems.md", 93, 108), ("database.md", 520, 18),
}  # fmt: skip
IN_A_SECTION = {("_index.md", 11, 148)}
LEFT_OUT = {("data_traversal.md", 20, 209), ("intro_to_p2p.md", 94, 39), ("understanding_scales.md", 181, 25)}


def test_the_findings_of_a_real_garden(real_garden: Path) -> None:
    """Reviewed by hand against the sources; pictures are ignored, since the test data contains only some of them."""
    reported = json.loads(check(real_garden, "--format", "json").output)
    found = Counter(row["code"] for row in reported)
    assert found.pop("picture-missing") > 0
    assert found == {
        "address-missing": 5, "file-missing": 6, "anchor-missing": 1, "empty": 10, "id-repeated": 47, "math": 1,
        "metadata-only": 6, "org-leak": 5, "orphan": 88, "self-link": 24,
    }  # fmt: skip
    paths = {code: {row["path"] for row in reported if row["code"] == code} for code in found}
    assert (len(paths["id-repeated"]), len(paths["self-link"])) == (38, 20)
    assert all(row["hint"] for row in reported)
    places: dict[str, set[tuple[str, int, int]]] = {}
    for row in reported:
        places.setdefault(row["code"], set()).add((row["path"].rpartition("-")[2], row["line"], row["column"]))
    assert places["address-missing"] | places["file-missing"] == DEAD | IN_A_SECTION | LEFT_OUT
    assert places["file-missing"] >= LEFT_OUT
    assert places["anchor-missing"] == {("object_store_eg_s3.md", 98, 100)}
    assert places["math"] == {("multiprocessing.md", 21, 9)}
    assert places["org-leak"] == {
        ("notes_of_pprof.md", 108, 5), ("web3_resources.md", 208, 5), ("webrtc.md", 94, 1),
        ("deploying_ml_applications_applied_ml.md", 409, 9), ("search/_index.md", 8, 1),
    }  # fmt: skip


def test_the_pictures_of_a_real_garden(real_garden: Path) -> None:
    """With a placeholder for each named picture, as many are missing and unused as were removed and added."""
    named = set()
    for note in (real_garden / "content").rglob("*.md"):
        named.update(re.findall(r"/ox-hugo/[^\s\")]+\.(?:png|jpe?g|gif|svg|webp)", note.read_text(encoding="utf-8")))
    folder = real_garden / "static"
    (folder / "ox-hugo").mkdir(parents=True)
    for address in named:
        (folder / address[1:]).write_bytes(PIXEL)
    taken = sorted(named)[::200]
    for address in taken:
        (folder / address[1:]).unlink()
    added = [f"static/ox-hugo/spare-{letter}.png" for letter in "abcdefg"]
    for name in added:
        (real_garden / name).write_bytes(PIXEL)
    reported = json.loads(check(real_garden, "--format", "json").output)
    missing = {row["message"].partition(": ")[2] for row in reported if row["code"] == "picture-missing"}
    assert len(named) > 790
    assert missing == {*taken, "./images/sql-vs-nosql-cheatsheet.webp"}  # and one that a note names in front matter
    assert [row["path"] for row in reported if row["code"] == "picture-unused"] == added


@pytest.mark.parametrize(
    "name", ["favicon.svg", "favicon-16x16.png", "icons/apple-touch-icon.png", "android-chrome-192x192.png"]
)
def test_an_icon_of_the_site_counts_as_used(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"content/a.md": "x\n", "content/b.md": "[a](a.md)\n", "static/left-favicon.svg": "<svg/>"})
    (tmp_path / "static" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "static" / name).write_bytes(PIXEL)
    reported = json.loads(check(tmp_path, "--format", "json").output)
    assert [row["path"] for row in reported if row["code"] == "picture-unused"] == ["static/left-favicon.svg"]


def put(garden: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (garden / name).parent.mkdir(parents=True, exist_ok=True)
        (garden / name).write_text(text, encoding="utf-8")
    return garden


@pytest.mark.parametrize("home", ["content/index.md", "content/_index.md", "content/start.md"])
def test_the_home_page_is_not_an_orphan(tmp_path: Path, home: str) -> None:
    garden = put(tmp_path, {home: "---\nurl: /\n---\nwelcome\n", "content/a.md": "x\n"})
    reported = json.loads(check(garden, "--only", "orphan", "--format", "json").output)
    assert [row["path"] for row in reported] == ["a.md"]


def test_only_and_severity_select_what_is_printed(tmp_path: Path) -> None:
    garden = put(tmp_path, {"content/a.md": '[a]({{< relref "b.md" >}})\n', "content/c.md": ""})
    reported = [row["code"] for row in json.loads(check(garden, "--format", "json").output)]
    assert {"link-missing", "orphan", "empty"} <= {*reported}
    some = check(garden, "--only", "empty", "--only", "orphan", "--format", "json")
    assert {row["code"] for row in json.loads(some.output)} == {"empty", "orphan"}
    assert some.exit_code == 0, "what is not printed is not an error"
    grave = check(garden, "--severity", "warning", "--format", "json")
    assert {row["code"] for row in json.loads(grave.output)} == {"link-missing"}
    assert grave.exit_code == 1
    done = check(garden, "--only", "orphans")
    assert (done.exit_code, "did you mean" in done.output) == (2, True)


def test_a_build_shows_three_of_each_code_and_counts_all(tmp_path: Path) -> None:
    links = "".join(f'{{{{< relref "gone{number}.md" >}}}}\n\n' for number in range(7))
    garden = put(tmp_path, {"content/a.md": links + "[x](/nowhere/)\n", "content/b.md": ""})
    for _ in range(2):  # the second build reads the findings from the ledger
        lines = CliRunner().invoke(main, ["build", str(garden), "--no-search"]).output.splitlines()
        assert sum("[link-missing]" in line for line in lines) == 3
        assert sum("[address-missing]" in line for line in lines) == 1
        table = [line.split()[:3] for line in lines if line.startswith("    ")]
        assert ["7", "errors", "link-missing"] in table
        assert ["2", "hints", "orphan"] in table
        assert any("8 errors, 3 hints" in line for line in lines)


def test_paths_are_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = put(tmp_path / "garden", {"content/posts/a.md": '{{< relref "b.md" >}}\n'})
    for folder, argument in ((tmp_path, "garden"), (garden, "."), (garden / "content", ".."), (Path("/"), str(garden))):
        monkeypatch.chdir(folder)
        for command in (["check", argument], ["build", argument, "--no-search"]):
            line = next(line for line in CliRunner().invoke(main, command).output.splitlines() if "[link-" in line)
            assert (folder / line.partition(":")[0]).resolve() == (garden / "content/posts/a.md").resolve()


def test_a_note_that_becomes_a_bundle_with_notes_is_reported_by_the_next_build(tmp_path: Path) -> None:
    garden = put(tmp_path, {f"content/posts/{name}.md": "text\n" for name in ("index", "a", "b")})

    def reported() -> str:
        return CliRunner().invoke(main, ["build", str(garden), "--no-search"]).output

    assert "[bundle-of-notes]" not in reported()
    put(garden, {"content/posts/c.md": "text\n"})
    assert "3 notes have no page" in reported()
    put(garden, {"content/posts/index.md": "---\nheadless: true\n---\n"})
    assert "[bundle-of-notes]" not in reported()
    put(garden, {"content/posts/index.md": "text\n"})
    assert "[bundle-of-notes]" in reported()
    (garden / "content/posts/index.md").rename(garden / "content/posts/_index.md")
    assert "[bundle-of-notes]" not in reported()
