"""All findings of a garden: those of single notes, and those that need all notes (orphans, clashes, unused files)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from hashlib import blake2b

import msgspec

from notegarden.check.hints import Known, Nearest, bare, hinted, known_names
from notegarden.config.daily import day_pattern
from notegarden.config.tables import CheckConfig
from notegarden.config.vault import DAILY_NOTES
from notegarden.files.scan import MANY_PARTS, parts_by_bundle
from notegarden.garden.embeds import cycles
from notegarden.garden.facets import Checked, checked
from notegarden.garden.garden import Garden
from notegarden.notes.node import unpacked_problems
from notegarden.notes.problems import CODES, Problem
from notegarden.urls import PART, PICTURES, composed, is_made, output_file

HOLDING = frozenset({"front-matter", "encoding", "note"})
"""The codes that explain why a note is not published although nothing asks for that."""
_UNCLEAR = frozenset({"publish-unclear", "org-untitled", "org-unpublished"})
"""The codes reported for unpublished notes too, because their authors may not know that they are unpublished."""
# A site's own icons, which browsers and phones request by name.
_ICON = re.compile(r"/(?:[\w.-]+/)*(?:favicon|apple-touch-icon|android-chrome|mstile|safari-pinned-tab)[\w.-]*$")
_ENCODE = msgspec.msgpack.Encoder().encode


class CheckInputs(msgspec.Struct, frozen=True, array_like=True):
    """Everything that a garden's findings depend on: equal inputs give equal findings.

    `notes`: every note, by path. `orphans`: paths of notes without incoming links. `known`: the names that a
    hint may suggest. `files`: (address, source, bytes) of copied files, by address. `bundled`: (path of an
    `index.md`, number of notes that have no page because of it). `day_tokens`: unsupported tokens in the format of a
    vault's daily notes.
    """

    config: CheckConfig
    notes: tuple[Checked, ...]
    orphans: frozenset[str]
    known: Known
    files: tuple[tuple[str, str, int], ...]
    bundled: tuple[tuple[str, int], ...] = ()
    day_tokens: tuple[str, ...] = ()

    def digest(self) -> bytes:
        """A digest of the inputs; much faster than computing the findings."""
        orphans = sorted(self.orphans)
        return blake2b(
            _ENCODE((self.config, self.notes, orphans, self.known, self.files, self.bundled, self.day_tokens)),
            digest_size=16,
        ).digest()


def check_inputs(garden: Garden, config: CheckConfig) -> CheckInputs:
    notes = [checked(garden.nodes[path]) for path in sorted(garden.nodes)]
    return CheckInputs(
        config,
        tuple(notes),
        frozenset(note.path for note in notes if _is_orphan(garden, note)),
        known_names(garden),
        tuple(
            (address, source, garden.file_sizes.get(garden.bundles.own(address) or "", 0))
            for address in sorted(garden.names.files())
            if (source := garden.names.file(address))
        ),
        tuple(
            sorted(
                (path, len(parts))
                for path, parts in parts_by_bundle(
                    (address.removeprefix(PART) for address in garden.names.files() if address.startswith(PART)),
                    garden.nodes,
                ).items()
            )
        ),
        day_pattern(garden.config.vault.daily_folder, garden.config.vault.daily_format).unknown,
    )


def findings(inputs: CheckInputs, nearest: Nearest | None = None) -> list[Problem]:
    """All problems with the severities of the configuration (`off` left out), sorted by path, line and column.

    `nearest`: as for `hinted`.
    """
    files = {note.path: note.file for note in inputs.notes if note.file}
    return hinted(inputs.known, sorted(judged(inputs.config, [*_all(inputs)], files)), nearest)


def judged(config: CheckConfig, problems: list[Problem], files: Mapping[str, str]) -> list[Problem]:
    """The problems with the severities of the configuration, and the files they are in.

    `files`: path → Note.file, for notes that have one.
    """
    wanted = {composed(bare(name)) for name in config.wanted}
    out = []
    for problem in problems:
        level = config.severity.get(problem.code, CODES[problem.code].severity)
        if (
            level != "off"
            and problem.code == "link-missing"
            and wanted
            and composed(bare(problem.subject.partition("#")[0])) in wanted
        ):
            level = "info"
        file = files.get(problem.path, "")
        if level == "off" or any(fnmatch(path, pattern) for pattern in config.ignore for path in (problem.path, file)):
            continue
        if (level, file) != (problem.severity, problem.file):
            problem = msgspec.structs.replace(problem, severity=level, file=file)
        out.append(problem)
    return out


def note_findings(garden: Garden, config: CheckConfig, path: str) -> list[Problem]:
    """The findings of one note, with the severities of the configuration."""
    note = checked(garden.nodes[path])
    found = [*_of_note(note, is_orphan=_is_orphan(garden, note))]
    found = judged(config, found, {path: note.file})
    return hinted(known_names(garden), sorted(found)) if found else []


def _is_orphan(garden: Garden, note: Checked) -> bool:
    """Whether a note should have incoming links and has none; every page links to the home page."""
    return note.is_entry and note.address != "/" and not garden.backlinks(note.path)


def _of_note(note: Checked, *, is_orphan: bool) -> Iterator[Problem]:
    if not note.published:  # for an unpublished note, report only why it is unpublished
        codes = HOLDING if note.held else _UNCLEAR
        yield from (each for each in unpacked_problems(note.problems) if each.code in codes)
        return
    yield from unpacked_problems(note.problems)
    if is_orphan:
        yield Problem.of(note.path, *_place(note), "orphan", "no note links here")
    if note.empty and note.is_entry:
        yield Problem.of(note.path, *_place(note), "empty", "the note has no content")


def _place(note: Checked) -> tuple[int, int]:
    """Line and column for findings about a whole note: where it begins, if its file has other notes too."""
    return (note.line, 1) if note.line > 1 else (0, 0)


def _all(inputs: CheckInputs) -> Iterator[Problem]:
    used: set[str] = set()
    for note in inputs.notes:
        yield from _of_note(note, is_orphan=note.path in inputs.orphans)
        used.update(note.pictures)
    yield from _cycles([note for note in inputs.notes if note.published and note.embeds])
    yield from _aliases([note for note in inputs.notes if note.published])
    yield from _hidden_files(inputs)
    yield from _alike_in_all_but_case(inputs)
    without_page = {note.path for note in inputs.notes if not note.published}  # a headless bundle's parts have no page
    for path, number in inputs.bundled:
        if number >= MANY_PARTS and path not in without_page:
            message = f"{number:,} notes have no page, because this index.md makes its folder a single page, as in Hugo"
            yield Problem.of(path, 0, 0, "bundle-of-notes", message, "rename it to _index.md")
    for token in inputs.day_tokens:
        message = f'the token "{token}" is not supported, so no note counts as a daily note'
        yield Problem.of(DAILY_NOTES, 0, 0, "daily-format", message, subject=token)
    limit = inputs.config.picture_limit
    for address, source, size in inputs.files:
        if not address.lower().endswith(PICTURES):
            continue
        if address not in used and source.startswith("static/") and not _ICON.match(address):
            yield Problem.of(source, 0, 0, "picture-unused", "no note shows this picture", "delete it, or show it")
        if size // 1000 > limit:
            message = f"{size // 1000:,} KB is more than picture_limit ({limit:,} KB)"
            yield Problem.of(source, 0, 0, "picture-large", message, "shrink it, or raise the limit")


def _cycles(notes: Sequence[Checked]) -> Iterator[Problem]:
    for path, embed, way in cycles({note.path: note.embeds for note in notes}):
        around = " → ".join((path, *way))
        message = f'embed "{embed.target}" embeds itself again ({around}), so the page shows a link there'
        yield Problem.of(path, embed.line, embed.column, "embed-cycle", message, subject=embed.target)


def _aliases(notes: Sequence[Checked]) -> Iterator[Problem]:
    owners: dict[str, str] = {composed(note.address): note.path for note in notes}
    for note in notes:
        for alias in note.aliases:
            owner = owners.setdefault(composed(alias), note.path)
            if owner != note.path:
                message = f"the alias {alias} is already used by {owner}"
                yield Problem.of(note.path, note.line, 1, "alias-clash", message, "remove one of the two", alias)


def _hidden_files(inputs: CheckInputs) -> Iterator[Problem]:
    """Files that are not published because the page of a note has their address."""
    pages = {output_file(note.address): note for note in inputs.notes if note.published}
    for address, source, _ in inputs.files:
        if (note := pages.get(address[1:])) is not None:
            message = f"this file is not published: the page of {note.path} has its address, {address}"
            yield Problem.of(source, 0, 0, "address-clash", message, "rename one of the two")
    for file, note in pages.items():
        if is_made(file):
            message = f"the site's own /{file} is not published: the page of this note has its address"
            yield Problem.of(note.path, note.line, 1, "address-clash", message, "give it another url")


def _alike_in_all_but_case(inputs: CheckInputs) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path in sorted({*inputs.known.notes, *(source for _, source, _ in inputs.files)}):
        first = seen.setdefault(path.casefold(), path)
        if first != path:
            message = f"differs from {first} only in case; some file systems cannot keep both"
            yield Problem.of(path, 0, 0, "case-clash", message, "rename one of them", first)
