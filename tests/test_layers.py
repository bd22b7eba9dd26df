"""Imports go one way: a file knows only what stands before it in the list, so no part can reach back."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "notegarden"
# One row a layer. Within a row, too, the later may import the earlier. `markup` is the whole folder.
LAYERS = """
errors problems progress urls codes yaml12 words pressing nearest note
config frontmatter face
sources images workers
markup lint
keys ledger resolve addresses survey related relations complaints
garden history hints findings parsing reading pictures
views theme site graph neighbourhood fills chart lists pages
templating render feeds indexer search
output report writing extras printing growth
account build
external live serve check_formats check terminal scaffold
cli __main__
"""
ORDER = LAYERS.split()
# What a warm build, or another command, must not pay for is imported where it is used.
HEAVY = {
    "PIL",
    "igraph",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "math_core",
    "mdit_py_plugins",
    "nh3",
    "pagefind",
    "pagefind_bin",
}
HEAVY |= {"concurrent", "importlib", "multiprocessing", "pygments", "rich", "shutil", "starlette", "subprocess"}
HEAVY |= {"tempfile", "uvicorn", "watchdog", "yaml"}
UNIX = {"fcntl", "resource"}  # not there on every system
HEAVY_PARTS = {
    "growth",
    "workers",
    "images",
    "markup",
    "parsing",
    "render",
    "yaml12",
    "check",
    "external",
    "live",
    "scaffold",
    "search",
    "serve",
    "templating",
    "terminal",
}


def files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


def unit(module: str) -> str:
    """`notegarden.markup.math` → `markup`."""
    return module.split(".")[1]


def name_of(path: Path) -> str:
    return ".".join(("notegarden", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


KNOWN = {name_of(path) for path in files()}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(module, whether it stands inside a function) for each import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lazy = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(outer)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, id(node) in lazy) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: relative import"
            inner = [f"{node.module}.{each.name}" for each in node.names]  # a name may be a module of its own
            names = [each for each in inner if each in KNOWN] or [node.module or ""]
            yield from ((name, id(node) in lazy) for name in names)


def test_every_file_has_its_place() -> None:
    assert sorted({unit(name_of(path)) for path in files()} - set(ORDER)) == []


def test_imports_go_up_the_list() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in files()
        for module, _ in imports(path)
        if module.startswith("notegarden.")
        and unit(module) != unit(name_of(path))
        and ORDER.index(unit(module)) > ORDER.index(unit(name_of(path)))
    ]
    assert wrong == []


def test_the_dialect_has_no_import_ring() -> None:
    """Names that only the type checker asks for are let through: a state and its parts may know each other."""
    inside = {}
    for path in (SOURCE / "markup").rglob("*.py"):
        typing = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.If)]
        asked = {
            each.module for node in typing if "TYPE_CHECKING" in ast.dump(node.test)
            for each in node.body if isinstance(each, ast.ImportFrom)
        }  # fmt: skip
        inside[name_of(path)] = {name for name, _ in imports(path)} - asked
    list(graphlib.TopologicalSorter(inside).static_order())


def test_only_what_is_heavy_is_imported_inside_functions() -> None:
    lazy = {(name_of(path), module) for path in files() for module, inner in imports(path) if inner}
    heavy = {(name, module) for name, module in lazy if module.split(".")[0] in HEAVY | UNIX}
    heavy |= {
        (name, module) for name, module in lazy if module.startswith("notegarden.") and unit(module) in HEAVY_PARTS
    }
    assert sorted(lazy - heavy) == []
