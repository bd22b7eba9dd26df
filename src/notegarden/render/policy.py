"""The Content-Security-Policy of pages where raw HTML is not trusted: only scripts of the templates run."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_OUTSIDE = re.compile(
    r"""<script\b[^>]*?\ssrc=["']?((?:https:)?//[A-Za-z0-9.-]+(?::\d+)?)(?=[/"'\s>])""", re.IGNORECASE
)
_HEAD = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def with_policy(page: str, body: str) -> str:
    """The page with its policy in the head. `body`: the note's HTML in it, whose scripts must not run."""
    head = _HEAD.search(page)
    if head is None:
        return page
    frame = page.replace(body, "", 1) if body else page
    digests = {b64encode(sha256(found.encode()).digest()).decode() for found in _SCRIPT.findall(frame)}
    # A garden's own template may load comments or analytics from another host.
    hosts = "".join(f" {host.lower().removeprefix('//')}" for host in sorted({*_OUTSIDE.findall(frame)}))
    inline = "".join(f" 'sha256-{digest}'" for digest in sorted(digests))
    policy = f"script-src 'self'{hosts}{inline} 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'"
    return f'{page[: head.end()]}\n<meta http-equiv="Content-Security-Policy" content="{policy}">{page[head.end() :]}'
