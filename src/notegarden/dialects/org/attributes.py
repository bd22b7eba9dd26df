"""Attributes of `#+attr_html` lines as HTML."""

from __future__ import annotations

from notegarden.dialects.org.settings import plist, unquoted
from notegarden.dialects.pieces.attributes import is_kept
from notegarden.dialects.pieces.html import escape


def classes(lines: list[str], trusted: bool) -> tuple[str, str]:
    """The ` class="…"` and the ` style="…"` from an element's attribute lines; "" for none.

    `trusted`: whether the garden trusts raw HTML; without it, a style is dropped.
    """
    if not lines:
        return "", ""
    found = plist(" ".join(lines))
    css, style = unquoted(found.get("class", "")), unquoted(found.get("style", ""))
    return f' class="{escape(css)}"' if css else "", f' style="{escape(style)}"' if style and trusted else ""


def html_attributes(attributes: dict[str, str], trusted: bool) -> str:
    """The attributes that an element of a page may have."""
    return written({name: value for name, value in attributes.items() if is_kept(name, trusted)})


def written(attributes: dict[str, str]) -> str:
    """Attributes as written: for a tag that is later sanitized like raw HTML, if that is not trusted."""
    return "".join(
        f' {name}="{escape(unquoted(value))}"' if value else f" {name}" for name, value in attributes.items()
    )


def box_html(box: str) -> str:
    """A checkbox as in a task list. `[-]` is not a box in Markdown, and a lower-case `[x]` is dropped."""
    if box in ("[ ]", "[X]"):
        checked = 'checked="" ' if box == "[X]" else ""
        return f'<input {checked}disabled="" type="checkbox"> '
    return "[-] " if box == "[-]" else ""
