"""Files that hosts of static sites read: `_headers` (Netlify, Cloudflare and others), `.nojekyll` (GitHub Pages).

Other hosts serve them as any file, which does no harm.
"""

from __future__ import annotations

HOSTING = (".nojekyll", "_headers")
"""Their names. No page leads to them, and some hosts answer 404 for them."""

_CACHING = """\
# What lies below assets/ has a hash of its content in its address, so that it may be kept for good.
/assets/*
  Cache-Control: public, max-age=31536000, immutable
# The service worker has to be looked for anew, or readers keep an old site.
/sw.js
  Cache-Control: no-cache
"""
_MARKDOWN = """\
# Copies of pages, for programs: without a charset some read them as Latin-1.
/*.md
  Content-Type: text/markdown; charset=utf-8
"""


def hosting_files(*, markdown: bool) -> dict[str, bytes]:
    """Name → bytes. `markdown`: the site has copies of its pages in Markdown.

    Without `.nojekyll`, GitHub Pages would publish a branch by Jekyll, which leaves out names that begin with `_` and
    turns copies in Markdown into pages. Addresses in `_headers` begin at the output folder, whatever the base URL.
    """
    return {".nojekyll": b"", "_headers": (_CACHING + (_MARKDOWN if markdown else "")).encode()}
