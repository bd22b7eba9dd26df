"""A note in the form that the search index takes."""

from __future__ import annotations

import msgspec


class Document(msgspec.Struct, frozen=True):
    """`html` is the note's body, `aliases` are other names of it."""

    title: str
    html: str
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
