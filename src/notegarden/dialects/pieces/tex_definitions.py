r"""Definitions in formulas: `\newcommand`, `\def`, `\DeclareMathOperator`, `\let`; valid to the end of the note.

MathJax and KaTeX keep definitions for the whole page, and let them override commands that they know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from notegarden.dialects.pieces.tex import group_end, known, tag_as_text
from notegarden.dialects.pieces.tex_packages import REWRITTEN

_DEFINES = re.compile(
    r"\\(?:global|long|outer|protected)?\s*\\?"
    r"(?P<how>(?:new|renew|provide)command|Declare(?:Math(?:Operator)|RobustCommand|PairedDelimiter)|[gex]?def|let"
    r"|(?:re)?newenvironment)(?![a-zA-Z])(?P<star>\*?)\s*"
)
_NAME = re.compile(r"\{\s*\\([a-zA-Z]+|[^a-zA-Z])\s*\}|\\([a-zA-Z]+|[^a-zA-Z\s])")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]")
_DEFAULT = re.compile(r"\s*\[((?:[^\[\]{}]|\{[^{}]*\})*)\]")
_PARAMETERS = re.compile(r"\s*((?:#[1-9])*)\s*")
_LET = re.compile(r"\s*=?\s*(\\[a-zA-Z]+|\\.|[^\s\\])")
_ENVIRONMENT_NAME = re.compile(r"\{\s*([a-zA-Z]+\*?)\s*\}")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_TOKEN = re.compile(r"\s*(\\[a-zA-Z]+|\\.|[^\s\\{}])")


class Definition(NamedTuple):
    r"""`name` without its backslash. `default`: of the first argument if that is optional, else None."""

    name: str
    arguments: int
    body: str
    default: str | None = None


class Definitions:
    """The definitions of the current note so far that the converter does not store itself."""

    def __init__(self) -> None:
        self._optional: set[str] = set()
        self._textual: dict[str, str] = {}
        self._environments: dict[str, tuple[str, str]] = {}
        self._own: set[str] = set()
        self._renamed: set[str] = set()  # commands of a note that would otherwise be rewritten as a package's

    def take(self, tex: str) -> tuple[str, list[str]]:
        r"""(the formula without its definitions, these as `\def` and `\let` for the converter)."""
        if "\\" not in tex:
            return tex, []
        tex = self._with_other_names(tex)
        rest: list[str] = []
        made: list[str] = []
        at = 0
        while found := _DEFINES.search(tex, at):
            end = self._definition(tex, found, made)
            if end < 0:
                rest.append(tex[at : found.end()])
                at = found.end()
                continue
            rest.append(tex[at : found.start()])
            at = end
        rest.append(tex[at:])
        left = "".join(rest)
        return ("" if at and not _COMMENT.sub("", left).strip() else self._applied(left)), made

    def _with_other_names(self, tex: str) -> str:
        for found in _DEFINES.finditer(tex):
            name = _NAME.match(tex, found.end()) if found["how"] != "providecommand" else None
            if name is not None and (name[1] or name[2]) in REWRITTEN:
                self._renamed.add(name[1] or name[2])
        for command in self._renamed:
            tex = re.sub(rf"\\{command}(?![a-zA-Z])", rf"\\own{command}", tex)
        return tex

    def _definition(self, tex: str, found: re.Match[str], made: list[str]) -> int:
        """Append the definition at `found` to `made`; returns where it ends, -1 if it is invalid."""
        how = found["how"]
        if how.endswith("newenvironment"):
            return self._environment(tex, found.end())
        name = _NAME.match(tex, found.end())
        if name is None:
            return -1
        command, at = name[1] or name[2], name.end()
        if how == "let":
            other = _LET.match(tex, at)
            if other is None:
                return -1
            made.append(rf"\let\{command} {other[1]}")
            return other.end()
        if how == "DeclarePairedDelimiter":
            return self._delimiters(tex, command, at, made)
        arguments, default = 0, None
        if how.endswith("def"):
            parameters = _PARAMETERS.match(tex, at)
            if parameters:
                arguments, at = len(parameters[1]) // 2, parameters.end()
        elif count := _COUNT.match(tex, at):
            arguments, at = int(count[1]), count.end()
            if optional := _DEFAULT.match(tex, at):
                default, at = optional[1], optional.end()
        body, at = _argument(tex, at)
        if at < 0:
            return -1
        if how == "DeclareMathOperator":
            body = rf"\operatorname{found['star']}{{{body}}}"
        if how == "providecommand" and command in self._own:
            return at
        made += self.define(Definition(command, arguments, body, default), provide=how == "providecommand")
        return at

    def define(self, new: Definition, *, provide: bool = False) -> list[str]:
        """The commands that pass a definition to the converter; one that it does not support is kept here."""
        if new.name in REWRITTEN:
            self._renamed.add(new.name)
            new = new._replace(name=f"own{new.name}")
        self._own.add(new.name)
        self._textual.pop(new.name, None)
        self._optional.discard(new.name)
        if new.body.count("\\begin") != new.body.count("\\end") and not new.arguments:
            self._textual[new.name] = new.body
            return []
        body = tag_as_text(known(new.body)) if "\\" in new.body else new.body
        if provide:
            count = f"[{new.arguments}]" if new.arguments else ""
            return [rf"\providecommand{{\{new.name}}}{count}{{{body}}}"]
        if new.default is None:
            return [_def(new.name, new.arguments, body)]
        self._optional.add(new.name)
        shorter = re.sub(r"#([1-9])", lambda at: new.default or "" if at[1] == "1" else f"#{int(at[1]) - 1}", body)
        return [_def(new.name, new.arguments - 1, shorter), _def(f"{new.name}WithOption", new.arguments, body)]

    def _delimiters(self, tex: str, command: str, at: int, made: list[str]) -> int:
        left, at = _argument(tex, at)
        right, at = _argument(tex, at) if at >= 0 else ("", -1)
        if at >= 0:
            made += self.define(Definition(command, 1, rf"\left{left} #1 \right{right} "))
            self._optional.add(command + "*")
        return at

    def _environment(self, tex: str, at: int) -> int:
        name = _ENVIRONMENT_NAME.match(tex, at)
        if name is None:
            return -1
        begin, at = _argument(tex, name.end())
        end, at = _argument(tex, at) if at >= 0 else ("", -1)
        if at >= 0:
            self._environments[name[1]] = begin, end
        return at

    def _applied(self, tex: str) -> str:
        """The formula with the definitions that the converter does not support expanded."""
        for name, (begin, end) in self._environments.items():
            tex = tex.replace(rf"\begin{{{name}}}", begin + " ").replace(rf"\end{{{name}}}", " " + end)
        for name, body in self._textual.items():
            tex = re.sub(rf"\\{re.escape(name)}(?![a-zA-Z])", lambda _, body=body: body + " ", tex)  # type: ignore[misc]
        for name in self._optional:
            if name.endswith("*"):
                tex = tex.replace(f"\\{name}", f"\\{name[:-1]}")
            else:
                use = rf"\\{re.escape(name)}(?![a-zA-Z])\s*\[((?:[^\[\]{{}}]|\{{[^{{}}]*\}})*)\]"
                tex = re.sub(use, lambda found, name=name: rf"\{name}WithOption{{{found[1]}}}", tex)  # type: ignore[misc]
        return tex


def configured(macros: Iterable[tuple[str, str]]) -> list[Definition]:
    r"""The macros of a configuration, (`\name`, body) as in KaTeX: the body determines the number of arguments."""
    return [
        Definition(name.strip().lstrip("\\"), max(map(int, re.findall(r"#([1-9])", body)), default=0), body)
        for name, body in macros
    ]


def _def(name: str, arguments: int, body: str) -> str:
    return rf"\def\{name}{''.join(f'#{number}' for number in range(1, arguments + 1))}{{{body}}}"


def _argument(tex: str, at: int) -> tuple[str, int]:
    """(the argument at an offset: a group's content or one token, where it ends); -1 if there is none."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if tex.startswith("{", at):
        end = group_end(tex, at)
        return (tex[at + 1 : end - 1], end) if end >= 0 else ("", -1)
    token = _TOKEN.match(tex, at)
    return (token[1], token.end()) if token else ("", -1)
