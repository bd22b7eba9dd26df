"""Read one configuration file of a garden, in TOML, YAML or JSON; errors name file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from notegarden.errors import SiteError
from notegarden.files.tree import Tree

_DEEPEST = 100
_MOST_VALUES = 1_000_000


def read_table(garden: Path, path: Path) -> dict[str, Any]:
    """The keys of the file `path` below `garden`. Raises SiteError."""
    name = path.relative_to(garden).as_posix()
    try:
        with Tree(garden) as tree:
            data = tree.read(name)
    except OSError as error:
        raise SiteError(f"cannot be read: {error.strerror}", name) from None
    try:
        text = data.decode("utf-8-sig")
        value = _parsed(text, path.suffix)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteError("not UTF-8", name, line, "save the file as UTF-8") from None
    except RecursionError:
        raise SiteError("nested too deeply", name) from None
    except (tomli.TOMLDecodeError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1  # "at end of document"
        raise SiteError(str(error), name, line, "fix the syntax") from None
    if not isinstance(value, dict):
        raise SiteError("the configuration must be a table of keys", name)
    for each in _values(value, name):
        if isinstance(each, int) and abs(each) >= 1 << 63:
            raise SiteError("a number takes more than 64 bits", name, hint="quote it")
        if isinstance(each, str) and not _is_text(each):
            raise SiteError(f"{each!r} has a lone surrogate, half a character", name, hint="write the whole character")
    return value


def _values(value: Any, name: str) -> Iterator[Any]:
    """All keys and values in a value; parts repeated by YAML aliases count each time. Raises SiteError for too many."""
    waiting = [(value, 0)]
    count = 0
    while waiting:
        each, depth = waiting.pop()
        yield each
        inside = (*each, *each.values()) if isinstance(each, dict) else each if isinstance(each, list) else ()
        waiting += [(one, depth + 1) for one in inside]
        count += 1
        if depth > _DEEPEST:
            raise SiteError("nested too deeply", name)
        if count + len(waiting) > _MOST_VALUES:
            raise SiteError(f"more than {_MOST_VALUES:,} values", name, hint="use fewer, or fewer aliases")


def _is_text(value: str) -> bool:
    """Whether a string can be encoded as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parsed(text: str, ending: str) -> Any:
    if ending == ".toml":
        return tomli.loads(text.replace("\r\n", "\n"))
    if ending == ".json":
        return json.loads(text)
    from notegarden.config.yaml import load_yaml

    return load_yaml(text)
