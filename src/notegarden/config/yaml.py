"""YAML as Hugo reads it: 1.2, where `yes` is a text, as is `12:30`, and only `true` and `false` are booleans."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import Resolver

_ALIAS_LIMIT = 100
# Behind something on their line tabs are spaces to YAML 1.2 and to Hugo, but not to PyYAML; in front they are an error.
_INNER_TABS = re.compile(r"(?<=[^ \t\n])[ \t]*\t[ \t]*")


# What libyaml takes and PyYAML's own scanner refuses, or reads otherwise: tabs, odd line ends, a sign behind `|`, tags.
_ONE_WAY = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff!]|[|>][^\n]*#")


_YAML_1_1 = frozenset({"tag:yaml.org,2002:bool", "tag:yaml.org,2002:value"})
"""What YAML 1.1, PyYAML's, finds in plain words otherwise."""
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$")
"""A number in YAML 1.1; a text in 1.2."""


class _Yaml12(Composer, Resolver):
    """The words of YAML 1.2, and a bound on aliases against expansion bombs."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [
            ("tag:yaml.org,2002:str", _BASE_60),  # the first that matches counts
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
        """Refuse a key that is given two values: which of them counts is not to be guessed, and Hugo refuses too."""
        node = super().compose_mapping_node(anchor)
        seen: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                first = seen.setdefault(key.value, value)
                if first is not value and yaml.serialize(first) != yaml.serialize(value):
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {key.value!r} is given twice", problem_mark=key.start_mark
                    )
        return node


_Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def _timestamp(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A date, or the text where no calendar has it: what it is for says then whether that can be."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


class _Yaml12Loader(_Yaml12, yaml.SafeLoader):
    """Says where a text is no YAML."""


_Yaml12Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


if yaml.__with_libyaml__:

    class _QuickLoader(_Yaml12, yaml.CSafeLoader):
        """Five times as quick: the events are libyaml's, composed by the same rules."""

        def __init__(self, stream: str) -> None:
            yaml.CSafeLoader.__init__(self, stream)
            Composer.__init__(self)

    _QuickLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def _quickly(text: str) -> Any:
    """The document; None for what is not read so: PyYAML's own scanner says then what it is, or what is wrong."""
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
        # PyYAML's constructors of dates, sets and the like assume that tagged values are valid.
        raise ValueError("a value is not what its tag says") from None
