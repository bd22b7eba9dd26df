"""`:smile:` becomes an emoji by GitHub's list, as in Hugo; only if `enableEmoji` is on."""

from __future__ import annotations

import re
from functools import cache

from notegarden.dialects.markdown.inline import InlineParser, InlineState

_NAME = re.compile(r":([\w+-]+):", re.ASCII)


@cache
def _signs() -> dict[str, str]:
    """Name → emoji. Loaded at first use, because the list is slow to load."""
    from pymdownx import gemoji_db

    codes = {name: each.get("unicode_alt") or each.get("unicode") for name, each in gemoji_db.emoji.items()}
    codes |= {alias: codes.get(name) for alias, name in gemoji_db.aliases.items()}
    return {
        name.strip(":"): "".join(chr(int(code, 16)) for code in each.split("-")) for name, each in codes.items() if each
    }


def emoji_rule(state: InlineState) -> bool:
    found = _NAME.match(state.src, state.pos)
    sign = _signs().get(found[1]) if found else None
    if found is None or sign is None:
        return False
    state.out.append(sign)
    state.pos = state.node_end = found.end()
    return True


def with_names(html: str, source: str) -> str:
    """A heading with names instead of emoji, each as an element of its own, as in Hugo's ids.

    `source`: the heading as typed.
    """
    done, rest = "", html
    for found in _NAME.finditer(source):
        before, sign, after = rest.partition(_signs().get(found[1]) or "\0")
        if sign:
            done, rest = f"{done}{before}<wbr>{found[1]}<wbr>", after
    return done + rest


def emoji_plugin(inline: InlineParser) -> None:
    inline.add(emoji_rule, ":")
    inline.signs.append(":")
