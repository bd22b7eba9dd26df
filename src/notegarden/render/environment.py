"""The Jinja environment, which works out once what no page changes: all that follows from `site` and `words`.

Half of a page's frame is the same on every page. Where a template's expression reads nothing but these two, its value
is put in when the template is compiled, a condition over them keeps only the branch that holds, and what is left
between two values of the page is one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator, Frame, has_safe_repr
from jinja2.optimizer import Optimizer
from markupsafe import escape

_SPECIAL = re.compile("[&<>'\"]")


def shown(value: object) -> str:
    """What a template prints of a value: `markupsafe.escape`, without its wrapper where there is nothing to escape."""
    if type(value) is str and _SPECIAL.search(value) is None:
        return value
    return escape(value)


class TemplateEnvironment(Environment):
    """`constants` are the values that templates see under these names, the same for every page."""

    def __init__(self, constants: Mapping[str, object], **options: Any) -> None:
        super().__init__(**options)
        self.code_generator_class = _Generator
        self.constants = constants
        self.globals.update(constants)
        self.shown = shown

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        own = {each.name for each in source.find_all(nodes.Name) if each.ctx != "load"}
        constants = {key: value for key, value in self.constants.items() if key not in own}
        source = cast("nodes.Template", _Folding(self, constants).visit(source))
        return super()._generate(source, name, filename, defer_init=defer_init)


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder; those made with other constants (`key`) are made anew."""

    def __init__(self, folder: str, key: str) -> None:
        super().__init__(folder)
        self._key = key

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._key + source)


class _Generator(CodeGenerator):
    """Prints values by `shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Folding(Optimizer):
    """Jinja's own folding of constants, with further constants, conditions, and neighbouring texts."""

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
        if isinstance(node.node, nodes.Name) and node.node.name in self._constants:
            value = getattr(self._constants[node.node.name], node.attr, None)
            if value is not None and has_safe_repr(value):
                return nodes.Const(value, lineno=node.lineno, environment=self.environment)
            return node
        return self.generic_visit(node)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """The branch that is taken, where that is known."""
        for other in reversed(node.elif_):  # an elif is an if in the else
            node.else_ = [nodes.If(other.test, other.body, [], node.else_, lineno=other.lineno)]
        node.elif_ = []
        node = cast("nodes.If", self.generic_visit(node))
        if isinstance(node.test, nodes.Const):
            return node.body if node.test.value else node.else_
        return node


def _joined(values: list[Any]) -> list[Any]:
    """A list of nodes in which no text follows a text."""
    out: list[Any] = []
    for value in values:
        if isinstance(value, nodes.Output) and out and isinstance(out[-1], nodes.Output):
            out[-1] = nodes.Output([*out[-1].nodes, *value.nodes], lineno=out[-1].lineno)
        else:
            out.append(value)
    return out
