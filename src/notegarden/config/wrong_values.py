"""Find the configuration value that has the wrong type: its full key, and the allowed values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from notegarden.config.schema import Config

_STEP = re.compile(r"\[(\.\.\.|\d+)\]|([^.\[\]]+)")


class WrongValue(NamedTuple):
    """`keys`: from the outermost table to the value. `choices`: the allowed values, empty if any string is allowed."""

    keys: tuple[str, ...]
    value: object
    choices: tuple[object, ...]


def wrong_value(raw: Mapping[str, Any], place: str) -> WrongValue:
    """The value that msgspec rejected at `place`: `menu[1].title`, or `check.severity[...]` for a value in a table."""
    kind: Any = Config
    value: Any = raw
    keys: list[str] = []
    for inside, name in _STEP.findall(place):
        if name:
            kind, value = get_type_hints(kind).get(name, Any), value.get(name)
            keys.append(name)
        elif inside == "...":
            kind = get_args(kind)[-1]
            wrong = next((key for key, each in value.items() if not _fits(each, kind)), "")
            value = value.get(wrong)
            keys.append(wrong)
        else:
            kind, value = get_args(kind)[0], value[int(inside)]
    return WrongValue(tuple(keys), value, _choices(kind))


def _choices(kind: Any) -> tuple[object, ...]:
    """The allowed values of a type that has a fixed set of them."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    parts = [_choices(part) for part in get_args(kind)] if get_origin(kind) in (Union, UnionType) else []
    return tuple(value for part in parts for value in part) if all(parts) else ()


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        return False
    return True
