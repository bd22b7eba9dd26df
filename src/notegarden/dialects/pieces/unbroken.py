"""A formula and the punctuation behind it on one line: a browser may break there, as it may behind a picture."""

from __future__ import annotations

import re
import sys

_AFTER = re.compile(r"\)?[.,;:!?](?![.!?])|\)")


def unbroken(html: str, src: str, stop: int, end: int = sys.maxsize) -> tuple[str, int]:
    """The HTML of a formula with the punctuation that stands at `stop` of the source, and where the source goes on."""
    after = _AFTER.match(src, stop, end)
    if after is None:
        return html, stop
    before, line, last = html.rpartition("<wbr>")
    return f'{before}{line}<span class="unbroken">{last}{after[0]}</span>', after.end()
