"""Files are written whole or not at all: write, copy, rename, make folders."""

from __future__ import annotations

import os
from pathlib import Path

TEMPORARY = ".notegarden-part"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_if_changed(path: str, data: bytes) -> bool:
    """Write atomically unless the file holds just this; says whether it wrote. `path` is absolute."""
    try:
        with open(path, "rb") as handle:  # noqa: PTH123 - 10,000 times, and Path costs
            if handle.read() == data:
                return False
    except OSError:
        pass
    write(path, data)
    return True


def write(path: str, data: bytes) -> None:
    """Write beside the file and rename over it, making folders as needed."""
    part = f"{path}.{os.getpid()}{TEMPORARY}"
    try:
        handle = os.open(part, _NEW, 0o644)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(path[: path.rfind("/")])
        handle = os.open(part, _NEW, 0o644)
    try:
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)
        _rename(part, path)
    except BaseException as error:
        Path(part).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:  # a full disk does not say where
            error.filename = path
        raise


def _write_all(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):  # a disk that is nearly full takes a part, then says so
        written += os.write(handle, memoryview(data)[written:])


def copy(source: str, path: str) -> None:
    """Copy a file beside its place and rename it there, its time kept."""
    import shutil

    part = f"{path}.{os.getpid()}{TEMPORARY}"
    _make_folder(os.path.dirname(path))  # noqa: PTH120
    try:
        shutil.copyfile(source, part)
        shutil.copystat(source, part)
        _rename(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _rename(part: str, path: str) -> None:
    try:
        os.replace(part, path)  # noqa: PTH105
    except (IsADirectoryError, PermissionError, OSError):
        # A folder stands where a page has to: it is removed only when nothing is in it.
        if not os.path.isdir(path):  # noqa: PTH112
            raise
        remove_empty_folders(path)
        os.replace(part, path)  # noqa: PTH105


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 - as a rule the one above is there
    except OSError:
        _make_way(folder)


def _make_way(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except (FileExistsError, NotADirectoryError):
        # A file of an earlier build stands where a folder has to.
        above = folder
        while not os.path.lexists(above):
            above = os.path.dirname(above)  # noqa: PTH120
        if not os.path.isdir(above):  # noqa: PTH112
            os.unlink(above)  # noqa: PTH108
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def remove_empty_folders(path: str) -> None:
    for folder, _, _ in os.walk(path, topdown=False):
        os.rmdir(folder)  # noqa: PTH106
