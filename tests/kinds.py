"""Which tests are quick, derived from the files: what they import, and the folder they are in.

Quick are those that work in memory or on a few files, in this process. A file is not quick where it imports, itself or
through a module of the tests, something that starts a program, a server or a browser; nor where it is in one of the
folders whose tests take minutes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
SLOW_FOLDERS = frozenset({"attack", "bench", "browser", "fuzz", "long"})
SLOW_MODULES = frozenset({"http", "httpx", "playwright", "psutil", "socket", "subprocess", "venv"})


@cache
def is_quick(file: Path) -> bool:
    """Whether a test file, or a module of the tests that one imports, is quick."""
    inside = file.relative_to(TESTS)
    if inside.parts[0] in SLOW_FOLDERS:
        return False
    names = [*_imports(file)]
    if any(name.partition(".")[0] in SLOW_MODULES for name in names):
        return False
    helpers = (folder / f"{name.removeprefix('tests.')}.py" for name in names for folder in {TESTS, file.parent})
    return all(is_quick(helper) for helper in helpers if helper.is_file())


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
