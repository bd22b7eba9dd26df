"""What changed for an open page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Update(msgspec.Struct, frozen=True):
    """What one refresh changed, as far as an open page must know before it fetches itself again.

    `saved`: address of the note saved last, "" for none. `assets`: names of changed theme files; `files`: addresses of
    changed static files. `whole`: some updates were dropped, so anything may have changed.
    """

    version: int
    saved: str = ""
    assets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    whole: bool = False


def merged(updates: Iterable[Update]) -> Update:
    """Several updates, in order of version, merged into one for a page that missed some."""
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
