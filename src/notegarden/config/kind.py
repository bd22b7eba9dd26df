"""What a folder is: whose grammar its notes have, and where in it they lie.

The first that holds decides: what the configuration or the command line says · `.obsidian/` in the folder · a vault in
`content/`, told by `.obsidian/` or by Quartz's configuration beside it · `content/` · `content-org/` or `org/` · Org
files in the folder itself · Markdown files anywhere.
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
"""Folders of Org notes beside `content/`, or instead of it."""
_NOT_NOTES = frozenset(("node_modules", "public", "venv", "__pycache__"))
_MOST_FOLDERS = 2_000


class Kind(NamedTuple):
    """`content`: the folder of the notes below the garden, "" for the garden itself. `why`: what told."""

    format: Format
    content: str
    why: str

    def line(self, garden: str) -> str:
        """`notes/: an Obsidian vault, for .obsidian/ is in it`."""
        folder = "/".join(part for part in (garden.rstrip("/") or garden, self.content) if part)
        return f"{folder}: {_NAMES[self.format]}, for {self.why}"


def kind_of(garden: Path, form: Format | None = None, content: str | None = None, told: str = "it is so told") -> Kind:
    """`form`, `content`: what is given, and `told` by whom. A folder without notes is a Hugo garden to be."""
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
    return _found(garden) or Kind("hugo", "content", "nothing says otherwise")


def _found(garden: Path) -> Kind | None:
    if (garden / VAULT).is_dir():
        return Kind("obsidian", "", f"{VAULT}/ is in it")
    if (garden / "content").is_dir():
        if (garden / "content" / VAULT).is_dir():
            return Kind("obsidian", "content", f"{VAULT}/ is in it")
        quartz = quartz_file(garden)
        if quartz:
            return Kind("obsidian", "content", f"{quartz} is beside it")
        return Kind("hugo", "content", "content/ is there")
    org = next((name for name in ORG_FOLDERS if (garden / name).is_dir()), "")
    if org:
        return Kind("org", org, f"{org}/ is there")
    file = min((path.name for path in garden.glob("*.org") if path.name[0] != "."), default="")
    if file:
        return Kind("org", "", f"it holds {file} and no content/")
    note = _first_note(garden)
    return Kind("obsidian", "", f"it holds {note} and no content/") if note else None


def _first_note(garden: Path) -> str:
    """A Markdown file of the folder, "" where there is none; looks into folders until there were very many."""
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
    """Raises SiteError where there are no notes, or none that can be read. `argument`: the garden as it was named."""
    folder, shown = garden / kind.content, f"{kind.content or argument}/"
    if not folder.is_dir():
        raise SiteError(f"{argument} has no {shown} folder and no notes", hint="`notegarden new DIR` makes a garden")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SiteError(f"{shown} cannot be read: Permission denied", hint="give yourself the right to read it")
