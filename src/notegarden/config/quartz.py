"""Which notes a Quartz configuration excludes. It is parsed as text: TypeScript code is never run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from notegarden.config.read import read_table
from notegarden.errors import SiteError
from notegarden.files.tree import Tree

QUARTZ = ("quartz.config.ts", "quartz.config.js", "quartz.config.yaml", "quartz.config.yml")
"""Quartz's configuration files, relative to the garden."""
_LONGEST = 1 << 20
_TEXT = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\\$]*`"
_LITERAL = rf"{_TEXT}|`(?:[^`\\]|\\.)*`"
_COMMENT = re.compile(rf"({_LITERAL})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_PATTERNS = re.compile(rf"\bignorePatterns\b[\"']?\s*:\s*\[((?:\s|,|{_TEXT})*)\]")
_FILTERS = re.compile(r"\bfilters\b[\"']?\s*(:\s*\[)?")
_KNOWN_FILTERS = frozenset(("RemoveDrafts", "ExplicitPublish"))
_SIGN = re.compile(r"\*\*/|\*\*|\[[!^]?[^\]/]+\]|.", re.DOTALL)
_WAY_OUT = "exclude files in notegarden.toml instead: ignore_files = ['^private/']"


class Exclusions(NamedTuple):
    """`ignored`: regular expressions over paths below the content folder. `marked`: only notes with `publish: true`."""

    ignored: tuple[str, ...] = ()
    marked: bool = False


def quartz_file(garden: Path) -> str:
    """The name of the Quartz configuration in the garden, "" for none."""
    return next((name for name in QUARTZ if (garden / name).is_file()), "")


def exclusions(garden: Path, *, patterns: bool, filters: bool) -> Exclusions:
    """What the configuration in the garden excludes: by path patterns, and by filter plugins.

    Raises SiteError if the requested part cannot be parsed, because notes that it excludes might be published.
    """
    name = quartz_file(garden)
    if not name or not (patterns or filters):
        return Exclusions()
    if name.endswith((".yaml", ".yml")):
        typed, marked = _of_table(name, read_table(garden, garden / name))
        return Exclusions(_expressions(typed, name) if patterns else (), filters and marked)
    try:
        with Tree(garden) as tree:
            text = tree.read(name, _LONGEST).decode("utf-8", "replace")
    except OSError as error:
        raise SiteError(f"cannot be read: {error.strerror}", name) from None
    code = _COMMENT.sub(lambda found: found[1] or " ", text)
    ignored = _expressions(_typed_patterns(code, name), name) if patterns else ()
    return Exclusions(ignored, filters and _is_marked(code, name))


def _typed_patterns(code: str, name: str) -> list[str]:
    found, bare = _PATTERNS.findall(code), _without_texts(code)
    if len(found) != len(re.findall(r"\bignorePatterns\b", bare)) or not (found or _is_whole(bare)):
        raise SiteError("ignorePatterns is not a plain list of strings", name, hint=_WAY_OUT)
    return [each[1:-1] for typed in found for each in re.findall(_TEXT, typed)]


def _is_marked(code: str, name: str) -> bool:
    """Whether only marked notes are published; a filter with an unknown name is the site's own."""
    code = _without_texts(code)
    found = [*_FILTERS.finditer(code)]
    lists = [_list_at(code, each.end()) if each[1] else "filters()" for each in found]
    named = re.findall(r"([\w$]+)\s*\(", "\n".join(lists)) if found or _is_whole(code) else ["filters"]
    unknown = [each for each in named if each not in _KNOWN_FILTERS]
    if unknown:
        hint = 'choose in notegarden.toml which notes to publish: publish = "all", or "marked" for publish: true only'
        raise SiteError(f"{unknown[0]} may exclude notes, but filters are not run here", name, hint=hint)
    return "ExplicitPublish" in named


def _without_texts(code: str) -> str:
    """The code with empty string literals, except for the names of keys."""
    return re.sub(rf"(?:{_LITERAL})(?!\s*:)", '""', code)


def _is_whole(code: str) -> bool:
    """Whether no part of the configuration comes from elsewhere, as with `...base`."""
    return "..." not in code


def _list_at(code: str, start: int) -> str:
    """The code between an opening bracket and its closing one; `start` is after the opening one."""
    depth = 1
    for place in range(start, len(code)):
        depth += (code[place] == "[") - (code[place] == "]")
        if not depth:
            return code[start:place]
    return code[start:]


def _of_table(name: str, table: dict[str, Any]) -> tuple[list[str], bool]:
    """Patterns, and whether only marked notes are published, from the configuration format of newer versions."""
    settings = table.get("configuration")
    patterns = settings.get("ignorePatterns") or [] if isinstance(settings, dict) else []
    if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
        raise SiteError("ignorePatterns is not a list of strings", name, hint=_WAY_OUT)
    plugins = table.get("plugins")
    listed = [each for each in plugins if isinstance(each, dict)] if isinstance(plugins, list) else []
    marked = any("explicit-publish" in str(each.get("source")) and each.get("enabled") is not False for each in listed)
    return patterns, marked


def _expressions(patterns: list[str], name: str) -> tuple[str, ...]:
    return tuple(_expression(each, name) for each in patterns)


def _expression(pattern: str, name: str) -> str:
    """The regular expression for the files that a glob matches, and everything below them, as in Quartz's globby."""
    if "\\" in pattern or re.search(r"[!@+?*]\(|^!", pattern):
        raise SiteError(f"ignorePatterns: {pattern!r} has unsupported glob syntax", name, hint=_WAY_OUT)
    out, depth = [], 0
    for sign in _SIGN.findall(pattern.removeprefix("./").rstrip("/")):
        depth += (sign == "{") - (sign == "}" and depth > 0)
        if sign == "}":
            out.append(")")
        elif sign == "," and depth:
            out.append("|")
        elif len(sign) > 1 and sign[0] == "[":
            out.append("[" + sign[1:-1].replace("!", "^", 1).replace("[", r"\[") + "]")
        else:
            out.append(_SIGNS.get(sign) or re.escape(sign))
    expression = f"^{''.join(out)}(?:/|$)"
    try:
        re.compile(expression)
    except re.error:
        raise SiteError(f"ignorePatterns: {pattern!r} is not a valid glob", name, hint=_WAY_OUT) from None
    return expression


_SIGNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:"}
