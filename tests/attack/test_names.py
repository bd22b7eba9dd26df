"""Names and messages with line ends and escapes are printed quoted, so no terminal or log interprets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import serving

from notegarden.check.formats import FORMATS
from notegarden.check.text import Where
from notegarden.cli import main
from notegarden.errors import printable
from notegarden.notes.problems import Problem

EVIL = "a\n::error::x\r\x1b]0;x\x07\x9b2J\u202e\u2028b"
OBEYED = ("\x1b", "\r", "\x07", "\x9b", "\u202e", "\u2028", "\n::error::x")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_finding_is_printed_without_control_characters(form: str, is_terminal: bool) -> None:
    problem = Problem.of(f"{EVIL}.md", 1, 1, "link-missing", f"leads to {EVIL}", f"fix {EVIL}")
    text = FORMATS[form]([problem], is_terminal, Where("", "content"))
    shown = text.replace("\x1b[", "") if is_terminal and form == "text" else text  # click's own colours
    if form == "json":  # data: the path is the file's own
        assert json.loads(text)[0]["path"] == f"{EVIL}.md"
        obeyed = OBEYED[:3]
    else:
        obeyed = OBEYED
    assert [sign for sign in obeyed if sign in shown] == []


def test_text_in_other_scripts_is_unchanged() -> None:
    assert printable("Żółć 日本 עברית 👩\u200d🔬 a\u00a0b\u00ad") == "Żółć 日本 עברית 👩\u200d🔬 a\u00a0b\u00ad"
    assert printable("a\nb\x1b") == "a\\nb\\x1b"


@pytest.mark.parametrize("command", [["build"], ["check"], ["check", "--format", "github"], ["build", "-v"]])
def test_commands_print_the_names_of_files_quoted(tmp_path: Path, command: list[str]) -> None:
    name = "a\n::error::x\r\x1b]0;x\x07"
    (tmp_path / "content").mkdir()
    (tmp_path / f"content/{name}.md").write_text("[x](nowhere.md)\n")
    (tmp_path / f"content/{name}b.md").symlink_to("/etc/hostname")
    done = CliRunner().invoke(main, [command[0], str(tmp_path), *command[1:]])
    assert [sign for sign in OBEYED if sign in done.output] == []
    assert "\\x1b" in done.output


@pytest.mark.parametrize("base", ["/", "/garden/"])
def test_an_address_with_a_null_is_missing(tmp_path: Path, base: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("text\n")
    with serving(tmp_path, base_url=base) as served:
        for address in ("x/%00", "%00", "a/%00/index.html", "x/%00%0a%1b", "_notegarden/%00"):
            for start in ("/", base):
                assert served.client.get(start + address).status_code == 404, (start, address)
        assert served.errors == []
