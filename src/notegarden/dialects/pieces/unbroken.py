"""Keep a formula and the punctuation after it on one line: browsers may break there, as after a picture."""

from __future__ import annotations

import re
import sys

_AFTER = re.compile(r"\)?[.,;:!?](?![.!?])|\)")


def unbroken(html: str, src: str, stop: int, end: int = sys.maxsize) -> tuple[str, int]:
    """The HTML of a formula with the punctuation at `stop` in the source, and where the source continues."""
    after = _AFTER.match(src, stop, end)
    if after is None:
        return html, stop
    before, line, last = html.rpartition("<wbr>")
    return f'{before}{line}<span class="unbroken">{last}{after[0]}</span>', after.end()
