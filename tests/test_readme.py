"""The README names exactly the commands and options that exist."""

from __future__ import annotations

import re

import click
from support import ROOT

from notegarden.cli import main

README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> str:
    """The rows of the first table below a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return "\n".join(line for line in section.splitlines() if line.startswith("|"))


def test_every_command_is_in_the_readmes_table() -> None:
    rows = {name: row for row in table("Commands").splitlines() for name in re.findall(r"^\| `notegarden (\w+)", row)}
    assert rows.keys() == main.commands.keys()
    for name, command in main.commands.items():
        options = {option.opts[0] for option in command.params if isinstance(option, click.Option)} - {"--verbose"}
        named = set(re.findall(r"--[a-z-]+", rows[name])) - {"--verbose"}
        assert options == named, name
