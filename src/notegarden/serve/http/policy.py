"""The Content-Security-Policy of served pages: scripts of the theme run, those of notes do not.

Scripts on this server's pages could ask it for anything. A note's raw HTML may hold scripts, and a garden may be a
stranger's, so they run only where the user says so (`serve --scripts`).
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from notegarden.serve.live.inject import PREFIX

_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"[\w.-]+(?::\d+)?")
_ALWAYS = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
_CLOSED = f"script-src 'none'; {_ALWAYS}"
_ACTIVE = re.compile("html|xml", re.IGNORECASE)  # any kind of XML: elements of XHTML in it are scripts too


def page_policy(page: bytes, host: str, *folders: str) -> str:
    """The policy of a page, whose scripts may come from these folders and from that of the live update.

    Its inline scripts are taken from before the note's body, and from no other.
    """
    frame = page.partition(b"data-note-body")[0]
    inline = {f"'sha256-{b64encode(sha256(found).digest()).decode()}'" for found in _SCRIPT.findall(frame)}
    # A source cannot name an address of IPv6.
    places = [f"{host}{folder}" for folder in (*folders, PREFIX)] if _HOST.fullmatch(host) else ["'self'"]
    return f"script-src {' '.join([*places, *sorted(inline)])} 'inline-speculation-rules'; {_ALWAYS}"


def file_policy(kind: str) -> str:
    """The policy of a file by its media type: an SVG or a page from `static/` that is opened runs no script."""
    return _CLOSED if _ACTIVE.search(kind) else _ALWAYS


def open_policy() -> str:
    """The policy where the user lets scripts of the garden run."""
    return _ALWAYS
