"""A page: its view, the data needed to render it, and its fingerprint."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from notegarden.render.views import AnyPageView
from notegarden.site.transclusion import Fillings

_ENCODE = msgspec.msgpack.Encoder().encode


class Page(msgspec.Struct, frozen=True, array_like=True):
    """`file`: output file. `text`: the digest under which the ledger stores the body, "" if there is none."""

    file: str
    view: AnyPageView
    text: str = ""
    fills: Fillings = Fillings((), ())

    def fingerprint(self, key: bytes) -> bytes:
        """Equal fingerprints mean equal bytes. `key`: a digest of the templates, the site and the program."""
        mark = blake2b(key, digest_size=16)
        mark.update(_ENCODE(self.view))
        if self.text:
            mark.update(self.text.encode() + _ENCODE(self.fills))
        return mark.digest()
