"""What changed for an open page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Update(msgspec.Struct, frozen=True):
    """What one refresh changed, as far as pages have to know before they ask for themselves again.

    `saved`: address of the note that was saved last, "" for none. `assets`: names of the theme's files that are others
    now, `files`: addresses of the garden's static files that are. `whole`: not all of it is known, so anything may be.
    """

    version: int
    saved: str = ""
    assets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    whole: bool = False


def merged(updates: Iterable[Update]) -> Update:
    """Several updates as one, for a page that missed some. The versions rise."""
    out: Update | None = None
    for each in updates:
        if out is None:
            out = each
            continue
        out = Update(
            each.version,
            each.saved or out.saved,
            tuple(dict.fromkeys((*out.assets, *each.assets))),
            tuple(dict.fromkeys((*out.files, *each.files))),
            out.whole or each.whole,
        )
    if out is None:
        raise ValueError("no updates")
    return out
