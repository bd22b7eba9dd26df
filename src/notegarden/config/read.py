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


def read_table(garden: Path, path: Path) -> dict[str, Any]:
    """The keys of the file `path`, which lies below `garden`. Raises SiteError."""
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
        raise SiteError(str(error), name, line, "mend the syntax") from None
    if not isinstance(value, dict):
        raise SiteError("the configuration must be a table of keys", name)
    if any(abs(number) >= 1 << 63 for number in _numbers(value)):
        raise SiteError("a number takes more than 64 bits", name, hint="quote it")
    return value


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)


def _parsed(text: str, ending: str) -> Any:
    if ending == ".toml":
        return tomli.loads(text.replace("\r\n", "\n"))
    if ending == ".json":
        return json.loads(text)
    from notegarden.config.yaml import load_yaml

    return load_yaml(text)
