"""One Org file on disk with the other files that it depends on: the folder's settings, setup files, included files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname

import msgspec

from notegarden.dialects.org.claims import claims_outside
from notegarden.dialects.org.context import FileContext
from notegarden.dialects.org.dirlocals import settings_in
from notegarden.dialects.org.pages import PageSpec
from notegarden.dialects.org.reader import read_file
from notegarden.dialects.pieces.beside import GardenFiles
from notegarden.files.scan import digest
from notegarden.notes.note import Dialect

_DIR_LOCALS = ".dir-locals.el"


class Garden(GardenFiles):
    """A garden's files, for Org files parsed in sequence: a folder's settings are parsed once."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._settings: dict[str, dict[str, str]] = {}

    def settings(self, path: str) -> dict[str, str]:
        """The settings in a `.dir-locals.el`; empty if there is none."""
        if path not in self._settings:
            data = self.read(path)
            self._settings[path] = settings_in(data.decode("utf-8", "replace")) if data else {}
        return self._settings[path]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """`inputs`: paths of the other files that were requested, existing or not. `shared`: what all pages depend on."""

    context: FileContext
    inputs: frozenset[str]
    shared: str

    def key(self, spec: PageSpec) -> str:
        """Changes whenever the page may have changed."""
        first, last = self.context.lines_of(spec)
        lines = self.context.outline.lines[first:last]
        outside = self.context.elsewhere.shown(lines, first, last, spec.heading)
        found = digest(repr(outside).encode("utf-8", "surrogatepass")) if any(outside) else ""
        text = "\n".join(lines)
        return digest(f"{self.shared}\0{found}\0{spec.path}\0{first}\0{text}".encode("utf-8", "surrogatepass"))


def open_file(garden: Garden, file: str, dialect: Dialect, moved: Mapping[str, str] | None = None) -> OpenFile:
    """Parse a file's outline. Other files that cannot be read count as empty. Raises OSError for the file itself.

    `moved`: as in `FileContext`.
    """
    inputs: set[str] = set()

    def read(path: str) -> bytes | None:
        inputs.add(path)
        return garden.read(path)

    local: dict[str, str] = {}
    for folder in reversed([*_folders(dirname(file))]):
        path = f"{folder}/{_DIR_LOCALS}" if folder else _DIR_LOCALS
        inputs.add(path)
        local |= garden.settings(path)
    if file.startswith("content/") and "hugo_section" not in local:
        local["hugo_section"] = dirname(file).removeprefix("content").strip("/") or "/"
    data = garden.bytes_of(file)
    context = read_file(file, data, local, read, heading_nodes=dialect.heading_nodes, moved=moved, dates=dialect.dates)
    return open_context(context, frozenset(inputs), local)


def open_context(context: FileContext, inputs: frozenset[str], local: dict[str, str]) -> OpenFile:
    """A parsed file, with the common part of the keys of its pages."""
    shared = local, context.fingerprint(), claims_outside(context.outline)
    return OpenFile(context, inputs, digest(msgspec.msgpack.encode(shared)))


def _folders(folder: str) -> Iterator[str]:
    """A folder and its parent folders, up to the garden's root."""
    while folder:
        yield folder
        folder = dirname(folder)
    yield ""
