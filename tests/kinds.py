"""Which tests are quick, derived from the files: what they import, and the folder they are in.

Quick tests work in memory or on a few files, in this process, and build no site. A file is not quick if it
imports, directly or through a module of the tests, something that builds a site or starts a program, a server or a
browser; nor if it is in one of the folders whose tests take minutes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
SLOW_FOLDERS = frozenset({"attack", "bench", "browser", "fuzz", "long"})
SLOW_MODULES = frozenset({"http", "httpx", "playwright", "psutil", "socket", "subprocess", "venv"})
# The whole program in one call. `support` imports it inside `build` and `built`, so these names count.
BUILDERS = (
    "notegarden.cli.",
    "notegarden.pipeline.stages.",
    "notegarden.pipeline.publishing.",
    "support.build.",
    "support.built.",
)


@cache
def is_quick(file: Path) -> bool:
    """Whether a test file is quick."""
    return file.relative_to(TESTS).parts[0] not in SLOW_FOLDERS and _is_light(file, ast.walk(_read(file)))


@cache
def _is_quick_helper(file: Path) -> bool:
    """Whether importing a module of the tests starts nothing; its functions may import more, see `BUILDERS`."""
    return file.relative_to(TESTS).parts[0] not in SLOW_FOLDERS and _is_light(file, _read(file).body)


def _read(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _is_light(file: Path, nodes: Iterable[ast.AST]) -> bool:
    names = [*_imports(nodes)]
    if any(
        name.partition(".")[0] in SLOW_MODULES or f"{name}.".removeprefix("tests.").startswith(BUILDERS)
        for name in names
    ):
        return False
    modules = (name.removeprefix("tests.").partition(".")[0] for name in names)
    helpers = {folder / f"{module}.py" for module in modules for folder in (TESTS, file.parent)}
    return all(_is_quick_helper(helper) for helper in helpers if helper.is_file())


def _imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The full names of what is imported: `a.b` for `import a.b` and for `from a import b`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)
