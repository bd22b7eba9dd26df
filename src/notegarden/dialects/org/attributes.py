"""Attributes of `#+attr_html` lines as HTML, and the style of `#+attr_css`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from notegarden.dialects.org.settings import plist_pairs, unquoted
from notegarden.dialects.org.tokens import Affiliated
from notegarden.dialects.pieces.attributes import is_kept
from notegarden.dialects.pieces.html import escape

OF_LINKS = frozenset(("target", "rel", "src", "alt", "height", "width"))
"""Attributes above a paragraph that are meant for a link or a picture in it."""


def given_attributes(above: Affiliated) -> dict[str, str]:
    """The attributes above an element: "" of one that is only set, as by `:controls t`; `nil` removes one."""
    found: dict[str, str] = {}
    for name, value in plist_pairs(" ".join(above.attributes)) if above.attributes else ():
        if value not in ("", "nil"):
            found.setdefault(name, "" if value == "t" else unquoted(value))
    return found


def div_around(above: Affiliated, trusted: bool, omitted: AbstractSet[str] = frozenset()) -> str:
    """The opening tag of the `div` that has the attributes above an element; "" without attributes.

    `trusted`: whether the garden trusts raw HTML; without it, styles are dropped.
    """
    if not above.attributes:
        return ""
    given = given_attributes(above)
    written = html_attributes({name: value for name, value in given.items() if name not in omitted}, trusted)
    names = given.get("class", "").split()
    return f"{css_of(above, names[0], trusted)}<div{written}>" if names else f"<div{written}>" if written else ""


def div_around_table(above: Affiliated, number: str, trusted: bool) -> str:
    """The opening tag of the `div` around a table with a class or a style; "" without. `number`: of its caption."""
    own = given_attributes(above).get("class", "")
    names = own or f"table-{number or 'nocaption'}"
    style = css_of(above, f"{names.split()[0]} table", trusted)
    return f'{style}<div class="ox-hugo-table {escape(names)}">' if own or style else ""


def css_of(above: Affiliated, selector: str, trusted: bool) -> str:
    """The rule of `#+attr_css` for the elements with a class."""
    pairs = plist_pairs(" ".join(above.css)) if trusted and above.css else []
    rules = "; ".join(f"{name}: {unquoted(value)}" for name, value in pairs if value not in ("", "nil"))
    return f"<style>.{selector} {{ {rules} }}</style>\n" if rules and "<" not in rules + selector else ""


def html_attributes(attributes: dict[str, str], trusted: bool) -> str:
    """The attributes that an element of a page may have."""
    return written({name: value for name, value in attributes.items() if is_kept(name, trusted)})


def written(attributes: dict[str, str]) -> str:
    """Attributes as written: for a tag that is later sanitized like raw HTML, if that is not trusted."""
    return "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items())


def box_html(box: str) -> str:
    """A checkbox as in a task list. `[-]` is not a box in Markdown, and a lower-case `[x]` is dropped."""
    if box in ("[ ]", "[X]"):
        checked = 'checked="" ' if box == "[X]" else ""
        return f'<input {checked}disabled="" type="checkbox"> '
    return "[-] " if box == "[-]" else ""
