"""Find useless names in a garden's own templates: a template that no page uses, a block that no page has.

Jinja silently ignores both, so a misspelt override would have no effect and no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from notegarden.errors import SiteError
from notegarden.files.scan import scan
from notegarden.files.tree import Tree
from notegarden.nearest import nearest

_SHIPPED = "theme/"


def check_overrides(own: Path, shipped: Path) -> None:
    """Raise SiteError, with the nearest name, for the first such template in the folder `own`, or such block.

    `shipped`: the folder of the theme's templates. Syntax errors are left to rendering, which reports their place.
    """
    names = [source.path for source in scan(own) if not source.path.startswith("shortcodes/")]
    theirs = _parsed(shipped, (source.path for source in scan(shipped)))
    ours = _parsed(own, names)
    used = {name for tree in ours.values() for name in _references(tree)}
    for name in ours:
        if name not in theirs and name not in used:
            raise SiteError(f"no page uses the template {name}", f"templates/{name}", 0, _hint(name, theirs))
    known = {**ours, **{_SHIPPED + name: tree for name, tree in theirs.items()}}
    known |= {name: tree for name, tree in theirs.items() if name not in ours}
    for name, tree in ours.items():
        blocks = _inherited(name, known)
        for block in tree.body:
            if blocks is not None and isinstance(block, nodes.Block) and block.name not in blocks:
                message = f'no parent template has the block "{block.name}"'
                raise SiteError(message, f"templates/{name}", block.lineno, _hint(block.name, blocks))


def _hint(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [*known])
    return f'did you mean "{near}"?' if near else "docs/templates.md lists templates and blocks"


def _parsed(folder: Path, names: Iterable[str]) -> dict[str, nodes.Template]:
    """Name → syntax tree of the templates that can be parsed. Raises SiteError for one that is nested too deeply."""
    environment = Environment(autoescape=True)
    out = {}
    with Tree(folder) as tree:
        for name in names:
            try:
                parsed = environment.parse(tree.read(name).decode("utf-8"))
                _references(parsed)  # a long sum is parsed without recursion, but traversed with it
                out[name] = parsed
            except (OSError, UnicodeDecodeError, TemplateSyntaxError):
                continue
            except RecursionError:
                raise SiteError("the template is nested too deeply", f"templates/{name}", hint="split it up") from None
    return out


def _references(tree: nodes.Template) -> list[str]:
    """The templates that it extends, includes or imports by name."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    return [name for node in tree.find_all(kinds) if isinstance(node, kinds) for name in _texts(node.template)]


def _texts(node: nodes.Node) -> list[str]:
    return [each.value for each in (node, *node.find_all(nodes.Const)) if isinstance(each, nodes.Const)]


def _inherited(name: str, known: Mapping[str, nodes.Template]) -> set[str] | None:
    """The blocks of all parent templates; None if it has no parent, or one whose name is computed."""
    blocks: set[str] = set()
    seen = {name}
    while True:
        above = next(known[name].find_all(nodes.Extends), None)
        if above is None:
            return blocks if len(seen) > 1 else None
        names = _texts(above.template)
        if len(names) != 1 or names[0] not in known or names[0] in seen:
            return None
        name = names[0]
        seen.add(name)
        blocks |= {block.name for block in known[name].find_all(nodes.Block)}
