"""Write files below a folder atomically; nothing that the program did not create is replaced."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from notegarden.files.tree import OutsideError, Tree, read_file

TEMPORARY = ".notegarden-part"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_PIECE = 1 << 20


class BlockedError(OSError):
    """Something is in the way of a file to write: a file in place of a folder, a folder that is not empty, a link."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(errno.EEXIST, what, path)


def write_if_changed(tree: Tree, file: str, data: bytes) -> tuple[bool, os.stat_result]:
    """Write atomically if the content differs; returns whether it wrote, and the file's status. Raises as `write`."""
    with _opened_parent(tree, file) as (folder, name):
        try:
            status = os.lstat(name, dir_fd=folder)
            is_alike = stat.S_ISREG(status.st_mode) and status.st_size == len(data)
            if is_alike and read_file(name, len(data), folder) == data:
                return False, status
        except OSError:
            pass
        return True, _replace(folder, name, f"{tree.root}/{file}", lambda handle: _write_all(handle, data))


def write(tree: Tree, file: str, data: bytes) -> os.stat_result:
    """Write to a temporary file next to it and rename, creating folders as needed; returns the file's status.

    Raises OSError, including BlockedError.
    """
    return _put(tree, file, lambda handle: _write_all(handle, data))


def create(tree: Tree, file: str, data: bytes) -> None:
    """Write a new file, creating folders as needed. Raises OSError: FileExistsError if anything has its name, even a
    dangling link; OutsideError if a link is in place of a folder."""
    with tree.parent(file, make=True) as (folder, name):
        handle = os.open(name, _NEW, 0o644, dir_fd=folder)
        try:
            _write_all(handle, data)
        except OSError:
            os.unlink(name, dir_fd=folder)
            raise
        finally:
            os.close(handle)


def copy(source: int, tree: Tree, file: str, content: bytes | None = None) -> None:
    """Write the rest of the descriptor `source`, with its time and permissions. Raises OSError as `write`.

    `content`: bytes to write instead.
    """

    def fill(handle: int) -> None:
        if content is not None:
            _write_all(handle, content)
        while content is None and (data := os.read(source, _PIECE)):
            _write_all(handle, data)
        status = os.fstat(source)
        if os.utime in os.supports_fd:
            os.utime(handle, ns=(status.st_atime_ns, status.st_mtime_ns))
        if hasattr(os, "fchmod"):
            os.fchmod(handle, stat.S_IMODE(status.st_mode) & 0o777)

    _put(tree, file, fill)


def remove(tree: Tree, file: str) -> None:
    """Remove a file, or a link itself, and the folders that become empty. Raises OSError; no error if already gone."""
    try:
        with tree.parent(file) as (folder, name):
            os.unlink(name, dir_fd=folder)
    except (FileNotFoundError, OutsideError):  # files behind a link are not ours
        return
    except OSError as error:
        with suppress(OSError):
            if error.errno == errno.ENOTDIR or stat.S_ISDIR(tree.stat(file).st_mode):
                return  # the folder has other files
        error.filename = f"{tree.root}/{file}"
        raise
    above = file.rpartition("/")[0]
    with suppress(OSError):
        while above:
            with tree.parent(above) as (folder, name):
                os.rmdir(name, dir_fd=folder)
            above = above.rpartition("/")[0]


def _put(tree: Tree, file: str, fill: Callable[[int], None]) -> os.stat_result:
    with _opened_parent(tree, file) as (folder, name):
        return _replace(folder, name, f"{tree.root}/{file}", fill)


@contextmanager
def _opened_parent(tree: Tree, file: str) -> Iterator[tuple[int | None, str]]:
    """`Tree.parent` for writing: creates folders, and raises the errors of `write`, also for the code inside."""
    path = f"{tree.root}/{file}"
    try:
        with tree.parent(file, make=True) as place:
            yield place
    except OutsideError as error:
        raise BlockedError(str(error.filename), "is a symbolic link, which is not followed") from None
    except NotADirectoryError as error:
        raise BlockedError(str(error.filename or path), "is a file where a folder is needed") from None
    except BlockedError:
        raise
    except OSError as error:
        error.filename = path  # the error for a full disk has no file name
        raise


def _replace(folder: int | None, name: str, path: str, fill: Callable[[int], None]) -> os.stat_result:
    """Fill a temporary file in `folder` and rename it to `name`. `path`: for messages."""
    part = f"{name}.{os.getpid()}{TEMPORARY}"
    try:
        handle = _new(part, folder)
        try:
            fill(handle)
            status = os.fstat(handle)
        finally:
            os.close(handle)
        _rename(part, name, folder, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)
        raise
    return status


def _new(part: str, folder: int | None) -> int:
    try:
        return os.open(part, _NEW, 0o644, dir_fd=folder)
    except FileExistsError:  # left by a killed build, or planted: never open it
        os.unlink(part, dir_fd=folder)
        return os.open(part, _NEW, 0o644, dir_fd=folder)


def _write_all(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):  # a nearly full disk writes part of the data, then raises
        written += os.write(handle, memoryview(data)[written:])


def _rename(part: str, name: str, folder: int | None, path: str) -> None:
    try:
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        status = os.lstat(name, dir_fd=folder)
        if not stat.S_ISDIR(status.st_mode):
            raise
        # A folder is in place of a page: remove it only if it is empty.
        try:
            os.rmdir(name, dir_fd=folder)
        except OSError:
            raise BlockedError(path, "is a folder where a file is needed") from None
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
