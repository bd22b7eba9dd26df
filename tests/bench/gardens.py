"""The gardens that are measured, the edits made to them, and the tools that build them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from generate import generate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK = HERE / "work"
SHARED = ROOT.parent / "shared"
THEME = "hugo_theme"


def tool(package: str, binary: str) -> Path:
    """A binary inside a Python package, so that no time is spent on starting Python before it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed; run `make bench`")
    return Path(spec.submodule_search_locations[0]) / binary


NOTEGARDEN = Path(sys.executable).with_name("notegarden")
HUGO = tool("hugo", "binaries/hugo")
PAGEFIND = tool("pagefind_bin", "pagefind")


def make_garden(notes: int) -> Path:
    """A new garden with that many notes, from a real one if available; created again on each call."""
    garden = WORK / f"garden-{notes}"
    shutil.rmtree(garden, ignore_errors=True)
    real, multiply = SHARED / "gardens" / "mogoz", SHARED / "tools" / "multiply_garden.py"
    if real.is_dir() and multiply.is_file():
        subprocess.run([sys.executable, multiply, real, garden, str(notes)], check=True, capture_output=True)
    else:
        generate(garden, notes)
    return garden


def origin() -> str:
    return "a real garden multiplied" if (SHARED / "gardens" / "mogoz").is_dir() else "a generated garden"


def hugo_command(garden: Path, output: Path, *, theme: Path | None = None) -> list[str]:
    themes = (theme or HERE / THEME).parent
    return [*f"{HUGO} --quiet --source".split(), str(garden), "--destination", str(output), "--themesDir", str(themes),
            "--config", str(themes / THEME / "hugo.toml"), "--cacheDir", str(WORK / "hugo-cache")]  # fmt: skip


class Edits:
    """Changes as a writer makes them, each to another note, so that none undoes the previous one."""

    def __init__(self, garden: Path) -> None:
        self.notes = sorted((garden / "content" / "posts").glob("*.md"))
        self.garden = garden
        self.made = 0

    def _next(self) -> Path:
        """A note with a body, of medium size; successive notes are spread over the garden."""
        self.made += 1
        while True:
            note = self.notes[self.made * 7919 % len(self.notes)]
            if note.is_file() and 1500 < note.stat().st_size < 20000:
                return note
            self.made += 1

    def text(self) -> None:
        note = self._next()
        note.write_text(f"{note.read_text(encoding='utf-8')}\nA thought that came late, number {self.made}.\n",
                        encoding="utf-8")  # fmt: skip

    def link(self) -> None:
        note = self._next()
        target = self.notes[self.made * 104729 % len(self.notes)]
        added = f'\nThis leans on [another note]({{{{< relref "{target.name}" >}}}}), number {self.made}.\n'
        note.write_text(note.read_text(encoding="utf-8") + added, encoding="utf-8")

    def rename(self) -> None:
        """A note that others link to gets another file name, and their links lead nowhere."""
        note = self._next()
        note.rename(note.with_name(f"{note.stem}-renamed-{self.made}.md"))

    def templates(self, hugo_theme: Path) -> None:
        """The template of a note changes for both tools: one word more in every page."""
        self.made += 1
        own = self.garden / "templates" / "note.html"
        own.parent.mkdir(exist_ok=True)
        layout = Path("layouts", "page.html")
        for source, copy in (ROOT / "templates" / "note.html", own), (HERE / THEME / layout, hugo_theme / layout):
            text = source.read_text(encoding="utf-8")
            changed = re.sub(r"<h1([^>]*)>", rf'<h1 data-edition="{self.made}"\1>', text, count=1)
            if changed == text:
                raise SystemExit(f"{source}: no <h1> to change")
            copy.write_text(changed, encoding="utf-8")
