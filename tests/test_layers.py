"""Imports between layers go one way, and heavy modules are imported where they are used."""

from __future__ import annotations

import ast
import graphlib
from functools import cache
from pathlib import Path

from importlinter.cli import lint_imports
from support import ROOT

SOURCE = ROOT / "src" / "notegarden"
# Imported where it is used, so that an incremental build or another command does not need it.
HEAVY = {
    "babel",
    "bs4",
    "markdownify",
    "bibtexparser",
    "citeproc",
    "pylatexenc",
    "PIL",
    "igraph",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "math_core",
    "nh3",
    "Stemmer",
    "platformdirs",
}
HEAVY |= {
    "detect_secrets",
    "concurrent",
    "ctypes",
    "importlib",
    "multiprocessing",
    "pygments",
    "pymdownx",
    "rapidfuzz",
    "rich",
    "shutil",
    "starlette",
    "subprocess",
}
HEAVY |= {"subprocess", "tempfile", "uvicorn", "watchdog", "yaml", "zoneinfo"}
UNIX = {"fcntl", "resource"}  # missing on some systems
HEAVY_PARTS = {"check", "commands", "dialects", "garden", "pipeline", "publish", "render", "search", "serve", "site"}
HEAVY_PARTS |= {"sources", "workers", "config"}


def files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


def unit(module: str) -> str:
    """`notegarden.markup.math` → `markup`."""
    return module.split(".")[1]


def name_of(path: Path) -> str:
    return ".".join(("notegarden", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


KNOWN = {name_of(path) for path in files()}


@cache
def read(path: Path) -> tuple[list[tuple[str, bool]], int]:
    """(module, whether it is inside a function) for each import, and the lines of the longest class.

    Every file is parsed once for all tests here; the trees themselves are not kept.
    """
    found: list[tuple[str, bool]] = []
    longest = 0
    ahead: list[tuple[ast.AST, bool]] = [(ast.parse(path.read_text(encoding="utf-8")), False)]
    while ahead:
        node, lazy = ahead.pop()
        if isinstance(node, ast.Import):
            found += ((each.name, lazy) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: relative import"
            inner = [f"{node.module}.{each.name}" for each in node.names]  # a name may be a module
            names = [each for each in inner if each in KNOWN] or [node.module or ""]
            found += ((name, lazy) for name in names)
        elif isinstance(node, ast.ClassDef):
            longest = max(longest, (node.end_lineno or 0) - node.lineno + 1)
        lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        # Only statements can contain imports and classes.
        ahead += ((each, lazy) for each in ast.iter_child_nodes(node) if not isinstance(each, ast.expr))
    return found, longest


def imports(path: Path) -> list[tuple[str, bool]]:
    return read(path)[0]


def test_packages_keep_their_layers() -> None:
    """pyproject.toml has the contract for import-linter; it lists each package and file of the root."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
    assert len({unit(name_of(path)) for path in files()}) <= 22, "packages and files at the root"


def test_no_import_cycles() -> None:
    """Imports for the type checker count too: a cycle of types is a cycle."""
    graph = {name_of(path): {name for name, _ in imports(path) if name in KNOWN} - {name_of(path)} for path in files()}
    list(graphlib.TopologicalSorter(graph).static_order())


def test_only_heavy_modules_are_imported_inside_functions() -> None:
    lazy = {(name_of(path), module) for path in files() for module, inner in imports(path) if inner}
    heavy = {(name, module) for name, module in lazy if module.split(".")[0] in HEAVY | UNIX}
    heavy |= {
        (name, module) for name, module in lazy if module.startswith("notegarden.") and unit(module) in HEAVY_PARTS
    }
    assert sorted(lazy - heavy) == []


def test_files_and_classes_are_short() -> None:
    """At most 400 lines in a file and 250 in a class, at most 22 packages and modules at the top."""
    long = [f"{path}: {len(path.read_text().splitlines())}" for path in files() if too_long(path)]
    assert long == []
    names = {each.name for each in SOURCE.iterdir() if each.suffix == ".py" or (each / "__init__.py").exists()}
    assert len(names - {"__init__.py"}) <= 22


def too_long(path: Path) -> bool:
    return len(path.read_text().splitlines()) > 400 or read(path)[1] > 250
