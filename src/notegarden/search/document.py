"""A note as the search index takes it."""

from __future__ import annotations

import msgspec


class Document(msgspec.Struct, frozen=True):
    """`html` is the note's body, `aliases` are other names it is known by."""

    title: str
    html: str
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
