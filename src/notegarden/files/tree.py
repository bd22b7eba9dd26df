"""Files below one folder, opened without following a symbolic link out of it.

Each folder on the path is opened relative to its parent's descriptor with O_NOFOLLOW, so no link, whether part of the
garden or created during a build, can redirect a read or a write.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
_CLOSED = getattr(os, "O_CLOEXEC", 0) | _BINARY
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOSED
# A named pipe is opened without waiting for a writer.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINK | _CLOSED
_HAS_DESCRIPTORS = os.open in os.supports_dir_fd  # not on Windows, where real paths are compared instead
_IS_LINK = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)
_PIECE = 1 << 20
LONGEST = 64 * 1024 * 1024
"""Maximum number of bytes read from a file, unless the caller says otherwise."""


class OutsideError(OSError):
    """A path goes through a symbolic link, or out of the folder."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ELOOP, "a symbolic link leads elsewhere", path)


class TooLargeError(OSError):
    """A file is larger than the read limit."""

    def __init__(self, path: str, limit: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {limit >> 20} MB", path)


class Tree:
    """An open folder. Names of files below it are relative, with `/`; `root` is its real path."""

    def __init__(self, root: str | Path, *, make: bool = False) -> None:
        """`root` itself may be a link: that is the caller's choice. Raises OSError if it is not a folder."""
        self.root = os.path.realpath(root)
        if make:
            Path(self.root).mkdir(parents=True, exist_ok=True)
        self._folder = os.open(self.root, _FOLDER) if _HAS_DESCRIPTORS else -1

    def __reduce__(self) -> tuple[type[Tree], tuple[str]]:
        return Tree, (self.root,)

    def close(self) -> None:
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def parent(self, file: str, *, make: bool = False) -> Iterator[tuple[int | None, str]]:
        """The folder of `file`, as (descriptor, name in it), for functions that take a `dir_fd`.

        Raises OutsideError if a link is on the path, FileNotFoundError if a folder is missing and `make` is not
        set. On systems without descriptors the first value is None and the name is a full path.
        """
        *folders, name = file.split("/")
        if "\0" in file or any(part in ("", ".", "..") for part in (*folders, name)):
            raise OutsideError(f"{self.root}/{file}")
        if not _HAS_DESCRIPTORS:
            if make:
                Path(self.root, *folders).mkdir(parents=True, exist_ok=True)
            yield None, self._real(file)
            return
        current = self._folder
        try:
            for number, part in enumerate(folders):
                below = self._enter(current, part, folders[: number + 1], make=make)
                if current != self._folder:
                    os.close(current)
                current = below
            yield current, name
        finally:
            if current != self._folder:
                os.close(current)

    def _parts(self, file: str) -> list[str]:
        parts = file.split("/")
        if "\0" in file or any(part in ("", ".", "..") for part in parts):
            raise OutsideError(f"{self.root}/{file}")
        return parts

    def _enter(self, current: int, part: str, folders: list[str], *, make: bool) -> int:
        try:
            try:
                return os.open(part, _FOLDER | _NO_LINK, dir_fd=current)
            except FileNotFoundError:
                if not make:
                    raise
                with suppress(FileExistsError):  # another worker was faster
                    os.mkdir(part, dir_fd=current)
                return os.open(part, _FOLDER | _NO_LINK, dir_fd=current)
        except OSError as error:
            place = f"{self.root}/{'/'.join(folders)}"
            if error.errno in _IS_LINK and stat.S_ISLNK(os.lstat(part, dir_fd=current).st_mode):
                raise OutsideError(place) from None
            error.filename = place
            raise

    def _real(self, file: str) -> str:
        path = f"{self.root}/{file}"
        above = os.path.dirname(path)  # noqa: PTH120
        if os.path.realpath(above) != os.path.normpath(above) or os.path.islink(path):  # noqa: PTH114
            raise OutsideError(path)
        return path

    def open(self, file: str) -> int:
        """A descriptor for reading a regular file. A link that stays inside the folder is followed, others are not.

        Raises OSError: OutsideError for a link, PermissionError for anything but a regular file (a pipe, a device).
        """
        self._parts(file)
        try:
            return self._open(file)
        except OSError as error:
            real = os.path.realpath(f"{self.root}/{file}")
            if error.errno not in _IS_LINK or not real.startswith(self.root + os.sep):
                raise
            return self._open(real[len(self.root) + 1 :].replace(os.sep, "/"))

    def _open(self, file: str) -> int:
        with self.parent(file) as (folder, name):
            try:
                handle = os.open(name, _READ, dir_fd=folder)
            except OSError as error:
                if error.errno == errno.ELOOP:
                    raise OutsideError(f"{self.root}/{file}") from None
                error.filename = f"{self.root}/{file}"
                raise
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise PermissionError(errno.EACCES, "not a regular file", f"{self.root}/{file}")
        return handle

    def read(self, file: str, limit: int = LONGEST) -> bytes:
        """The bytes of a file. Raises OSError like `open`, and TooLargeError if it is larger than `limit` bytes."""
        return _read_all(self.open(file), f"{self.root}/{file}", limit)

    def stat(self, file: str) -> os.stat_result:
        """The status of a file, or of a link itself. Raises OSError."""
        with self.parent(file) as (folder, name):
            return os.lstat(name, dir_fd=folder)

    def has(self, file: str) -> bool:
        """Whether `open` would find a file with this name."""
        try:
            os.close(self.open(file))
        except (OSError, ValueError):
            return False
        return True


@contextmanager
def opened_below(root: Path, file: str) -> Iterator[int]:
    """A descriptor for reading a file below `root`. Raises OSError like `Tree.open`.

    The first folder on the path may be a link: one that leads outside exists only if the user allows it, see
    `config.user.check_links`.
    """
    part, _, name = file.partition("/")
    is_linked = bool(name) and (root / part).is_symlink()
    with Tree(root / part if is_linked else root) as folder:
        handle = folder.open(name if is_linked else file)
    try:
        yield handle
    finally:
        os.close(handle)


def text_below(root: Path, file: str) -> str:
    """The text of a file below `root`, for messages about it; "" if it cannot be read. Links: as in `opened_below`."""
    try:
        with opened_below(root, file) as handle:
            return _read_all(os.dup(handle), file, LONGEST).decode("utf-8", "replace")
    except OSError:  # for example, too large
        return ""


def read_file(path: str | Path, limit: int = LONGEST, folder: int | None = None) -> bytes:
    """The bytes of one regular file, not of a link; `path` may be relative to the descriptor `folder`.

    Raises OSError, TooLargeError.
    """
    handle = os.open(path, _READ, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise PermissionError(errno.EACCES, "not a regular file", os.fspath(path))
    return _read_all(handle, os.fspath(path), limit)


def _read_all(handle: int, path: str, limit: int) -> bytes:
    """Read to the end and close. The size is also checked while reading: a file may grow meanwhile."""
    try:
        size = os.fstat(handle).st_size
        if size > limit:
            raise TooLargeError(path, limit)
        parts, length = [], 0
        while data := os.read(handle, min(size - length, _PIECE) + 1 if size >= length else _PIECE):
            parts.append(data)
            length += len(data)
            if length > limit:
                raise TooLargeError(path, limit)
        return b"".join(parts)
    finally:
        os.close(handle)
