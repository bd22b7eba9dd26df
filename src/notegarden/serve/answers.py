"""What a served garden answers with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class Rendered(NamedTuple):
    """A page with the live script in it. `tag` changes with the bytes."""

    data: bytes
    tag: str
    status: int = 200


class Made(NamedTuple):
    """A file of the site that is made for it: feed, graph.json, …"""

    data: bytes
    name: str


class Searchable(NamedTuple):
    """What `update_search` takes; the pages' documents are made when they are asked for."""

    pages: dict[str, tuple[str, Callable[[], bytes]]]
    recent: list[dict[str, str]]
    tags: list[dict[str, str | int]]
    output: Path


class Elsewhere(NamedTuple):
    """The same address with a slash at its end."""

    address: str


Answer = Rendered | Made | Path | Elsewhere


def inside(path: Path, folders: Iterable[Path]) -> Path | None:
    """The file, if it lies in one of the folders when symbolic links are followed."""
    real = os.path.realpath(path)
    is_inside = any(real.startswith(os.path.realpath(folder) + os.sep) for folder in folders)
    return Path(real) if is_inside and os.path.isfile(real) else None  # noqa: PTH113


def is_index(file: str) -> bool:
    """Whether a file of the site is the search index's."""
    return file == "search.json" or file.startswith("pagefind")
