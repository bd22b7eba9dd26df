"""YAML as Hugo parses it: 1.2, where `yes` and `12:30` are strings, and only `true` and `false` are booleans."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import Resolver

_ALIAS_LIMIT = 100
# YAML 1.2 and Hugo accept tabs as spaces after other text on a line, PyYAML does not; at the start they are an error.
_INNER_TABS = re.compile(r"(?<=[^ \t\n])[ \t]*\t[ \t]*")


# Accepted by libyaml but refused or parsed differently by PyYAML's scanner: tabs, odd line ends, text after `|`, tags.
_ONE_WAY = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff!]|[|>][^\n]*#")


_YAML_1_1 = frozenset({"tag:yaml.org,2002:bool", "tag:yaml.org,2002:value"})
"""Tags that PyYAML's YAML 1.1 resolver gives to plain scalars, but YAML 1.2 does not."""
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$")
"""A base-60 number in YAML 1.1; a string in 1.2."""


class _Yaml12(Composer, Resolver):
    """The plain scalars of YAML 1.2, and a limit on aliases against expansion bombs."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [
            ("tag:yaml.org,2002:str", _BASE_60),  # the first match wins
            *((tag, pattern) for tag, pattern in resolvers if tag not in _YAML_1_1),
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined] # of the parser beside it
            self.aliases += 1
            if self.aliases > _ALIAS_LIMIT:
                raise yaml.YAMLError("too many aliases")
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Reject duplicate keys, as Hugo does: it would be a guess which value applies."""
        node = super().compose_mapping_node(anchor)
        seen: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                first = seen.setdefault(key.value, value)
                if first is not value and yaml.serialize(first) != yaml.serialize(value):
                    raise yaml.MarkedYAMLError(problem=f"duplicate key {key.value!r}", problem_mark=key.start_mark)
        return node


_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def _timestamp(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A date, or the string unchanged if there is no such date: the code that uses it decides if that is an error."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


class _Yaml12Loader(_Yaml12, yaml.SafeLoader):
    """The pure Python loader, whose errors have positions."""


_Yaml12Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


if yaml.__with_libyaml__:

    class _QuickLoader(_Yaml12, yaml.CSafeLoader):
        """Five times faster: libyaml produces the events, which are composed by the same rules."""

        def __init__(self, stream: str) -> None:
            yaml.CSafeLoader.__init__(self, stream)
            Composer.__init__(self)

    _QuickLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def _quickly(text: str) -> Any:
    """The document; None if it needs PyYAML's own scanner, which parses it or says what is wrong."""
    if not yaml.__with_libyaml__ or _ONE_WAY.search(text):
        return None
    try:
        return yaml.load(text, Loader=_QuickLoader)  # noqa: S506 - a SafeLoader, too
    except Exception:  # noqa: BLE001 - whatever it is, the other loader meets it again
        return None


def load_yaml(text: str) -> Any:
    """Parse one YAML document. Raises ValueError with `line N, column N` (1-based) in its text."""
    quick = _quickly(text)
    if quick is not None:
        return quick
    try:
        try:
            return yaml.load(text, Loader=_Yaml12Loader)  # noqa: S506 - a SafeLoader
        except yaml.MarkedYAMLError:
            if "\t" not in text:
                raise
            text = _INNER_TABS.sub(lambda found: " " * len(found[0]), text)
            return yaml.load(text, Loader=_Yaml12Loader)  # noqa: S506 - as above
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0  # PyYAML counts more characters than \n as line ends
        place = f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"
        raise ValueError(f"{error.problem or error.context} ({place})") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ValueError(str(error) or "nested too deeply") from None
    except (AttributeError, TypeError, LookupError):
        # PyYAML's constructors of dates, sets and so on assume that tagged values are valid.
        raise ValueError("a value does not match its tag") from None
