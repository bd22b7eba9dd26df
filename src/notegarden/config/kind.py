"""Detect what a folder is: the grammar of its notes, and their folder.

The first match wins: the configuration or the command line · `.obsidian/` in the folder · a vault in
`content/`, recognized by `.obsidian/` or by a Quartz configuration next to it · `content/` · `content-org/` or `org/` ·
Org files in the folder itself · Markdown files anywhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from notegarden.config.quartz import quartz_file
from notegarden.errors import SiteError
from notegarden.notes.note import Format

VAULT = ".obsidian"
_NAMES: dict[Format, str] = {"hugo": "a Hugo garden", "obsidian": "an Obsidian vault", "org": "a folder of Org files"}
ORG_FOLDERS = ("content-org", "org")
"""Folders of Org notes next to `content/`, or instead of it."""
_NOT_NOTES = frozenset(("node_modules", "public", "venv", "__pycache__"))
_MOST_FOLDERS = 2_000


class Kind(NamedTuple):
    """`content`: the folder of the notes below the garden, "" for the garden itself. `why`: for messages."""

    format: Format
    content: str
    why: str

    def line(self, garden: str) -> str:
        """`notes/: an Obsidian vault, because it has .obsidian/`."""
        folder = "/".join(part for part in (garden.rstrip("/") or garden, self.content) if part)
        return f"{folder}: {_NAMES[self.format]}, because {self.why}"


def kind_of(garden: Path, form: Format | None = None, content: str | None = None, told: str = "it is set") -> Kind:
    """`form`, `content`: the configured values, `told`: by whom. A folder without notes counts as a new Hugo garden."""
    if content is not None:
        folder = garden / content
        if form is None:
            form = "hugo" if content == "content" and not (folder / VAULT).is_dir() else "obsidian"
        return Kind(form, _below(content), told)
    if form == "org":
        below = next((name for name in (*ORG_FOLDERS, "content") if (garden / name).is_dir()), "")
        return Kind(form, below, told)
    if form is not None:
        has_content = (garden / "content").is_dir()
        if form == "hugo" or (has_content and not (garden / VAULT).is_dir()):
            return Kind(form, "content", told)
        return Kind(form, "", told)
    return _found(garden) or Kind("hugo", "content", "that is the default")


def _found(garden: Path) -> Kind | None:
    if (garden / VAULT).is_dir():
        return Kind("obsidian", "", f"it has {VAULT}/")
    if (garden / "content").is_dir():
        if (garden / "content" / VAULT).is_dir():
            return Kind("obsidian", "content", f"it has {VAULT}/")
        quartz = quartz_file(garden)
        if quartz:
            return Kind("obsidian", "content", f"{quartz} is next to it")
        return Kind("hugo", "content", "content/ exists")
    org = next((name for name in ORG_FOLDERS if (garden / name).is_dir()), "")
    if org:
        return Kind("org", org, f"{org}/ exists")
    file = min((path.name for path in garden.glob("*.org") if path.name[0] != "."), default="")
    if file:
        return Kind("org", "", f"it has {file} and no content/")
    note = _first_note(garden)
    return Kind("obsidian", "", f"it has {note} and no content/") if note else None


def _first_note(garden: Path) -> str:
    """A Markdown file in the folder, "" if there is none; stops after a large number of folders."""
    for seen, (folder, folders, names) in enumerate(os.walk(garden)):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _NOT_NOTES)
        for name in sorted(names):
            if name.lower().endswith(".md") and name[0] != ".":
                return os.path.relpath(f"{folder}/{name}", garden).replace(os.sep, "/")
        if seen >= _MOST_FOLDERS:
            break
    return ""


def _below(content: str) -> str:
    clean = os.path.normpath(content).replace(os.sep, "/").strip("/")
    if clean.startswith("..") or os.path.isabs(content):  # noqa: PTH117 - a text, not a path yet
        raise SiteError(f"content = {content!r} leads out of the garden", hint="name a folder inside it")
    return "" if clean == "." else clean


def check_folder(garden: Path, kind: Kind, argument: str) -> None:
    """Raises SiteError if there are no notes, or no readable ones. `argument`: the garden as typed."""
    folder, shown = garden / kind.content, f"{kind.content or argument}/"
    if not folder.is_dir():
        raise SiteError(f"{argument} has no {shown} folder and no notes", hint="`notegarden new DIR` creates a garden")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SiteError(f"{shown} cannot be read: Permission denied", hint="grant yourself read permission")
