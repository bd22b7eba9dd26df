"""What a change caused besides new pages: new findings, and broken notes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from notegarden.check.findings import judged, note_findings
from notegarden.check.text import Where, as_line
from notegarden.errors import printable
from notegarden.garden.apply import Changes
from notegarden.notes.node import Node, unpacked_problems
from notegarden.notes.problems import Problem
from notegarden.pipeline.stages import Pipeline
from notegarden.serve.live.error_pages import BROKEN, PageError

_SHOWN = 5  # findings, and files, that one change prints


class _Step(NamedTuple):
    """Notes before a change, and the paths of those that it processed."""

    before: Mapping[str, Node]
    touched: Collection[str]


class News:
    """The findings of changed notes. `broken`: path → why a note saved since the start is not shown as intended."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._step = _Step({}, ())
        self.broken: dict[str, Problem] = {}

    def take(self, before: Mapping[str, Node], changes: Changes | None) -> None:
        """Register a change. `before`: the garden's previous nodes."""
        touched = changes.touched if changes is not None and not changes.everything else ()
        self._step = _Step(before, touched)
        if not touched:
            return
        nodes, config = self._pipeline.garden.nodes, self._pipeline.config.check
        for path in touched:
            node = nodes.get(path)
            found = [each for each in unpacked_problems(node.packed_problems) if each.code in BROKEN] if node else []
            found = judged(config, found, {path: node.file}) if node and found else []
            worst = next((each for each in found if each.severity == "error"), None)
            if worst is None:
                self.broken.pop(path, None)
            else:
                self.broken[path] = worst

    def lines(self, paths: Collection[str], seconds: float, trouble: PageError | None) -> list[str]:
        """What the terminal prints about the change: time and files, then its new findings as `check` prints them."""
        named = sorted(paths)
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        files = ", ".join(named[:_SHOWN]) + more or "the garden"
        out = [printable(f"{files}: {seconds * 1000:.0f} ms")]
        if trouble is not None:
            place = ":".join(str(each) for each in (trouble.path, trouble.line or "") if each)
            hint = f"; {trouble.hint}" if trouble.hint else ""
            return [*out, printable(f"{place}: error: {trouble.message}{hint}".removeprefix(": "))]
        found = self._new()
        where = Where.of(self._pipeline.root, self._pipeline.config.content)
        out += [as_line(each, where) for each in found[:_SHOWN]]
        return out + ([f"and {len(found) - _SHOWN} more; `notegarden check` lists them"] if len(found) > _SHOWN else [])

    def _new(self) -> list[Problem]:
        """Findings of the processed notes that the same notes did not have before."""
        garden, (before, touched) = self._pipeline.garden, self._step
        new = []
        for path in sorted(touched):
            if path not in garden.nodes:
                continue
            node = before.get(path)
            old = {(each.code, each.message) for each in unpacked_problems(node.packed_problems)} if node else set()
            for each in note_findings(garden, self._pipeline.config.check, path):
                stood = each.code in ("orphan", "empty") and node is not None  # only reported for a new note
                if not stood and (each.code, each.message) not in old:
                    new.append(each)
        return new
