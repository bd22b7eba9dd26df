"""The README names every command, option and configuration key that there is, and none that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import msgspec
from support import ROOT

from notegarden.cli import main
from notegarden.config.schema import Config

README = (ROOT / "README.md").read_text(encoding="utf-8")
_INNER = {"vault"}  # read from the vault, set by nobody


def table(heading: str) -> str:
    """The rows of the first table below a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return "\n".join(line for line in section.splitlines() if line.startswith("|"))


def keys(struct: type, prefix: str = "") -> Iterator[str]:
    for field in msgspec.structs.fields(struct):
        default = field.default
        if isinstance(default, msgspec.Struct) and field.name not in _INNER:
            yield from keys(type(default), f"{field.name}.")
        elif field.name not in _INNER:
            yield prefix + field.name


def test_every_configuration_key_is_in_the_table() -> None:
    cells = [row.split("|")[1] for row in table("Configuration").splitlines()]
    named = {name for cell in cells for name in re.findall(r"`([a-z_.]+)`", cell)}
    assert named == set(keys(Config))


def test_every_command_is_in_the_table() -> None:
    rows = {name: row for row in table("Commands").splitlines() for name in re.findall(r"^\| `notegarden (\w+)", row)}
    assert rows.keys() == main.commands.keys()
    for name, command in main.commands.items():
        options = {option.opts[0] for option in command.params if isinstance(option, click.Option)} - {"--verbose"}
        named = set(re.findall(r"--[a-z-]+", rows[name])) - {"--verbose"}
        assert options == named, name
