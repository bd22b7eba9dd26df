"""Groups of tags, `#+tags: [ Group : member member ]`, exclusive ones in braces: a member also adds its group tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""(a group's own tag, its members), in the order of the file."""
_TAG = re.compile(r"([\w@#%]+)(?:\(.\))?$")


def tag_groups(values: Iterable[str]) -> Groups:
    """The groups in the values of `#+tags`; a group may continue on the next line."""
    groups: list[tuple[str, tuple[str, ...]]] = []
    head, is_open = "", False
    members: list[str] | None = None
    for word in (word for value in values for word in value.split()):
        tag = _TAG.match(word)
        if word in ("{", "[", "}", "]"):
            if members is not None and head:
                groups.append((head, tuple(members)))
            head, members, is_open = "", None, word in ("{", "[")
        elif word == ":" and is_open:
            members = []
        elif tag and members is not None:
            members.append(tag[1])
        elif tag and is_open:
            head = tag[1]
    return tuple(groups)


def with_members(tags: frozenset[str], groups: Groups) -> frozenset[str]:
    """The tags with the members of those that are groups, recursively."""
    table: Mapping[str, tuple[str, ...]] = dict(groups)
    found, waiting = set(tags), [*tags] if table else []
    while waiting:
        new = [each for each in table.get(waiting.pop(), ()) if each not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def groups_of(tags: Iterable[str], groups: Iterable[tuple[str, ...]]) -> list[str]:
    """The group tags that these tags add, as in the exporter. `groups`: each its own tag, then its members."""
    found: list[str] = []
    for tag in tags:
        waiting, seen = [tag], {tag}
        while waiting:
            here = waiting.pop()
            heads = [group[0] for group in groups if here in group]
            found += [head for head in dict.fromkeys(heads) if head not in found]
            waiting += [head for head in dict.fromkeys(heads) if head not in seen]
            seen.update(heads)
    return found
