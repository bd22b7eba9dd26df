"""Copy files of the garden and of the theme into the site unchanged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import msgspec

from notegarden.files.scan import Stamp
from notegarden.files.tree import LONGEST, Tree, opened_below
from notegarden.files.write import BlockedError, copy, write
from notegarden.publish.metadata import may_hold_metadata, without_metadata
from notegarden.publish.output_folder import OutputFolder, folders_above, folders_of
from notegarden.render.theme import Theme

_ENCODE = msgspec.msgpack.Encoder().encode

_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp")

_NAMED = b"as its name says"
_Put = Callable[[Tree, str], object]
"""Writes one file with this name into the output."""


def copy_files(
    out: OutputFolder,
    garden: Path,
    files: Mapping[str, tuple[str, Stamp]],
    used: set[str] | None,
    theme: Theme,
    assets: Iterable[str],
    *,
    keep_metadata: bool = False,
) -> None:
    """Copy the garden's and the theme's files if they differ; a page takes precedence over a file.

    `files`: address → (source relative to `garden`, stamp). `used`: addresses of the only files of the garden to
    copy, None for all. `assets`: names of the theme's files that the site needs. `keep_metadata`: publish pictures
    with the metadata of cameras.
    """
    wanted: dict[str, tuple[_Put, bytes]] = {
        theme.prefix + name: (partial(_write_asset, theme, name), b"theme") for name in assets
    }
    for address, (source, stamp) in files.items():
        if source and (used is None or address in used):
            if keep_metadata or not source.lower().endswith(_PICTURES):
                wanted[address[1:]] = (partial(_copy, garden, source), _ENCODE(stamp))
            else:
                clean = partial(_copy_picture, garden, source, out.counts.warnings)
                wanted[address[1:]] = (clean, _ENCODE((stamp, "no metadata")))
    folders = folders_above(out.files)
    wanted = {
        file: what
        for file, what in wanted.items()
        if file not in out.files and file not in folders and out.files.isdisjoint(folders_of(file))
    }
    out.files |= wanted.keys()
    out.announce({*wanted})
    for file, (put, fingerprint) in wanted.items():
        if not out.is_as_known(file, fingerprint):
            _write(out, file, put, fingerprint)


def write_made(out: OutputFolder, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Write files whose names contain a digest of their content, so that an existing one need not be written again.

    `files`: file below the output → function that returns its bytes.
    """
    for file in due_files(out, files):
        write_named(out, file, files[file]())


def due_files(out: OutputFolder, files: Iterable[str]) -> list[str]:
    """Register files with a digest in their names; returns those that are missing, for `write_named`."""
    new = [file for file in files if file not in out.files]
    out.files |= {*new}
    out.announce({*new})
    return [file for file in new if not out.is_as_known(file, _NAMED)]


def write_named(out: OutputFolder, file: str, data: bytes) -> None:
    """Write one of those files."""
    _write(out, file, partial(_write_bytes, data), _NAMED)


def _write_bytes(data: bytes, tree: Tree, file: str) -> None:
    write(tree, file, data)


def _write(out: OutputFolder, file: str, put: _Put, fingerprint: bytes) -> None:
    """Write one file; an unreadable source is a warning, an obstacle in its place an error of the build."""
    try:
        put(out.tree, file)
    except BlockedError as error:
        out.block(file, f"{error.filename} {error.strerror}")
    except OSError as error:
        if str(error.filename).startswith(f"{out.root}/"):
            raise
        out.counts.warnings.append(f"{error.filename} cannot be read, so it is not published")
        out.files.discard(file)
    else:
        out.record(file, fingerprint)
        out.counts.copied += 1


def _write_asset(theme: Theme, name: str, tree: Tree, file: str) -> None:
    write(tree, file, theme.asset(name))


def _copy(garden: Path, source: str, tree: Tree, file: str) -> None:
    with opened_below(garden, source) as handle:
        copy(handle, tree, file)


def _copy_picture(garden: Path, source: str, warnings: list[str], tree: Tree, file: str) -> None:
    """Copy a picture without its metadata; a damaged one is copied unchanged, with a warning if it has any."""
    with opened_below(garden, source) as handle:
        if os.fstat(handle).st_size > LONGEST:
            warnings.append(f"{source}: larger than {LONGEST >> 20} MB, so it is published with its metadata")
            copy(handle, tree, file)
            return
        with os.fdopen(os.dup(handle), "rb") as stream:
            data = stream.read(LONGEST)
        try:
            content = without_metadata(data)
        except ValueError as error:
            content = data
            if may_hold_metadata(data):
                warnings.append(f"{source}: {error}; it is published with its metadata, which may name a place")
        copy(handle, tree, file, content)
