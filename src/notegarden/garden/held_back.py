"""Which notes of a vault are not published."""

from __future__ import annotations

from notegarden.config.schema import GardenConfig
from notegarden.config.vault import as_expression
from notegarden.notes.note import Note


def is_held_back(note: Note, config: GardenConfig) -> bool:
    """Whether a note stays at home.

    `publish: false`, properties that cannot be read and the templates' folder always do; `publish: true` lets a note
    out of an excluded folder; drafts wait for `--drafts`.
    """
    params = note.front.params
    publish = params.get("publish")
    if note.held or publish is False or is_template(note.path, config):
        return True
    if note.front.draft and not config.drafts:
        return True
    if publish is True:
        return False
    return config.publish == "marked" or _is_in(note.path, config.vault.excluded)


def is_template(path: str, config: GardenConfig) -> bool:
    """Whether a note is a pattern for notes: nobody expects a page of it, nor that it can be read."""
    return _is_in(path, config.vault.templates)


def is_ignored(path: str, config: GardenConfig) -> bool:
    """Whether a note stays out of lists, search and map: a prefix of its path, or `/an expression/`, says so."""
    return any(_matches(path, pattern) for pattern in config.vault.ignored)


def _matches(path: str, pattern: str) -> bool:
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        expression = as_expression(pattern)
        return expression is not None and expression.search(path) is not None
    return path.startswith(pattern)


def _is_in(path: str, folders: tuple[str, ...]) -> bool:
    low = path.lower()
    return any(low.startswith(f"{folder.lower()}/") for folder in folders)
