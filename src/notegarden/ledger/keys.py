"""What cached work depends on besides the notes: the program, its dependencies, the configuration, the theme."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from notegarden import __version__
from notegarden.files.scan import scan

_DEPENDENCIES = ("markdown_it_py", "mdit_py_plugins", "pygments", "math_core", "jinja2", "markupsafe", "igraph", "nh3")


@cache
def program() -> bytes:
    """Digest of the program's own code and of its dependencies' versions.

    Versions are read off the names of the installed `.dist-info` folders: a listing, where importlib.metadata would
    cost a warm build some 30 ms.
    """
    hasher = blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    here = Path(__file__).parents[1]  # the package, whatever folder this file is in
    for source in scan(here):
        if source.path.endswith(".py"):
            hasher.update(source.path.encode() + (here / source.path).read_bytes())
    packages = Path(msgspec.__file__).parent.parent
    hasher.update(
        " ".join(
            sorted(
                each.name.lower()
                for each in packages.glob("*.dist-info")
                if each.name.lower().replace("-", "_").startswith(_DEPENDENCIES)
            )
        ).encode()
    )
    return hasher.digest()


def key(*parts: Any) -> bytes:
    """Digest of the program and of values that msgpack can encode."""
    hasher = blake2b(program(), digest_size=16)
    hasher.update(msgspec.msgpack.encode(parts))
    return hasher.digest()


def digest(data: bytes) -> bytes:
    """blake2b-128 of some bytes."""
    return blake2b(data, digest_size=16).digest()
