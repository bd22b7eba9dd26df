"""Smaller copies of the garden's pictures, made once per content and cached next to the ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from notegarden.files.scan import Stamp, recently
from notegarden.files.tree import LONGEST, Tree, opened_below
from notegarden.files.write import write
from notegarden.ledger import keys
from notegarden.ledger.file import DAMAGE, LostTextError, opened, sealed
from notegarden.ledger.ledger import Ledger
from notegarden.notes.picture_copy import PictureCopy, PictureFormat
from notegarden.progress import Progress
from notegarden.sources.limits import OverTimeError, limited_memory, limited_time
from notegarden.sources.picture_encoding import SMALLEST, Copy, UnfitError, copies_of, encoder_key
from notegarden.workers import WorkerDiedError, alone, chunks, cores, executor, spread, stop

ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp")
SECONDS = 30.0
"""Processor time for one picture: the largest that is decoded takes AVIF about half of it."""
FOLDER = "assets/pictures/"
"""Where the copies are on the site. Their names contain a digest of the original and of how they are made."""
_CHUNK = 4
_MOST_SPARE = 200  # unused entries that stay in the cache, for example for another branch
_CACHE, _MEMO = "pictures", "picture copies"
_ENCODE = msgspec.msgpack.Encoder().encode
_COPIES = msgspec.msgpack.Decoder(list[Copy])


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """What was made of a picture with this `stamp`. `entry`: the name of its copies in the cache, "" for none.
    `problem`: why there are none, if the user should know."""

    stamp: Stamp
    entry: str
    copies: tuple[tuple[PictureFormat, int], ...] = ()
    problem: str = ""


class PictureCopies:
    """Address of a picture → its smaller copies, by format and width; empty until `make` has run.

    `files`: address → (source relative to the garden, stamp). Results come from the ledger while the stamp is the same,
    otherwise from the cache, by content.
    """

    def __init__(self, root: Path, files: Mapping[str, tuple[str, Stamp]], ledger: Ledger) -> None:
        self._root, self._files, self._ledger = root, files, ledger
        self._cache = ledger.path.parent / _CACHE
        self._key = b""
        self._known: dict[str, _Known] = {}
        self._made: dict[str, tuple[PictureCopy, ...]] = {}

    def __call__(self, address: str) -> tuple[PictureCopy, ...]:
        return self._made.get(address, ())

    def make(
        self, addresses: Iterable[str], formats: Sequence[PictureFormat], jobs: int, progress: Progress
    ) -> list[str]:
        """Make the copies of the pictures at these addresses; returns which pictures cannot have any, and why."""
        self._key = keys.digest(encoder_key() + _ENCODE(formats))
        self._known = self._ledger.memo(_MEMO, self._key, dict[str, _Known]) or {}
        self._made = {}
        shown = {address: self._files[address] for address in sorted(addresses) if self._may_have(address)}
        due = self._due(shown.values())
        if due:
            self._cache.mkdir(exist_ok=True)
        work = partial(_make_chunk, self._root, self._cache, self._key, tuple(formats))
        for done, made in enumerate(_spread(work, [*due], jobs), 1):
            self._known |= {source: _Known(due[source], *found) for source, found in made.items()}
            progress("pictures", min(done * _CHUNK, len(due)), len(due))
        self._known = {source: self._known[source] for source, _ in shown.values() if source in self._known}
        for address, (source, _) in shown.items():
            known = self._known.get(source)
            if known is not None and known.copies:
                self._made[address] = tuple(
                    PictureCopy(name, width, f"{FOLDER}{known.entry}-{width}.{name}") for name, width in known.copies
                )
        return sorted(
            f"{source}: {each.problem}; it is published without smaller copies"
            for source, each in self._known.items()
            if each.problem
        )

    def _may_have(self, address: str) -> bool:
        source, stamp = self._files.get(address, ("", None))
        if not source.lower().endswith(ENDINGS) or stamp is None:
            return False
        return SMALLEST <= stamp.size <= LONGEST

    def _due(self, shown: Iterable[tuple[str, Stamp]]) -> dict[str, Stamp]:
        """The sources whose copies are unknown, or missing in the cache."""
        try:
            there = set(os.listdir(self._cache))  # noqa: PTH208 - names alone
        except OSError:
            there = set()
        due = {}
        for source, stamp in shown:
            known = self._known.get(source)
            if known is None or known.stamp != stamp or (known.copies and known.entry not in there):
                due[source] = stamp
        return due

    def published(self) -> dict[str, Callable[[], bytes]]:
        """File below the output → function that reads it, for every copy that pages may name."""
        return {copy.file: partial(self._read, copy) for copies in self._made.values() for copy in copies}

    def _read(self, copy: PictureCopy) -> bytes:
        """The bytes of a copy. Raises one of DAMAGE if the cache has lost them."""
        entry = copy.file.removeprefix(FOLDER).partition("-")[0]
        for each in _read(self._cache, entry) or ():
            if (each.format, each.width) == (copy.format, copy.width):
                return each.data
        raise LostTextError(f"{_CACHE}/{entry}")

    def store(self) -> None:
        """Store the results; call it inside a transaction of the ledger."""
        if not self._key:
            return
        recent = recently()
        settled = {source: each for source, each in self._known.items() if each.stamp.is_settled(recent)}
        if settled != self._ledger.memo(_MEMO, self._key, dict[str, _Known]):
            self._ledger.remember(_MEMO, self._key, settled)
            self._forget_spare()

    def _forget_spare(self) -> None:
        """Delete unused entries from the cache, if there are many."""
        if not self._cache.is_dir():
            return
        used = {known.entry for known in self._known.values()}
        with Tree(self._cache) as tree:
            spare = [name for name in sorted(os.listdir(tree.root)) if name not in used]  # noqa: PTH208
            for name in spare if len(spare) > _MOST_SPARE else ():
                os.unlink(Path(tree.root, name))  # noqa: PTH108 - a link itself, not what it leads to


_Found = tuple[str, tuple[tuple[PictureFormat, int], ...], str]
"""Entry, copies, problem."""


def _spread(work: partial[dict[str, _Found]], sources: list[str], jobs: int) -> Iterable[dict[str, _Found]]:
    """The results of `work` for chunks of pictures, always in another process, because a library may crash."""
    jobs = min(jobs or cores(), -(-len(sources) // _CHUNK))
    pending = list(chunks(sources, _CHUNK))
    while pending:
        pool = executor(jobs, _nothing, (), apart=len(pending))
        try:
            for _, made in spread(pool, work, iter(list(pending)), jobs):
                del pending[0]
                yield made
        except WorkerDiedError:  # give each picture of these chunks a process of its own
            made = {}
            for (source,), found in alone(work, [[source] for source in pending.pop(0)], _nothing, ()):
                made |= found or {source: ("", (), "the process that makes smaller copies crashed")}
            yield made
        finally:
            stop(pool)


def _nothing() -> None:
    """Initializer of picture processes, which need no preparation."""


def _make_chunk(
    root: Path, cache: Path, key: bytes, formats: tuple[PictureFormat, ...], sources: Sequence[str]
) -> dict[str, _Found]:
    return {source: _make(root, cache, key, formats, source) for source in sources}


def _make(root: Path, cache: Path, key: bytes, formats: tuple[PictureFormat, ...], source: str) -> _Found:
    """Read a picture; take its copies from the cache, or make and cache them."""
    try:
        with opened_below(root, source) as handle, os.fdopen(os.dup(handle), "rb") as file:
            data = file.read(LONGEST)
    except OSError:  # copying the original will report it
        return "", (), ""
    entry = blake2b(data, key=key, digest_size=10).hexdigest()
    copies, problem = _read(cache, entry), ""
    if copies is None:
        copies, problem = _bounded(data, formats)
        try:
            if not problem:
                with Tree(cache) as tree:
                    write(tree, entry, sealed(_ENCODE(copies), entry))
        except OSError as error:
            return "", (), f"smaller copies cannot be stored ({error.strerror})"
    return entry, tuple((copy.format, copy.width) for copy in copies), problem


def _bounded(data: bytes, formats: Sequence[PictureFormat]) -> tuple[list[Copy], str]:
    """The copies of a picture, and why there are none if something is wrong."""
    try:
        with limited_memory(), limited_time(SECONDS):
            return copies_of(data, formats), ""
    except UnfitError as error:
        return [], str(error)
    except OverTimeError:
        return [], f"smaller copies take more than {SECONDS:.0f} seconds of processor time"
    except MemoryError:
        return [], "smaller copies take too much memory"


def _read(cache: Path, entry: str) -> list[Copy] | None:
    """The cache's entry; None if it is missing or damaged."""
    try:
        with Tree(cache) as tree:
            return _COPIES.decode(opened(tree.read(entry), entry))
    except (OSError, *DAMAGE):
        return None
