"""The words of a link's target, for links that have none of their own."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\s*\^[A-Za-z0-9-]+\s*")


def target_words(target: str) -> list[str]:
    """The file and the headings that `N#H#I` names. Names of blocks (`#^id`) are never shown."""
    file, *places = target.split("#")
    named = (part for part in places if not _BLOCK.fullmatch(part))
    return [part.strip() for part in (file, *named) if part.strip()]
