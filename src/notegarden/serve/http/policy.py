"""The Content-Security-Policy of served pages: scripts of the theme run, those in notes do not.

Scripts on this server's pages could request anything from it. A note's raw HTML may contain scripts, and a garden may
be from an untrusted author, so they run only if the user allows it (`serve --scripts`).
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
_ACTIVE = re.compile("html|xml", re.IGNORECASE)  # any kind of XML, because XHTML script elements in it run too


def page_policy(page: bytes, host: str, *folders: str) -> str:
    """The policy of a page, whose scripts may come from these folders and from that of the live update.

    Allows only inline scripts that come before the note's body.
    """
    frame = page.partition(b"data-note-body")[0]
    inline = {f"'sha256-{b64encode(sha256(found).digest()).decode()}'" for found in _SCRIPT.findall(frame)}
    # A CSP source cannot contain an IPv6 address.
    places = [f"{host}{folder}" for folder in (*folders, PREFIX)] if _HOST.fullmatch(host) else ["'self'"]
    return f"script-src {' '.join([*places, *sorted(inline)])} 'inline-speculation-rules'; {_ALWAYS}"


def file_policy(kind: str) -> str:
    """The policy of a file by its media type: an SVG or HTML file from `static/` runs no scripts."""
    return _CLOSED if _ACTIVE.search(kind) else _ALWAYS


def open_policy() -> str:
    """The policy if the user allows scripts of the garden."""
    return _ALWAYS
