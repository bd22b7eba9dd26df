"""The Jinja environment; it evaluates once what is the same on every page: everything derived from `site` and `words`.

Half of a page's frame is the same on every page. If a template's expression uses only these two, its value
is inserted when the template is compiled, conditions on them keep only the branch that applies, and the
text between two values of the page is merged into one.

A garden's own page templates are untrusted, so they are rendered in Jinja's sandbox: they can access a view's fields
and call filters, but nothing else of Python. If all templates are the theme's, the cost of the sandbox is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from jinja2 import BaseLoader, ChainableUndefined, Environment, TemplateNotFound, nodes
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator, Frame, has_safe_repr
from jinja2.exceptions import SecurityError
from jinja2.optimizer import Optimizer
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape
from msgspec import Struct

from notegarden.files.tree import Tree
from notegarden.files.user import cache_folder, make_private

_SPECIAL = re.compile("[&<>'\"]")


def shown(value: object) -> str:
    """Escape a value as `markupsafe.escape` does, but without its wrapper object if there is nothing to escape."""
    if type(value) is str and _SPECIAL.search(value) is None:
        return value
    return escape(value)


class TemplateEnvironment(Environment):
    """`constants`: the values that templates see under these names, the same for every page."""

    constants: Mapping[str, object] = {}
    shown = staticmethod(shown)

    def see(self, constants: Mapping[str, object]) -> None:
        """Set the constants; call it before the first template is compiled."""
        self.code_generator_class = _Generator
        self.constants = constants
        self.globals.update(constants)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        own = {each.name for each in source.find_all(nodes.Name) if each.ctx != "load"}
        constants = {key: value for key, value in self.constants.items() if key not in own}
        source = cast("nodes.Template", _Folding(self, constants).visit(source))
        return super()._generate(source, name, filename, defer_init=defer_init)


_MOST_POWER = 1000


class SandboxedEnvironment(TemplateEnvironment, ImmutableSandboxedEnvironment):
    """The same for templates that come with a garden."""

    intercepted_binops = frozenset(["**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reject huge powers, which would be computed in one step that nothing can interrupt."""
        if abs(left) > _MOST_POWER or abs(right) > _MOST_POWER:
            raise SecurityError(f"a power with a number over {_MOST_POWER}")
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A view's fields without the sandbox's further checks, which would make a page half as slow again."""
        if isinstance(obj, Struct) and attribute[:1] != "_" and attribute in obj.__struct_fields__:
            value = getattr(obj, attribute)
            return Params(value) if attribute == "params" else value
        if isinstance(obj, Params):
            return obj.value(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return obj.value(argument) if isinstance(obj, Params) else super().getitem(obj, argument)


class Params(dict[str, Any]):
    """A table filled by the author of a garden. A missing key is empty, so that a template may test it.

    A key takes precedence over a method of that name: `params.items` is the author's if set, else `params.items()`.
    """

    def value(self, key: Any) -> Any:
        if key not in self:
            return getattr(self, key) if key in _PARAMS_METHODS else ChainableUndefined(name=str(key))
        value = self[key]
        return Params(value) if isinstance(value, dict) else value


_PARAMS_METHODS = frozenset({"items", "keys", "values"})


class Templates(BaseLoader):
    """Templates by name from several folders, the first match wins; symbolic links out of a folder are ignored."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        for folder in self._folders:
            with suppress(OSError), Tree(folder) as tree:
                return tree.read(template).decode("utf-8"), f"{folder}/{template}", lambda: True
        raise TemplateNotFound(template)


_MOST_COMPILED = 1_000
"""Maximum number of compiled templates, kept for all of the user's gardens."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in the user's own cache folder, never in a garden, as they are code. `key`: further inputs.

    Raises OSError if the folder cannot be created, or others may write to it.
    """

    def __init__(self, key: str) -> None:
        folder = cache_folder() / "templates"
        make_private(folder)
        super().__init__(str(folder))
        self._key = key

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(f"{self._key}|{name}", filename)

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._key + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store one, and delete the oldest if there are too many. A full disk is ignored."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
            files = list(Path(self.directory).iterdir())
            if len(files) > _MOST_COMPILED:
                files.sort(key=lambda file: file.stat().st_mtime)
                for file in files[: _MOST_COMPILED // 2]:
                    file.unlink(missing_ok=True)


class _Generator(CodeGenerator):
    """Code generator that outputs values through `shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Folding(Optimizer):
    """Jinja's constant folding, extended by further constants, conditions and adjacent texts."""

    def __init__(self, environment: Environment, constants: Mapping[str, object]) -> None:
        super().__init__(environment)
        self._constants = constants

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        node = super().generic_visit(node, *args, **kwargs)
        for name, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, name, _joined(value))
        return node

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802 - Jinja's name
        if isinstance(node.node, nodes.Name) and node.node.name in self._constants and node.attr[:1] != "_":
            if node.attr == "params":  # evaluated when the page is rendered, where a missing key is empty
                return node
            value = getattr(self._constants[node.node.name], node.attr, None)
            if value is not None and has_safe_repr(value):
                return nodes.Const(value, lineno=node.lineno, environment=self.environment)
            return node
        return self.generic_visit(node)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """The branch that applies, if the condition is constant."""
        for other in reversed(node.elif_):  # an elif is an if inside the else
            node.else_ = [nodes.If(other.test, other.body, [], node.else_, lineno=other.lineno)]
        node.elif_ = []
        node = cast("nodes.If", self.generic_visit(node))
        if isinstance(node.test, nodes.Const):
            return node.body if node.test.value else node.else_
        return node


def _joined(values: list[Any]) -> list[Any]:
    """A list of nodes with adjacent texts joined."""
    out: list[Any] = []
    for value in values:
        if isinstance(value, nodes.Output) and out and isinstance(out[-1], nodes.Output):
            out[-1] = nodes.Output([*out[-1].nodes, *value.nodes], lineno=out[-1].lineno)
        else:
            out.append(value)
    return out
