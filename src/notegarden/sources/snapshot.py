"""The files of a garden's folders at one moment."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from notegarden.config.schema import Config
from notegarden.files.scan import Source, Stamp, digest_of, pages_of, scan
from notegarden.urls import generated_addresses, path_of

Files = dict[str, tuple[str, Stamp]]
"""Address → (source relative to the garden, stamp) of what is copied as it is; "" for generated pages."""

_THEME_PARTS = ("theme/", "vendor/")
_NO_STAMP = Stamp(0, 0, 0)


class Snapshot:
    """The files of content and static folder. `mark` stands for all of them, as `sources.digest` has it."""

    def __init__(self, root: Path, config: Config) -> None:
        self._left: list[str] = []
        self._config = config
        self._content = scan(root / config.content, config.ignore_files, self._left)
        self._static = scan(root / config.own_folder / "static", left=self._left)
        self.digest = digest_of(self._content, self._static)

    @cached_property
    def notes(self) -> list[Source]:
        """The Markdown files that become pages."""
        if self._config.is_vault:
            return [source for source in self._content if source.path.endswith(".md")]
        return pages_of(self._content)

    @cached_property
    def files(self) -> Files:
        files: Files = dict.fromkeys(generated_addresses([note.path for note in self.notes]), ("", _NO_STAMP))
        for source in self._content:
            if self._config.is_vault:
                if not source.path.endswith(".md"):
                    files[f"/{source.path}"] = (self._config.source(source.path), source.stamp)
            elif not source.path.endswith((".md", ".org")):
                folder, slash, name = source.path.rpartition("/")
                files[f"/{path_of(folder)}{slash}{name}"] = ("content/" + source.path, source.stamp)
        static = f"{self._config.own_folder}/static".removeprefix("./")
        for source in self._static:
            if not source.path.startswith(_THEME_PARTS):
                files["/" + source.path] = (f"{static}/{source.path}", source.stamp)
        return files

    def warnings(self) -> list[str]:
        """Lines about files that have no page."""
        return sorted(self._left) + self._resources()

    def _resources(self) -> list[str]:
        """A warning that names the Markdown files without a page, since they belong to a leaf bundle."""
        if self._config.is_vault or not any(source.path.endswith("/index.md") for source in self._content):
            return []
        pages = {note.path for note in self.notes}
        left = [source.path for source in self._content if source.path.endswith(".md") and source.path not in pages]
        if not left:
            return []
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        return [f"{left[0]}{more}: no page, for an index.md in the folder makes the folder one page, as in Hugo"]
