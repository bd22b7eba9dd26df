"""The part of a note that another note embeds: without some headings and blocks, and with shifted heading levels."""

from __future__ import annotations

import re

from notegarden.notes.shape import Shape

_HEADING = re.compile(r"<h([1-6])(?=[ >])([^<>]*)>(.*?)</h\1>\n?", re.DOTALL)


def reshaped(html: str, shape: Shape) -> str:
    """The HTML of a part, its holes already filled."""
    if "headline" in shape.without:
        html = _without_subsections(html)
    names = [name for name in shape.without if name != "headline"]
    html = _without(html, names) if names else html
    if shape.headings == "none":
        return _HEADING.sub("", html)
    if shape.headings == "first-out":
        first = _HEADING.search(html)
        html = html[: first.start()] + html[first.end() :] if first and not html[: first.start()].strip() else html
    level = min(shape.level + 1, 6) if shape.inside else shape.level  # below its own title
    return _moved(html, level) if level else html


def _without_subsections(html: str) -> str:
    """The HTML before the first heading, except one that the part begins with."""
    found = list(_HEADING.finditer(html))
    begins = bool(found) and not html[: found[0].start()].strip()
    others = found[1:] if begins else found
    return html[: others[0].start()] if others else html


def _without(html: str, names: list[str]) -> str:
    """The HTML without elements with these names and their content."""
    tags = re.compile(rf"<(/?)({'|'.join(map(re.escape, names))})(?=[ >])[^<>]*>\n?")
    out: list[str] = []
    depth = pos = 0
    for found in tags.finditer(html):
        if not found[1]:
            out.append(html[pos : found.start()] if not depth else "")
            depth += 1
        elif depth:
            depth -= 1
            pos = found.end()
    return "".join([*out, html[pos:] if not depth else ""])


def _moved(html: str, level: int) -> str:
    """The HTML with its headings shifted so that the highest has this level."""
    by = level - min((int(found[1]) for found in _HEADING.finditer(html)), default=level)

    def heading(found: re.Match[str]) -> str:
        name = f"h{min(max(int(found[1]) + by, 1), 6)}"
        return f"<{name}{found[2]}>{found[3]}</{name}>\n"

    return _HEADING.sub(heading, html) if by else html
