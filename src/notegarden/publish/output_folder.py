"""The output folder during one run of publishing: its files, which of them are stale, which were written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from notegarden.files.tree import Tree
from notegarden.files.write import BlockedError, write_if_changed
from notegarden.ledger import keys
from notegarden.ledger.ledger import Ledger
from notegarden.ledger.outputs import Written, bytes_digest
from notegarden.publish.outputs import Counts, Published, remove_parts, remove_strays, stamps_differ
from notegarden.site.site_files import is_kept_offline

_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(list[str]).decode
MADE = b"made "
"""Prefix of the fingerprint of files made once per site: a copied file may have had the same name before."""


class OutputFolder:
    """The files of one output folder, as the ledger stores them under the folder's real path, `root`.

    `known`: files that earlier runs wrote. `differ`: those of them that others removed or changed since.
    `files`: the site's files after this run. `made`: files that this run wrote or found unchanged.
    """

    def __init__(self, output: Path, ledger: Ledger, known: dict[str, Written]) -> None:
        self.root = os.path.realpath(output)
        self.tree = Tree(output, make=True)
        self.counts = Counts()
        self.known = known
        self.differ = stamps_differ(self.root, known)
        self.files: set[str] = set()
        self.made: dict[str, Written] = {}
        self._reads: dict[str, set[str]] = {}
        self._ledger = ledger
        self._killed = False
        stored = ledger.key(f"strangers {self.root}")
        self._strangers = _DECODE(stored) if stored else [] if known else _pages_in(self.root)
        """Pages that were there before the first build in the ledger."""

    def begin(self) -> None:
        """Clean up after a killed run, and record that a run has started."""
        self._killed = bool(self._ledger.key(f"printing {self.root}"))
        if self._killed:
            remove_parts(Path(self.root))
        with self._ledger.commit():
            self._ledger.set_key(f"printing {self.root}", b"1")
            self._ledger.drop_keys(f"published {self.root}")

    def announce(self, files: set[str]) -> None:
        """Register new files before they are written, so that none is forgotten if this run is killed."""
        new = {file: Written(b"", -1, 0, stale=True) for file in files - self.known.keys()}
        if new:
            self._make_way(new)
            with self._ledger.commit():
                self._ledger.outputs.set(self.root, new)
            self.differ |= new.keys()
            self.known |= new

    def _make_way(self, new: Iterable[str]) -> None:
        """First remove old files where a folder is needed now, and the other way round."""
        above = folders_above(new)
        names = {*new}
        in_the_way = {
            file: written
            for file, written in self.known.items()
            if file not in self.files and (file in above or any(folder in names for folder in folders_of(file)))
        }
        if not in_the_way:
            return
        gone = in_the_way.keys() - remove_strays(self.tree, in_the_way, self.counts, killed=self._killed)
        with self._ledger.commit():
            self._ledger.outputs.drop(self.root, gone)
        for file in gone:
            del self.known[file]

    def is_stale(self, file: str) -> bool:
        """Whether the file's inputs, or the file itself, changed."""
        return file in self.differ or self.known[file].stale

    def is_as_known(self, file: str, fingerprint: bytes) -> bool:
        """Whether the file has the same inputs and is unchanged on disk."""
        return self.known[file].fingerprint == fingerprint and file not in self.differ

    def keep(self, file: str) -> None:
        """Register a file that need not be written, because its inputs are unchanged."""
        self.made[file] = self.known[file]._replace(stale=False)

    def record_reads(self, file: str, reads: set[str]) -> None:
        """Register what a file was made from, as keys of things that may change."""
        self._reads[file] = reads

    def record(self, file: str, fingerprint: bytes, digest: bytes = b"") -> None:
        """Register a written file. `digest`: of its bytes, if known."""
        status = self.tree.stat(file)
        if not digest and is_kept_offline(file):
            digest = bytes_digest(self.tree.read(file))
        self.made[file] = Written(fingerprint, status.st_size, status.st_mtime_ns, digest=digest)

    def make(self, file: str, data: bytes) -> None:
        """Write a file that is made once per site, unless a note or a file of the garden has its address."""
        if file in self.files:
            return
        self.files.add(file)
        try:
            self.counts.written += write_if_changed(self.tree, file, data)[0]
        except BlockedError as error:
            self.block(file, f"{error.filename} {error.strerror}")
            return
        self.record(file, MADE + keys.digest(data), bytes_digest(data) if is_kept_offline(file) else b"")

    def block(self, file: str, why: str) -> None:
        """Register that a file of the site could not be written, because something that no build made is in the way."""
        self.counts.errors.append(f"{why}: move it away, because the site needs {file}")
        self.files.discard(file)

    def standing(self) -> dict[str, Written]:
        """The current files of the site, by name."""
        return {file: written for file, written in {**self.known, **self.made}.items() if file in self.files}

    def _is_kept(self, file: str) -> bool:
        """Whether this run left the file as the last run wrote it."""
        made, before = self.made.get(file), self.known.get(file)
        return made is None or (before is not None and (made.size, made.mtime_ns) == (before.size, before.mtime_ns))

    def finish(self, key: bytes, page_key: bytes, warnings: list[str]) -> None:
        """Remove files that the site no longer has, and store the current ones with these keys.

        `warnings`: lines about what the site lacks, repeated by builds with nothing to do.
        """
        strays = {file: written for file, written in self.known.items() if file not in self.files}
        left = remove_strays(self.tree, strays, self.counts, killed=self._killed)
        strangers = [
            each for each in self._strangers if each not in self.files and os.path.lexists(f"{self.root}/{each}")
        ]
        if strangers:
            line = _strangers_line(self.root, strangers)
            self.counts.warnings.append(line)
            warnings = [*warnings, line]
        self.counts.kept = sum(self._is_kept(file) for file in self.files)
        with self._ledger.commit():
            self._ledger.outputs.drop(self.root, strays.keys() - left)
            self._ledger.outputs.set(self.root, self.made)
            self._ledger.outputs.record_reads(self._reads)
            self._ledger.set_key(f"rendered {self.root}", page_key)
            self._ledger.set_key(f"strangers {self.root}", _ENCODE(strangers))
            if not self.counts.errors:  # otherwise the next build checks everything again
                self._ledger.set_key(f"published {self.root}", _ENCODE(Published.of(key, self.standing(), warnings)))
            self._ledger.drop_keys(f"printing {self.root}")
            self._ledger.forget_texts()
        self.tree.close()


def _pages_in(root: str) -> list[str]:
    """The pages in a folder, sorted, without hidden files and folders."""
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [os.path.relpath(f"{folder}/{name}", root) for name in files if name.endswith(".html")]
    return sorted(found)


def _strangers_line(root: str, pages: list[str]) -> str:
    more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    return (
        f"{root}/{pages[0]}{more}: not made by any known build, so it is kept and readers may see it; "
        "unless you put it there, delete the folder and build again"
    )


def folders_of(file: str) -> list[str]:
    """The parent folders of a file, outermost first: `a/b/c` → `a`, `a/b`."""
    return [file[:end] for end, char in enumerate(file) if char == "/"]


def folders_above(files: Iterable[str]) -> set[str]:
    """All parent folders of these files."""
    found: set[str] = set()
    for file in files:
        folder = file.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
