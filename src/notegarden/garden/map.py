"""The map of one garden: its layout by path, cached in the ledger."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from hashlib import blake2b

import msgspec

from notegarden.garden.garden import Garden
from notegarden.garden.layout import Layout, layout, pairs_of
from notegarden.ledger.file import DAMAGE
from notegarden.ledger.ledger import Ledger
from notegarden.workers import BackgroundProcess, cores

_ENCODE = msgspec.msgpack.Encoder().encode
_KEY, _LAYOUT = "map key", "map layout"
_WORTH_A_PROCESS = 200
"""From so many notes, the layout takes longer than starting a process for it."""


class GardenMap:
    """Position and community of each published note; computed at first use."""

    def __init__(self, garden: Garden, ledger: Ledger, program: bytes) -> None:
        self._garden = garden
        self._ledger = ledger
        self._program = program
        self._layout: Layout | None = None
        self._coming: BackgroundProcess[Layout] | None = None

    @cached_property
    def _paths(self) -> list[str]:
        return [node.path for node in self._garden.listed()]

    @cached_property
    def _number(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self._paths)}

    @cached_property
    def _edges(self) -> list[tuple[int, int, int]]:
        number = self._number
        nodes = self._garden.nodes
        return [
            (source, number[edge.target], edge.count)
            for source, path in enumerate(self._paths)
            for edge in nodes[path].edges
            if edge.target in number
        ]

    @cached_property
    def _digest(self) -> bytes:
        hasher = blake2b(self._program, digest_size=16)
        hasher.update(_ENCODE((self._paths, pairs_of(self._edges))))
        return hasher.digest()

    def graph(self) -> tuple[list[str], list[tuple[int, int, int]]]:
        """The input of the layout: the arguments of `layout.layout`."""
        return self._paths, self._edges

    def is_ready(self) -> bool:
        """Whether the layout is known already."""
        return self._known() is not None

    def _known(self) -> Layout | None:
        if self._layout is None and self._ledger.key(_KEY) == self._digest:
            with suppress(*DAMAGE):
                self._layout = msgspec.msgpack.decode(self._ledger.key(_LAYOUT), type=Layout)
        return self._layout

    def begin(self, jobs: int) -> None:
        """Start computing the layout in the background, if needed. `jobs` 0 means one per core."""
        is_small = len(self._paths) < _WORTH_A_PROCESS or (jobs or cores()) == 1
        if self._coming is None and not is_small and not self.is_ready():
            self._coming = BackgroundProcess(layout, *self.graph())

    def close(self) -> None:
        """Stop what `begin` started."""
        if self._coming is not None:
            self._coming.stop()
            self._coming = None

    def accept(self, made: Layout) -> None:
        """Accept a layout computed from `graph`, and cache it with a digest of the graph."""
        self._layout = made
        with self._ledger.commit():
            self._ledger.set_key(_LAYOUT, _ENCODE(made))
            self._ledger.set_key(_KEY, self._digest)

    @property
    def layout(self) -> Layout:
        """The layout by index."""
        known = self._known()
        if known is None:
            coming, self._coming = self._coming, None
            known = (coming.result() if coming is not None else None) or layout(*self.graph())
            self.accept(known)
        return known

    def community(self, path: str) -> int | None:
        number = self._number.get(path)
        return None if number is None else self.layout.communities[number]

    def communities(self) -> dict[int, list[str]]:
        """Community → paths of its notes."""
        out: dict[int, list[str]] = {}
        for path, number in zip(self._paths, self.layout.communities, strict=True):
            out.setdefault(number, []).append(path)
        return out
