"""Findings in a note's source: repeated ids, Org syntax that the export left behind."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import msgspec

from notegarden.dialects.markdown.formulas import code_stretches
from notegarden.notes.note import Note
from notegarden.notes.problems import Problem

_FENCE = re.compile(r"^[ >\t]*(?:[-*+]\s+)?(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_WRITTEN_ID = re.compile(r"""#([^\s}#]++)(?=[\s}])|\bid=["']?+([^"'\s>]++)(?=["'\s>])""")
_MOST = 1_000  # maximum problems of a kind in one note; nobody reads more
_DRAWER = re.compile(r"\s*:(?:PROPERTIES|END|LOGBOOK|CLOCK|ID|CUSTOM_ID|CREATED|ROAM_[A-Z]+):(?=\s|$)")
# A quick check: a text without any of these strings has no such finding.
_DRAWER_SIGN = re.compile(":(?:PROPERTIES|END|LOGBOOK|CLOCK|ID|CUSTOM_ID|CREATED|ROAM_)")
_LINK_SIGNS = ("[[", "](id:", "](<id:")
_ORG_LINK = re.compile(
    r"\[\[[^\[\]\n]+\]\[[^\[\]\n]*\]\]|\[\[(?:<?(?:https?|id|file|attachment):|cite[/:])[^\s\[\]<>]*>?\]?"
)
_ORG_ID = re.compile(r"\]\(<?id:[0-9A-Fa-f-]{36}>?\)")
# A file name with a space, where Markdown ends the address at the space and so finds no link. The backslash is
# checked last, because a pattern that begins with fixed characters is found faster.
_SPACED = re.compile(
    r"\]\((?<!\\\]\()(?![<#])((?:[^\s()<>\"']+ +)+[^\s()<>\"']*"
    r"\.(?:md|markdown|html?|pdf|png|jpe?g|gif|svg|webp)(?:#[^\s()]*)?)\)",
    re.IGNORECASE,
)
_SILENCE = re.compile(r"<!--\s*+check:\s*+ignore\s++([a-z,\s-]*?)-->")


def inspect(note: Note, text: str) -> Note:
    """The note with the findings in its source `text` added and `silenced` set."""
    found = [*_repeated_ids(note, text), *_spaced(note.path, text)]
    silenced: list[tuple[int, str]] = []
    if _DRAWER_SIGN.search(text) or any(sign in text for sign in _LINK_SIGNS):
        found += _leaks(note.path, text)
    if "check:" in text:
        for number, line in enumerate(text.split("\n"), 1):
            for codes in _SILENCE.findall(line):
                silenced += [(number, code.strip()) for code in codes.split(",")]
    whole = note.front.params.get("check_ignore") or ()
    silenced += [(0, str(code)) for code in (whole if isinstance(whole, list) else [whole])]
    if not found and not silenced:
        return note
    problems = tuple(sorted((*note.problems, *found)))
    return msgspec.structs.replace(note, problems=problems, silenced=tuple(silenced))


def inspect_vault(note: Note, text: str) -> Note:
    """A vault's note with those findings that apply to Obsidian's syntax."""
    found = [*_spaced(note.path, text)]
    return msgspec.structs.replace(note, problems=tuple(sorted((*note.problems, *found)))) if found else note


def _repeated_ids(note: Note, text: str) -> Iterator[Problem]:
    if len(set(note.ids)) == len(note.ids):
        return
    repeated = {name: count for name, count in Counter(note.ids).items() if count > 1}
    places = _second_places({*repeated}, note, text)
    for name, count in islice(repeated.items(), _MOST):
        line, column = places[name]
        yield Problem(
            note.path, line, column, "id-repeated", "warning",
            f"the id #{name} occurs {count} times in this note; links reach the first",
            "give the others unique ids",
        )  # fmt: skip


def _spaced(path: str, text: str) -> Iterator[Problem]:
    if _SPACED.search(text) is None:
        return
    starts, stops = code_stretches(text)
    for found in islice(_SPACED.finditer(text), _MOST):
        before = bisect_right(starts, found.start()) - 1
        if before >= 0 and stops[before] > found.start():
            continue
        line, start = text.count("\n", 0, found.start(1)), text.rfind("\n", 0, found.start(1)) + 1
        if not text.startswith(("    ", "\t"), start):  # code, or deep in a list
            message = f"({found[1]}) contains a space, so it is not a link and is shown as typed"
            hint = f"write (<{found[1]}>)"
            yield Problem.of(path, line + 1, found.start(1) - start + 1, "address-missing", message, hint)


def _second_places(names: set[str], note: Note, text: str) -> dict[str, tuple[int, int]]:
    """Id → line and column of its second occurrence: in a heading's braces, or in raw HTML."""
    headings: dict[str, list[int]] = {}
    for heading in note.headings:
        headings.setdefault(heading.id, []).append(heading.line)
    of_headings = {line for name in names for line in headings.get(name, ())}
    places: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
    for number, line in enumerate(text.split("\n"), 1):
        if number in of_headings or "id=" in line:
            for found in _WRITTEN_ID.finditer(line):
                name = found[1] or found[2]
                if name in places:
                    places[name].append((number, found.start() + 1))
    alone = {name: (max(headings.get(name, [0])), int(name in headings)) for name in names}
    return {name: found[1] if len(found) > 1 else alone[name] for name, found in places.items()}


def _leaks(path: str, text: str) -> Iterator[Problem]:
    fence = ""
    in_drawer = False
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1][0] == fence[0] and len(mark[1]) >= len(fence))):
            fence = "" if fence else mark[1]
            continue
        if fence:
            continue
        drawer = _DRAWER.match(line)
        if drawer and not in_drawer:
            yield _leak(path, number, line.index(":") + 1, f"the export left a drawer behind: {line.strip()[:40]}")
        in_drawer = drawer is not None or (in_drawer and bool(line.strip()))
        if "[[" in line or "id:" in line:
            plain = _without_code(line)
            for pattern in (_ORG_LINK, _ORG_ID):
                for found in pattern.finditer(plain):
                    yield _leak(path, number, found.start() + 1, f"the export left an Org link behind: {found[0][:60]}")


def _without_code(line: str) -> str:
    """The line with code spans replaced by blanks."""
    if "`" not in line:
        return line
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(line)]
    waiting: dict[int, list[int]] = {}  # length → the ends of backtick runs of this length, in reverse
    for start, end in reversed(runs):
        waiting.setdefault(end - start, []).append(end)
    parts, pos = [], 0
    for start, end in runs:
        ends = waiting[end - start]
        while ends and ends[-1] <= end:
            ends.pop()
        if start >= pos and ends:
            parts += [line[pos:start], " " * (ends[-1] - start)]
            pos = ends[-1]
    return "".join([*parts, line[pos:]])


def _leak(path: str, line: int, column: int, message: str) -> Problem:
    return Problem(path, line, column, "org-leak", "warning", message, "fix it in the Org file and export again")
