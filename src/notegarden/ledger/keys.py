"""Cache keys for everything besides the notes: the program, its dependencies, the configuration, the theme."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from notegarden import __version__
from notegarden.files.scan import scan

PARSED = "parse key"
"""The ledger's key for the rules that its texts were parsed by."""
_REQUIREMENT = re.compile(rb"^Requires-Dist: ([\w.-]+)([^\n]*)", re.MULTILINE)
_SEPARATORS = re.compile(r"[-_.]+")


@cache
def program() -> bytes:
    """Digest of the program's code, of Python, and of the installed versions of its dependencies."""
    hasher = blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    here = Path(__file__).parents[1]  # the package's root
    for source in scan(here):
        if source.path.endswith(".py"):
            hasher.update(source.path.encode() + (here / source.path).read_bytes())
    hasher.update(" ".join(dependencies(sys.path)).encode())
    return hasher.digest()


def dependencies(path: Sequence[str]) -> list[str]:
    """`name-version` of the installed distributions that notegarden requires, in the folders of a path.

    If notegarden itself is not installed, as when running from source, every installed distribution counts. Read
    from the names of the `.dist-info` folders and one METADATA file, in about a millisecond: `importlib.metadata` would
    add about 30 ms to a build with nothing to do.
    """
    installed: dict[str, str] = {}  # name → its folder, the first on the path
    for folder in path:
        with suppress(OSError):
            for each in os.listdir(folder or "."):  # noqa: PTH208 - Path.iterdir takes three times as long
                if each.endswith(".dist-info"):
                    installed.setdefault(_normal(each.partition("-")[0]), f"{folder or '.'}/{each}")
    try:
        metadata = Path(installed["notegarden"], "METADATA").read_bytes()
    except (KeyError, OSError):
        names = set(installed)
    else:
        found = _REQUIREMENT.findall(metadata)
        names = {_normal(name.decode()) for name, rest in found if b"extra ==" not in rest}
    return sorted(Path(installed[name]).name.removesuffix(".dist-info") for name in names & installed.keys())


def _normal(name: str) -> str:
    """A distribution's name, normalized as the packaging standards say."""
    return _SEPARATORS.sub("-", name).lower()


def key(*parts: Any) -> bytes:
    """Digest of the program and of values that msgpack can encode."""
    hasher = blake2b(program(), digest_size=16)
    hasher.update(msgspec.msgpack.encode(parts))
    return hasher.digest()


def digest(data: bytes) -> bytes:
    """blake2b-128 of some bytes."""
    return blake2b(data, digest_size=16).digest()
