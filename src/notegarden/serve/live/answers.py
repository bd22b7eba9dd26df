"""What a served garden answers with."""

from __future__ import annotations

from collections.abc import Callable
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
