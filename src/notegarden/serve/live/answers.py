"""The kinds of answer of a served garden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from notegarden.search.document import Document


class Rendered(NamedTuple):
    """A page with the live script. `tag` (ETag) changes with the bytes."""

    data: bytes
    tag: str
    status: int = 200


class Made(NamedTuple):
    """A generated file of the site: feed, graph.json, …"""

    data: bytes
    name: str


class Searchable(NamedTuple):
    """The input of `update_search`; documents are made lazily."""

    pages: dict[str, tuple[str, Callable[[], Document]]]
    lists: dict[str, Any]
    output: Path


class Elsewhere(NamedTuple):
    """A redirect to the same address with a trailing slash."""

    address: str


Answer = Rendered | Made | Path | Elsewhere
