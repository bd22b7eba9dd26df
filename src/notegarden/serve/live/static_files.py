"""Locates files that are served unchanged: static files, theme assets, the search index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from notegarden.pipeline.stages import Pipeline
from notegarden.search.index import FOLDER

_OF_A_THEME = re.compile(r"assets/[0-9a-f]{12}/")


class Files:
    """Maps addresses to files; symbolic links that lead outside are not followed."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def asset_name(self, file: str) -> str:
        """The theme file's name for an address below `assets/HASH/`; "" for other addresses.

        Any hash is accepted: a page opened before the theme changed asks with the old one.
        """
        theme = self._pipeline.theme
        parts = file.split("/", 2)
        is_asset = parts[0] == "assets" and parts[-1] in theme.assets and len(parts[1]) == len(theme.version)
        return parts[-1] if is_asset and _inside(theme.assets[parts[-1]], theme.statics) else ""

    def find(self, file: str, asset: str) -> Path | None:
        """The file behind an address: theme asset `asset`, static file or part of the search index; None if none."""
        if asset:
            return self._pipeline.theme.assets[asset]
        if _OF_A_THEME.match(file):  # scripts from there run, and those of the garden do not
            return None
        source = self._pipeline.on_disk.source_at("/" + file, self._pipeline.garden)
        if source:
            root = self._pipeline.root
            folder = source.partition("/")[0] if self._pipeline.config.content else ""
            return _inside(root / source, [root / folder])
        if file == "search.json":
            return _inside(self.index / file, [self.index])
        return _inside(self.index / file, [self.index / FOLDER]) if file.startswith(f"{FOLDER}/") else None

    @property
    def index(self) -> Path:
        """The folder of the served garden's search index."""
        return self._pipeline.ledger.path.with_name("serve-search")


def _inside(path: Path, folders: Iterable[Path]) -> Path | None:
    """The real path of a file if it lies inside one of the folders, symbolic links resolved; else None."""
    real = os.path.realpath(path)
    is_inside = any(real.startswith(os.path.realpath(folder) + os.sep) for folder in folders)
    return Path(real) if is_inside and os.path.isfile(real) else None  # noqa: PTH113
