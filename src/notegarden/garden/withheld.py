"""Which notes of a vault are not published."""

from __future__ import annotations

from notegarden.config.schema import GardenConfig
from notegarden.config.vault import as_expression
from notegarden.notes.cascade import unpublishing_key
from notegarden.notes.dates import instant
from notegarden.notes.note import Note
from notegarden.notes.visibility import Rules, is_in_time, is_unrendered
from notegarden.urls import composed


def is_withheld(note: Note, config: GardenConfig) -> bool:
    """Whether a note is not published.

    That is so for `publish: false` and its equivalents in other programs, unreadable properties, notes in the templates
    folder, and Hugo's `headless` and `build`; `publish: true` publishes a note in an excluded folder; drafts need
    `--drafts`.
    """
    params = note.front.params
    publish = params.get("publish")
    if note.held or unpublishing_key(params) or is_unrendered(note.front) or is_template(note.path, config):
        return True
    if note.front.draft and not config.drafts:
        return True
    if publish is True:
        return False
    return config.publish == "marked" or _is_in(note.path, config.vault.excluded)


def is_untimely(note: Note, now: str, rules: Rules) -> bool:
    """Whether `publishDate` or `expiryDate` withholds a note at this time, in UTC."""
    return not is_in_time(instant(note.front.publish_date), instant(note.front.expiry_date), now, rules)


def is_template(path: str, config: GardenConfig) -> bool:
    """Whether a note is a template for notes: it needs no page, and need not be readable."""
    return _is_in(path, config.vault.templates)


def is_ignored(path: str, config: GardenConfig) -> bool:
    """Whether a note is left out of lists, search and map, by a path prefix or a `/regular expression/`."""
    return any(_matches(composed(path), composed(pattern)) for pattern in config.vault.ignored)


def _matches(path: str, pattern: str) -> bool:
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        expression = as_expression(pattern)
        return expression is not None and expression.search(path) is not None
    return path.startswith(pattern)


def _is_in(path: str, folders: tuple[str, ...]) -> bool:
    low = composed(path).lower()
    return any(low.startswith(f"{composed(folder).lower()}/") for folder in folders)
