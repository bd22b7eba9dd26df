"""The git repository of a garden, read without using its configuration.

A repository may come with an untrusted garden, and git runs programs that its configuration names: for signatures,
fetching, hooks. So HEAD is resolved here, and `git log` reads the objects from an empty repository of our own,
with our own configuration.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from notegarden.files.tree import read_file

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DEEPEST_REF = 5  # maximum length of a chain of symbolic references
_PATIENCE = 120.0  # maximum seconds for one pass over the history
_SMALL = 64 * 1024  # maximum bytes of a file with one line
_LONGEST_REFS = 64 * 1024 * 1024


class Repository(NamedTuple):
    """The object store, the commit that HEAD names, and the path of a folder in its tree.

    `commit`: hexadecimal, "" before the first commit. `prefix`: "" for the top, else with a trailing slash.
    `shallow`: commits whose parents were not fetched, in git's format, b"" for a complete history.
    """

    objects: Path
    commit: str
    prefix: str
    shallow: bytes


class HistoryError(Exception):
    """Why the history of a garden cannot be read, in words for the user."""


def find_repository(root: Path, folder: Path) -> Repository | None:
    """The repository whose working tree contains the garden at `root`, or its submodule that contains `folder`.

    `folder` is in the garden, or the target of a link in the garden that the user allows. None if there is no
    repository. Raises HistoryError if there is one that must not or cannot be read.
    """
    root, folder = Path(os.path.realpath(root)), Path(os.path.realpath(folder))
    if not folder.is_relative_to(root):
        root = folder
    top = next((each for each in (root, *root.parents) if _exists(each / ".git")), None)
    if top is None:
        return None
    git_dir = _git_dir(top)
    common = _common_dir(git_dir)
    for part in (folder, *folder.parents):
        if part == top:
            break
        inner = _submodule(part, common)
        if inner is not None:
            top, git_dir, common = part, inner, inner
            break
    if _exists(common / "objects" / "info" / "alternates"):
        raise HistoryError("the repository uses objects of another one (objects/info/alternates)")
    relative = folder.relative_to(top).as_posix()
    prefix = "" if relative == "." else f"{relative}/"
    shallow = _read(common / "shallow", _LONGEST_REFS) or b""
    return Repository(common / "objects", _resolve(git_dir, common), prefix, shallow)


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _git_dir(top: Path) -> Path:
    """The folder behind `.git`: that folder, or for a linked working tree or a submodule the target of its file."""
    place = top / ".git"
    if place.is_symlink():
        raise HistoryError(f"{place} is a symbolic link")
    if place.is_dir():
        return place
    found = _pointed(place)
    # git writes a pointer back to a working tree that it linked: a planted `.git` file has none.
    back = _line(found / "gitdir") if found is not None else ""
    if found is not None and back and os.path.realpath(found / back) == os.path.realpath(place):
        return found
    if found is not None and any(found.is_relative_to(above / ".git" / "modules") for above in top.parents):
        return found
    raise HistoryError(f"{place} leads to a repository that does not know this folder")


def _submodule(folder: Path, common: Path) -> Path | None:
    """The repository of a submodule, None for a folder that is not one, or has a `.git` from elsewhere."""
    found = _pointed(folder / ".git")
    return found if found is not None and found.is_relative_to(common / "modules") else None


def _pointed(place: Path) -> Path | None:
    """The target of a file `gitdir: PATH`, with links resolved; None if that is not a folder."""
    line = _line(place)
    if not line.startswith("gitdir: "):
        return None
    found = Path(os.path.realpath(place.parent / line.removeprefix("gitdir: ")))
    return found if found.is_dir() else None


def _common_dir(git_dir: Path) -> Path:
    """What a linked working tree shares with others. Raises HistoryError if `.git` itself points elsewhere."""
    line = _line(git_dir / "commondir")
    if not line:
        return git_dir
    common = Path(os.path.realpath(git_dir / line))
    if git_dir.parent.name == "worktrees" and git_dir.parent.parent == common:
        return common
    raise HistoryError(f"{git_dir / 'commondir'} leads to another repository")


def _resolve(git_dir: Path, common: Path) -> str:
    """The commit that HEAD names, "" for a branch without one."""
    value = _line(git_dir / "HEAD")
    for _ in range(_DEEPEST_REF):
        if _COMMIT.fullmatch(value):
            return value
        if not value.startswith("ref: "):
            break
        name = value.removeprefix("ref: ").strip()
        if not name.startswith("refs/") or ".." in name.split("/"):
            break
        value = _line(git_dir / name) or _line(common / name) or _packed(common, name)
        if not value:
            if _exists(common / "reftable"):
                raise HistoryError("the repository keeps its references in a reftable")
            return ""
    raise HistoryError("HEAD names no commit")


def _packed(common: Path, name: str) -> str:
    wanted = b" " + os.fsencode(name)
    for line in (_read(common / "packed-refs", _LONGEST_REFS) or b"").splitlines():
        if line.endswith(wanted):
            return line.partition(b" ")[0].decode("ascii", "replace")
    return ""


def _line(path: Path) -> str:
    """The only line of a small file, "" if it does not exist."""
    data = _read(path, _SMALL)
    return os.fsdecode(data).strip() if data else ""


def _read(path: Path, limit: int) -> bytes | None:
    try:
        return read_file(path, limit)
    except OSError:
        return None


def log(repository: Repository, *arguments: str) -> bytes:
    """The output of `git log ARGUMENTS COMMIT`. Raises HistoryError if git fails or is not installed."""
    import subprocess
    import tempfile

    program = _git()
    with tempfile.TemporaryDirectory(prefix="notegarden-git-") as folder:
        _empty_repository(Path(folder), repository)
        words = [program, f"--git-dir={folder}", "--literal-pathspecs", "--no-pager", "log", *_CLOSED, *arguments]
        try:
            done = subprocess.run(
                words, cwd=folder, env=_environment(folder, repository), stdin=subprocess.DEVNULL,
                capture_output=True, check=False, timeout=_PATIENCE,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise HistoryError(f"git log: {error}") from None
    if done.returncode:
        raise HistoryError(f"git log: {(done.stderr.decode('utf-8', 'replace').strip().splitlines() or ['?'])[-1]}")
    return done.stdout


_CLOSED = ("--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-mailmap", "--no-color")


def _git() -> str:
    """The git program, from an absolute folder in PATH: a garden may contain a `git` of its own."""
    import shutil

    path = os.pathsep.join(each for each in os.get_exec_path() if os.path.isabs(each))  # noqa: PTH117
    found = shutil.which("git", path=path)
    if found is None:
        raise HistoryError("git is not installed")
    return found


def _empty_repository(folder: Path, repository: Repository) -> None:
    kind = "sha256" if len(repository.commit) == 64 else "sha1"
    (folder / "refs").mkdir()
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text(f"{repository.commit}\n", "ascii")
    (folder / "config").write_text(
        f"[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = {kind}\n", "ascii"
    )
    if repository.shallow:
        (folder / "shallow").write_bytes(repository.shallow)


def _environment(folder: str, repository: Repository) -> dict[str, str]:
    """Only the caller's search path: no configuration, no network, no locks, no pager."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "XDG_CONFIG_HOME": folder,
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OBJECT_DIRECTORY": os.fspath(repository.objects),
        "GIT_CEILING_DIRECTORIES": os.path.dirname(folder),  # noqa: PTH120
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
    }
