"""Where the files are that a served garden hands out as they are: its own, the theme's, the search index's."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from notegarden.pipeline.stages import Pipeline


class Files:
    """What stands behind an address, and nothing that a symbolic link brings in from elsewhere."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._shop = pipeline

    def asset_name(self, file: str) -> str:
        """The theme's name of a file below `assets/HASH/`; "" for others.

        By whatever hash: a page that has been open since before the theme changed asks by the old one.
        """
        theme = self._shop.theme
        parts = file.split("/", 2)
        is_asset = parts[0] == "assets" and parts[-1] in theme.assets and len(parts[1]) == len(theme.version)
        return parts[-1] if is_asset and _inside(theme.assets[parts[-1]], theme.statics) else ""

    def find(self, file: str, asset: str) -> Path | None:
        """A file of the site, which is the theme's of this name, or one of the garden's own, or of the index."""
        if asset:
            return self._shop.theme.assets[asset]
        source, _ = self._shop.files.get("/" + file, ("", None))
        if source:
            root = self._shop.root
            return _inside(root / source, [root / source.partition("/")[0]])
        return _inside(self.index / file, [self.index]) if _is_index(file) else None

    @property
    def index(self) -> Path:
        """The folder in which the search index of the served garden is made."""
        return self._shop.ledger.path.with_name("serve-search")


def _inside(path: Path, folders: Iterable[Path]) -> Path | None:
    """The file, if it lies in one of the folders when symbolic links are followed."""
    real = os.path.realpath(path)
    is_inside = any(real.startswith(os.path.realpath(folder) + os.sep) for folder in folders)
    return Path(real) if is_inside and os.path.isfile(real) else None  # noqa: PTH113


def _is_index(file: str) -> bool:
    """Whether a file of the site is the search index's."""
    return file == "search.json" or file.startswith("pagefind")
