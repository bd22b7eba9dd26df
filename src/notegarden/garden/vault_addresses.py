"""Addresses of a vault's notes and folders: clean ones, or those of Obsidian Publish or Quartz."""

from __future__ import annotations

import re
import unicodedata
from posixpath import basename, dirname

from notegarden.config.permalinks import is_of_another_site
from notegarden.config.schema import GardenConfig
from notegarden.notes.note import Note
from notegarden.urls import join, names_file

_APOSTROPHES = re.compile("(?<=\\w)['’](?=\\w)")
_SELECTORS = re.compile("[\ufe0e\ufe0f\u200b-\u200d\u2060\ufeff]")
_FOLDER_NAMES = ("index", "readme")


def without_selectors(text: str) -> str:
    """`text` without the invisible characters that control how emoji are drawn or joined."""
    return _SELECTORS.sub("", text)


def vault_address(note: Note, config: GardenConfig) -> str:
    """The address a note asks for: its permalink, the home page's, its folder's, or one made from its path."""
    front = note.front
    if front.url and not is_of_another_site(front.url):
        clean = join("/", front.url)
        return clean if clean.endswith("/") or names_file(clean) else clean + "/"
    if note.path == config.vault.home:
        return "/"
    folder, name = dirname(note.path), note_name(note.path)
    if stands_for_folder(note.path):
        return folder_address(folder, config)
    return f"{folder_address(folder, config)}{address_part(name, config) or 'note'}/"


def note_name(path: str) -> str:
    name = basename(path)
    return name[:-3] if name.lower().endswith(".md") else name


def stands_for_folder(path: str) -> bool:
    """Whether a note describes its folder: `index`, `README`, or a note with the folder's name."""
    folder, name = dirname(path), note_name(path)
    if not folder:
        return False
    return name.lower() in _FOLDER_NAMES or _clean(name) == _clean(basename(folder))


def folder_address(folder: str, config: GardenConfig) -> str:
    """The address of a folder's page; `/` for the vault itself."""
    parts = [address_part(part, config) or "folder" for part in folder.split("/") if part]
    return "/".join(["", *parts, ""]) if parts else "/"


def alias_address(alias: str, config: GardenConfig) -> str:
    """The address of a note's former path."""
    folder, _, name = alias.strip("/").rpartition("/")
    return f"{folder_address(folder, config)}{address_part(name, config)}/"


def address_part(text: str, config: GardenConfig) -> str:
    if config.addresses == "publish":
        return text.replace(" ", "+")
    if config.addresses == "quartz":
        return re.sub(r"[?#]", "", re.sub(r"\s", "-", text).replace("&", "-and-").replace("%", "-percent"))
    return _clean(text)


def _clean(text: str) -> str:
    """Lower case; runs of spaces and punctuation become one hyphen. A text of only punctuation is unchanged."""
    text = without_selectors(unicodedata.normalize("NFC", text))
    kept = "".join(
        char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in _APOSTROPHES.sub("", text)
    )
    return "-".join(kept.lower().split()) or "-".join(text.replace("/", " ").split())
