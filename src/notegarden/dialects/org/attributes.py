"""Attributes of `#+attr_html` lines as HTML."""

from __future__ import annotations

from notegarden.dialects.org.settings import plist, unquoted
from notegarden.dialects.pieces.html import escape


def classes(lines: list[str]) -> tuple[str, str]:
    """The ` class="…"` and the ` style="…"` that an element's attribute lines ask for; "" for none."""
    if not lines:
        return "", ""
    found = plist(" ".join(lines))
    css, style = unquoted(found.get("class", "")), unquoted(found.get("style", ""))
    return f' class="{escape(css)}"' if css else "", f' style="{escape(style)}"' if style else ""


def html_attributes(attributes: dict[str, str]) -> str:
    """Attributes as written, but for those that run code."""
    return "".join(
        f' {name}="{escape(unquoted(value))}"' if value else f" {name}"
        for name, value in attributes.items()
        if not name.startswith("on")
    )


def box_html(box: str) -> str:
    """A checkbox as a task list shows it. `[-]` is no box to Markdown, and a lower-case `[x]` vanishes."""
    if box in ("[ ]", "[X]"):
        checked = 'checked="" ' if box == "[X]" else ""
        return f'<input {checked}disabled="" type="checkbox"> '
    return "[-] " if box == "[-]" else ""
