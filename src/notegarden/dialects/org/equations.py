r"""References to numbered equations in text, `\ref{eq:1}` and `\eqref{eq:1}`, which MathJax replaces in a browser."""

from __future__ import annotations

import re

from notegarden.dialects.pieces.equation_labels import label_id
from notegarden.dialects.pieces.html import escape

_REFERENCE = re.compile(r"\\(eq)?ref\{([^{}]+)\}")
_LINK = re.compile(r'<a class="equation" href="#([^"]*)">(\\(?:eq)?)(ref\{[^<]*)</a>')
_NUMBERED = re.compile(r' id="([^"]+)"><mtext>\(([^<]*)\)</mtext>')


def equation_link(typed: str) -> str | None:
    """A link to an equation, whose text `with_numbers` replaces; None if this is another command."""
    found = _REFERENCE.fullmatch(typed)
    return f'<a class="equation" href="#{escape(label_id(found[2]))}">{escape(typed)}</a>' if found else None


def with_numbers(html: str) -> str:
    """The HTML of a page with the numbers of equations in the links to them; without such an equation, as typed."""
    if '<a class="equation"' not in html:
        return html
    numbers = dict(_NUMBERED.findall(html))

    def numbered(found: re.Match[str]) -> str:
        number = numbers.get(found[1])
        if number is None:
            return f"{found[2]}{found[3]}"
        shown = f"({number})" if found[2].endswith("eq") else number
        return f'<a href="#{found[1]}">{shown}</a>'

    return _LINK.sub(numbered, html)
