"""`RESULTS.md`: each section is rewritten by the script that measures it and left unchanged by the others."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

HERE = Path(__file__).parent
FILE = HERE / "RESULTS.md"
HEAD = """# Measurements

Made by `make bench` on one machine. Each section says when, on what and with which versions it was measured; within a
section the tools took turns. Compare ratios: seconds differ from machine to machine and from day to day.
"""
# The order of sections in the file; one that is not here goes to the end.
ORDER = (
    "Builds, 424 notes",
    "Builds, 1,000 notes",
    "Builds, 10,000 notes",
    "Cost per note",
    "Where the time goes, 424 notes",
    "Where the time goes, 10,000 notes",
    "Pictures",
    "Serve: from the write to the screen, 424 notes",
    "Serve: from the write to the screen, 10,000 notes",
    "Search, 424 notes",
    "Search, 10,000 notes",
    "In the browser, 424 notes",
    "In the browser, 10,000 notes",
)


def write_section(title: str, body: str, file: Path = FILE) -> None:
    """Replace the section with this title, or insert it in its place; everything else is unchanged."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    parts = re.split(r"(?m)^## (.+)\n", text)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    sections[title] = f"\n{body.strip()}\n"
    known = {name: place for place, name in enumerate(ORDER)}
    names = sorted(sections, key=lambda name: (known.get(name, len(ORDER)), name))
    file.write_text(
        "\n".join([HEAD, *(f"## {name}\n\n{sections[name].strip()}\n" for name in names)]), encoding="utf-8"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column left-aligned and the others right-aligned, padded for reading as plain text."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [cell.ljust(width) if not place else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(cells, widths, strict=True))]  # fmt: skip
        return f"| {' | '.join(padded)} |"

    rule = "|".join("-" * (width + 2) if not place else "-" * (width + 1) + ":" for place, width in enumerate(widths))
    return "\n".join([line(head), f"|{rule}|", *(line(row) for row in rows)])


def run_info(*packages: str) -> str:
    """One paragraph: the day, the machine, and the versions of the named packages."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {len(os.sched_getaffinity(0))} cores, "
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB of memory, Linux {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}; notegarden {version('notegarden')}{_commit()}, {versions}."
    )


def _processor() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return model[1].strip() if model else platform.machine()


def _commit() -> str:
    """` (commit abc1234)`, with a + where files differ from it."""
    git = ["git", "-C", str(HERE)]
    paths = ("../../src", "../../templates", "../../static")
    name = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    status = [*git, "status", "--porcelain", "--untracked-files=no", "--", *paths]
    changed = subprocess.run(status, capture_output=True, text=True)
    return f" (commit {name.stdout.strip()}{'+' if changed.stdout.strip() else ''})" if name.returncode == 0 else ""


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 0.095 else f"{value * 1000:.0f} ms"


def megabytes(value: int) -> str:
    return f"{value / 2**20:,.0f} MiB"
