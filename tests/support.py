"""Helpers shared by several tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parent.parent
GARDENS = ROOT.parent / "shared" / "gardens"
T = TypeVar("T")


def amount(usual: T, long: T) -> T:
    """A number of repetitions, or test data: `usual` in every run, `long` with `--long`."""
    return long if os.environ.get("NOTEGARDEN_TESTS") == "long" else usual


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def build(garden: Path, output: Path, **options: Any) -> tuple[Any, list[Any]]:
    """Build a garden; return its summary and problems. Raises SiteError. `options`: of `pipeline.stages.Options`."""
    from notegarden.pipeline.stages import Options, Pipeline

    pipeline = Pipeline(garden, Options(output=output, jobs=1, **options))
    try:
        pipeline.refresh()
        pipeline.publish()
        return pipeline.report.summary, pipeline.problems()
    finally:
        pipeline.close()


def report_of(garden: Path, output: Path, **options: Any) -> Any:
    """Build a garden; return the build's report: its warnings, how many notes were parsed, …"""
    from notegarden.pipeline.stages import Options, Pipeline

    pipeline = Pipeline(garden, Options(output=output, jobs=1, **options))
    try:
        pipeline.refresh()
        pipeline.publish()
        return pipeline.report
    finally:
        pipeline.close()


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by their paths below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def hold(root: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder contain exactly these files, except the program's own; unchanged files are not written."""
    for path in [each for each in root.rglob("*") if each.is_file() and ".notegarden" not in each.parts]:
        if path.relative_to(root).as_posix() not in files:
            path.unlink()
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def built(garden: Path, output: Path) -> dict[str, bytes]:
    """Every file of a garden's site by its path, except the search index."""
    build(garden, output, search=False)
    return snapshot(output)
