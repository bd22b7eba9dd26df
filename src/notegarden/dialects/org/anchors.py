"""The ids of targets, radio targets and named elements, by the exporter's rules: unlike in headings, case stays."""

from __future__ import annotations

import re

_PREFIX = {"figure": "figure", "table": "table", "listing": "code-snippet", "example": "org-example-block"}
_NAME_PREFIX = re.compile(r"(?:code|tab|table|img|fig|figure|)__")
_NOT_IN_NAME = re.compile(r"[_/\s]")
_NOT_IN_TARGET = re.compile(r"[\W_]")


def target_id(name: str) -> str:
    """The id of `<<name>>`; `<<.name>>` is the id itself."""
    return f"{'' if name.startswith('.') else 'org-target--'}{_hyphened(name)}"


def radio_id(name: str) -> str:
    """The id of `<<<name>>>`."""
    return f"org-radio--{_hyphened(name)}"


def named_id(name: str, kind: str) -> str:
    """The id of an element with `#+name`: `fig__x` of a figure → `figure--x`; of a special block, the name itself."""
    if kind == "special":
        return name
    found = _NAME_PREFIX.match(name)
    return f"{_PREFIX.get(kind, 'org-target')}--{_NOT_IN_NAME.sub('-', name[found.end() if found else 0 :])}"


def _hyphened(name: str) -> str:
    """Each character but letters and digits is a hyphen.

    Letters of all scripts stay, unlike in the exporter, so that two such targets never share an id.
    """
    return _NOT_IN_TARGET.sub("-", name).removeprefix("-")
