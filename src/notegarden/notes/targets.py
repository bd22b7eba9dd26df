"""The text shown for links that have none of their own, made from the link's target."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\s*\^[A-Za-z0-9-]+\s*")


def target_words(target: str) -> list[str]:
    """The file and the headings in a target `N#H#I`. Block names (`#^id`) are left out, as they are never shown."""
    file, *places = target.split("#")
    named = (part for part in places if not _BLOCK.fullmatch(part))
    return [part.strip() for part in (file, *named) if part.strip()]
