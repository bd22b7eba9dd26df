"""Files that hosts of static sites read: `_headers` (Netlify, Cloudflare and others), `.nojekyll` (GitHub Pages).

Other hosts serve them like any file, which does no harm.
"""

from __future__ import annotations

HOSTING = (".nojekyll", "_headers")
"""Their names. No page links to them, and some hosts answer 404 for them."""

_KEPT = "  Cache-Control: public, max-age=31536000, immutable"
_CACHING = """\
# These addresses contain a hash of the content, so the files may be cached forever.
{folders}
# The service worker must be checked for updates, or readers keep an old site.
/sw.js
  Cache-Control: no-cache
"""
_MARKDOWN = """\
# Copies of pages, for programs: without a charset some decode them as Latin-1.
/*.md
  Content-Type: text/markdown; charset=utf-8
"""


def hosting_files(theme: str, *, markdown: bool) -> dict[str, bytes]:
    """Name → bytes. `theme`: the folder of its files. `markdown`: the site has copies of its pages in Markdown.

    Without `.nojekyll`, GitHub Pages would run Jekyll on a branch, which drops names that begin with `_` and
    turns Markdown copies into pages. Addresses in `_headers` start at the output folder, whatever the base URL.
    """
    # Not all of assets/: a garden may have files of its own there.
    folders = "\n".join(f"/{folder}*\n{_KEPT}" for folder in (theme, "assets/cards/", "assets/pictures/"))
    text = _CACHING.format(folders=folders) + (_MARKDOWN if markdown else "")
    return {".nojekyll": b"", "_headers": text.encode()}
