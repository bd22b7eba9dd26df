"""Which attributes set in a note are written to the page."""

from __future__ import annotations

from notegarden.dialects.pieces.html import escape

_KEPT = frozenset(("id", "class", "title", "lang", "dir", "translate", "role", "open"))
# They load something, submit a form, or move an element out of its place.
_REFUSED = frozenset(
    ("href", "src", "srcdoc", "action", "formaction", "popovertarget", "contenteditable", "is", "slot", "part")
)


def is_kept(name: str, trusted: bool) -> bool:
    """Whether an attribute is kept. `trusted`: whether the garden trusts the raw HTML of its notes.

    Never those that run code, nor `data-*`, by which the theme's scripts find their elements. Without trust, only those
    for names, descriptions and classes.
    """
    name = name.lower()
    if name in _KEPT or name.startswith("aria-"):
        return True
    return trusted and not (name.startswith(("on", "data-", "xmlns")) or name in _REFUSED)


def attributes_html(attributes: list[tuple[str, str]], trusted: bool) -> str:
    """The attributes that are kept, each after a space."""
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes if is_kept(name, trusted)])
