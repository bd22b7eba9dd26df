"""Build gardens with two checkouts of notegarden and compare every file of the sites, byte for byte.

    python tests/compare_sites.py ../before . ../shared/gardens/mogoz --expect 'assets/*.js'

builds each garden twice: with the sources of the checkout `../before`, and with those of the checkout that holds this
script. The same Python and the same libraries run both, so what differs comes from the sources. Ignored are digests
of the program's own files (the folder below `assets/`, the versions in `offline*.json`). Files that
match an `--expect` pattern are listed when they differ and do not fail the comparison. Exit code 0: no other file
differs; 1: at least one does; 2: a garden could not be built.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
# What a garden's folder may contain besides the garden; `.git` is copied for the dates of notes without one.
ASIDE = shutil.ignore_patterns(
    ".notegarden", "public", ".venv", "node_modules", ".*_cache", "__pycache__", ".hypothesis"
)
_DIGESTS = {
    "offline.json": re.compile(rb'(?<="version":")[0-9a-f]+(?=")'),
    "offline-files.json": re.compile(rb'(?<=":")[^"]+(?=")'),
}


@dataclass(frozen=True)
class Difference:
    """One file that differs between the two sites. `expected`: an `--expect` pattern matches it."""

    file: str
    what: str
    expected: bool

    def __str__(self) -> str:
        return f"{'expected: ' if self.expected else ''}{self.file}: {self.what}"


def build(checkout: Path, garden: Path, output: Path) -> None:
    """Build a garden from scratch with the sources of a checkout. Raises CalledProcessError if that fails."""
    environment = {**os.environ, "PYTHONPATH": os.fspath(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "notegarden", "build", garden, "--output", output, "--fresh", "--quiet"]
    subprocess.run(command, check=True, env=environment, cwd=output.parent, capture_output=True, text=True)


def normalised(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path, without the digests of the program's own files."""
    folder = site / "assets"
    digests = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    files = {}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            name, data = path.relative_to(site).as_posix(), path.read_bytes()
            for digest in digests:
                name, data = name.replace(f"assets/{digest}/", "assets/"), data.replace(digest.encode(), b"DIGEST")
            files[name] = _DIGESTS[name].sub(b"", data) if name in _DIGESTS else data
    return files


def differences(
    before: dict[str, bytes], after: dict[str, bytes], expected: Iterable[str] = ()
) -> Iterator[Difference]:
    """The files of two sites that differ, by path. `expected`: patterns of paths whose difference is known."""
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old != new:
            known = any(fnmatchcase(name, pattern) for pattern in expected)
            what = "new" if old is None else "gone" if new is None else _first_difference(old, new)
            yield Difference(name, what, known)


def _first_difference(old: bytes, new: bytes) -> str:
    """Where two files differ, with some context from both."""
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    line = old.count(b"\n", 0, at) + 1
    around = [text[max(0, at - 30) : at + 60].decode("utf-8", "replace") for text in (old, new)]
    return f"line {line}, byte {at}: {around[0]!r} is now {around[1]!r}"


def compare(before: Path, after: Path, garden: Path, expected: Iterable[str]) -> tuple[int, list[Difference]]:
    """(how many files the site has, what differs), for one garden built by two checkouts."""
    with tempfile.TemporaryDirectory() as folder:
        sites = []
        for name, checkout in (("before", before), ("after", after)):
            # In a folder of the same name, since a garden without a title is named after its folder.
            copy = Path(folder) / name / garden.name
            shutil.copytree(garden, copy, symlinks=True, ignore=ASIDE)
            build(checkout, copy, Path(folder) / name / "public")
            sites.append(normalised(Path(folder) / name / "public"))
        return len(sites[1]), list(differences(*sites, expected))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path, help="checkout whose sites are the reference")
    parser.add_argument("gardens", type=Path, nargs="+", help="folders with content/")
    parser.add_argument("--after", type=Path, default=HERE, help="checkout to compare; this one")
    parser.add_argument("--expect", action="append", default=[], metavar="PATTERN", help="files that may differ")
    asked = parser.parse_args()
    unexpected = 0
    for garden in asked.gardens:
        try:
            count, found = compare(asked.before.resolve(), asked.after.resolve(), garden.resolve(), asked.expect)
        except subprocess.CalledProcessError as error:
            print(f"{garden}: the build failed, exit code {error.returncode}\n{error.stderr}", file=sys.stderr)
            return 2
        for difference in found:
            print(f"  {difference}")
        print(f"{garden}: {count} files, {len(found)} differ, {sum(each.expected for each in found)} of them expected")
        unexpected += sum(not each.expected for each in found)
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
