"""The search index, made by Pagefind and kept up to date by increments.

A garden has its whole index in `pagefind/` (a large one in several parts, which are made at the same time and need
less memory), and the pages that have changed since in `pagefind-1/`, which is quick to make anew. `search.json` says
which indexes there are, and which addresses only the last of them may answer for. When the increment has grown, all
is indexed again.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import Any, Literal

import msgspec

from notegarden.search.pagefind import ENTRY, Indexer, IndexerError, version

Pages = Mapping[str, tuple[str, Callable[[], bytes]]]
"""Address (root-relative, percent-encoded, without the base URL's path) → (digest of what is indexed, document)."""

WHOLE, INCREMENT = "pagefind", "pagefind-1"
PART = 4000
"""A garden with more pages than this is indexed in two parts or more."""
_GENTLE_PART = 1500
"""… where other work comes first: the indexer takes 0.2 MB a page."""
_FORMAT = 3
_STAGING = ".pagefind-new"
_INDEX_FILE = re.compile(
    r"(?:fragment/[^/]+\.pf_fragment|index/[^/]+\.pf_index|filter/[^/]+\.pf_filter|[^/]+\.pf_meta"
    r"|wasm\.[^/]+\.pagefind|pagefind[\w.-]*\.(?:js|json|css))"
)
"""The names of an index's files; nothing else in its folder is replaced or removed."""
_STATE = "search.msgpack"

_UNSEARCHED = re.compile(
    r"<!--.*?-->|<(script|style|math|svg|template)\b.*?</\1\s*>|<a\b[^>]*\bclass=\"?anchor\b.*?</a>", re.S | re.I
)
# What an excerpt reads better without: calls of footnotes and the ways back.
_ASIDE = re.compile(r'<sup id="fnref[^>]*>.*?</sup>|(?:&#160;)?<a [^>]*\bclass="footnote-backref".*?</a>', re.S)
_INLINE = re.compile(
    "</?(?:a|abbr|b|cite|code|del|em|font|i|img|input|ins|kbd|label|mark|q|s|small|span|strong|sub|sup|time|tt|u|var)"
    r"""(?:\s(?:[^>"']|"[^"]*"|'[^']*')*)?/?>"""
)
_CJK = re.compile("([\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef])")


class SearchReport(msgspec.Struct, frozen=True):
    """What was done: `kept` nothing, `increment` or `full`; `failed` with the reason in `problem`.

    `indexed` pages were read by the indexer, of `total` in the garden.
    """

    action: Literal["kept", "increment", "full", "failed"]
    indexed: int
    total: int
    seconds: float = 0.0
    problem: str = ""


class Index(msgspec.Struct, frozen=True):
    """One index in the output: its folder, the digest of its entry file, and what it holds (address → digest)."""

    folder: str
    entry: str
    pages: dict[str, str]


class State(msgspec.Struct, frozen=True):
    """What the last update left. `key` stands for all that shapes an index besides the pages."""

    key: str
    whole: tuple[Index, ...]
    increment: Index | None = None


def document(title: str, body: str, tags: Iterable[str] = ()) -> bytes:
    """The document to index for a page: the text of its body with headings and blocks, and its tags.

    The indexer is spared what it would parse in vain, and Chinese and Japanese characters are set apart, for it finds
    words by the spaces between them.
    """
    filters = "".join(f'<i data-pagefind-filter="tag">{escape(tag)}</i>' for tag in tags)
    searched = _UNSEARCHED.sub(" ", body)
    if "footnote" in searched or "fnref" in searched:  # looking for either word is much quicker than for the patterns
        searched = _ASIDE.sub("", searched)
    text = _apart(_INLINE.sub("", searched))
    head = f"<h1>{_apart(escape(title))}</h1>"
    hidden = f"<div data-pagefind-ignore>{filters}</div>" if filters else ""
    return f"<html><body data-pagefind-body>{head}{hidden}{text}</body></html>".encode()


def update_search(
    pages: Pages,
    *,
    output: Path,
    state: Path,
    language: str,
    base_path: str = "/",
    recent: Sequence[Mapping[str, Any]] = (),
    tags: Sequence[Mapping[str, Any]] = (),
    force_full: bool = False,
    gently: bool = False,
) -> SearchReport:
    """Bring the indexes under `output` in line with `pages`, and write `search.json`.

    `state` is the folder that remembers what is indexed. `base_path` begins and ends with a slash. A failure leaves
    the indexes that are there as they are. Nothing is run where nothing changed. `gently`: whatever else the machine
    has to do comes first, and little memory is taken, for which a large garden's index has more parts.
    """
    start = time.perf_counter()
    start_indexer = partial(Indexer, language, gently=gently)
    wanted = {address: digest for address, (digest, _) in pages.items()}
    key = f"{_FORMAT} {version()} {language}"
    old = None if force_full else _remembered(state, output, key)
    changed, plan = _plan(old, wanted)
    try:
        if plan == "full":
            new = State(key, tuple(_build_whole(pages, output, start_indexer, gently=gently)))
        elif plan == "increment" and old is not None:
            new = State(key, old.whole, _build_increment(pages, changed, output, start_indexer))
        else:
            new = State(key, old.whole if old else (), old.increment if old else None)
    except (IndexerError, OSError) as error:
        return SearchReport("failed", 0, len(wanted), time.perf_counter() - start, str(error))
    finally:
        _drop(output / _STAGING)
    _write_lists(output / "search.json", new, wanted, base_path, recent, tags)
    _remove_others(output, new)
    if new != old:
        _write(state / _STATE, msgspec.msgpack.encode(new))
    indexed = {"full": len(wanted), "increment": len(changed), "kept": 0}[plan]
    return SearchReport(plan, indexed, len(wanted), time.perf_counter() - start)


def _plan(old: State | None, wanted: Mapping[str, str]) -> tuple[list[str], Literal["kept", "increment", "full"]]:
    """The pages that the whole index has not, or has otherwise; and what is to be done about it."""
    if old is None:
        return [], "full"
    whole = _pages_of(old.whole)
    changed = sorted(address for address, digest in wanted.items() if whole.get(address) != digest)
    gone = len(whole.keys() - wanted.keys())
    limit = min(200, max(20, len(wanted) // 20))
    if len(changed) > limit or len(changed) + gone > 2 * limit:
        return changed, "full"
    held = old.increment.pages if old.increment else {}
    return changed, "kept" if held == {address: wanted[address] for address in changed} else "increment"


def _pages_of(indexes: Iterable[Index]) -> dict[str, str]:
    return {address: digest for index in indexes for address, digest in index.pages.items()}


def _build_whole(pages: Pages, output: Path, start: Callable[[], Indexer], *, gently: bool) -> Iterator[Index]:
    if gently:
        count = max(1, -(-len(pages) // _GENTLE_PART))
    else:
        count = 1 if len(pages) <= PART else max(2, -(-len(pages) // 6000))
    folders = [WHOLE, *(f"{WHOLE}-part{number}" for number in range(2, count + 1))]
    parts: list[list[str]] = [[] for _ in folders]
    for address in sorted(pages):
        parts[blake2b(address.encode(), digest_size=2).digest()[0] % count].append(address)
    # Two at a time: as many as use the processor well, and as few as need little memory.
    step = 1 if gently else 2
    for at in range(0, count, step):
        yield from _build(pages, dict(zip(folders[at : at + step], parts[at : at + step], strict=True)), output, start)


def _build_increment(pages: Pages, changed: Sequence[str], output: Path, start: Callable[[], Indexer]) -> Index | None:
    return next(_build(pages, {INCREMENT: changed}, output, start)) if changed else None


def _build(
    pages: Pages, contents: Mapping[str, Sequence[str]], output: Path, start: Callable[[], Indexer]
) -> Iterator[Index]:
    """Make the indexes of `contents` (folder → addresses) side by side, and put each in place when all are whole."""
    staging = output / _STAGING
    _drop(staging)
    indexers: dict[str, Indexer] = {}
    try:
        for folder in contents:
            indexers[folder] = start()
        for turn in range(max(map(len, contents.values()))):
            for folder, addresses in contents.items():
                if turn < len(addresses):
                    indexers[folder].add(addresses[turn], pages[addresses[turn]][1]())
        for indexer in indexers.values():
            indexer.finish()
        for folder, indexer in indexers.items():
            indexer.write(staging / folder)
    finally:
        for indexer in indexers.values():
            indexer.close()
    for folder, addresses in contents.items():
        _swap(staging / folder, output / folder)
        yield Index(folder, _entry(output / folder), {address: pages[address][0] for address in addresses})


def _swap(new: Path, place: Path) -> None:
    """Put a whole folder in the place of another; a kill between the two moves costs an index, never a half one."""
    old = new.with_name(f"{new.name}-old")
    if os.path.lexists(place):
        place.rename(old)
    new.rename(place)
    if old.is_dir() and not old.is_symlink():
        for file in _foreign(old):
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (old / file).rename(place / file)


def _foreign(folder: Path) -> list[str]:
    """The files of an index's folder that are not the indexer's: a page of that address, or the writer's own."""
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or path.is_file()]
    return [file for file in files if not _INDEX_FILE.fullmatch(file)]


def _drop(folder: Path) -> None:
    """Remove a folder that only this program uses, or the link that stands in its place."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _entry(folder: Path) -> str:
    try:
        return blake2b((folder / ENTRY).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _remembered(folder: Path, output: Path, key: str) -> State | None:
    """The last update's state, if what it speaks of is what stands in the output."""
    try:
        state = msgspec.msgpack.decode((folder / _STATE).read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None
    indexes = [*state.whole, *([state.increment] if state.increment else [])]
    whole = state.key == key and all(index.entry and index.entry == _entry(output / index.folder) for index in indexes)
    return state if whole else None


def _write_lists(
    path: Path,
    state: State,
    wanted: Mapping[str, str],
    base_path: str,
    recent: Sequence[Mapping[str, Any]],
    tags: Sequence[Mapping[str, Any]],
) -> None:
    """`search.json`: the indexes, the whole one first and the increment last; `stale` are the addresses that only
    the increment may answer for, as the search gives them, with the base path; and the lists shown before a query."""
    increment = state.increment.pages if state.increment else {}
    stale = [a for a in _pages_of(state.whole) if a not in wanted or a in increment]
    folders = [index.folder for index in state.whole] + ([INCREMENT] if state.increment else [])
    lists = {
        "indexes": [f"{folder}/" for folder in folders],
        "stale": sorted(base_path + address.lstrip("/") for address in stale),
        "recent": list(recent),
        "tags": list(tags),
    }
    _write(path, msgspec.json.encode(lists))


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all; a file that would not change is left alone."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)  # whatever it is: a link would be written through
    with temporary.open("xb") as file:
        file.write(data)
    temporary.replace(path)


def _remove_others(output: Path, state: State) -> None:
    """Remove the indexes that `search.json` no longer names."""
    named = {index.folder for index in state.whole} | ({INCREMENT} if state.increment else set())
    for folder in output.glob(f"{WHOLE}*"):
        if folder.name not in named and re.fullmatch(rf"{WHOLE}(-1|-part\d+)?", folder.name):
            _remove_index(folder)


def _remove_index(folder: Path) -> None:
    """Remove an index, and of its folder only what the indexer wrote."""
    if folder.is_symlink() or not folder.is_dir():
        return
    foreign = set(_foreign(folder))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in foreign:
            path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _apart(text: str) -> str:
    """Spaces around Chinese and Japanese characters in HTML, tags aside."""
    if not _CJK.search(text):
        return text
    pieces = re.split(r"(<[^>]*>)", text)
    return "".join(piece if piece.startswith("<") else _CJK.sub(r" \1 ", piece) for piece in pieces)
