"""Heading attributes (`{#id .class key=value}`) and automatic ids."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from unicodedata import category, normalize

from notegarden.dialects.markdown.emoji import with_names
from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, escape, href, plain_text, without_footnote_marks

_ONE_ID = re.compile(r"\{#([\w\-]+)\}$")
_ATTRIBUTES = re.compile(r"\{((?:[^{}\"]|\"[^\"]*+\"|\")*+)\}[ \t]*+$")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+$")
_ATTRIBUTE = re.compile(
    r"""\s*+,?\s*+(?:\#([^\s{}\[\]"'`,.]\S*?(?=[\s},]|$))|\.([\w\-:.]+)|([a-zA-Z_:][\w:.\-]*+)\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^\s"},]+))""",
    re.VERBOSE,
)
_PICTURE = re.compile(rf"{HOLE}P(\d+){END}")
_SPAN = re.compile(rf"<(/)(?:em|strong|del|a)>|<((?:em|strong|del)(?=>)|a(?= href=))[^>]*>|{HOLE}L\d+{END}|<[^>]*>")
_FIRST_RUN = re.compile("[^_*“”‘’–—…«»]*[_*]*")
_FIRST_TYPED_RUN = re.compile("[^_*]*[_*]*")  # for texts where such characters are typed by the author
_CURLED = re.compile(r"[\"']|--|\.\.\.|<<|>>")
_NO_ID = re.compile(r"[^\w \-]+", re.ASCII)
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


def split_attributes(content: str) -> tuple[str, list[tuple[str, str]] | None]:
    """The heading's text and attributes; None if the braces contain no attributes."""
    if not content.endswith("}"):
        return content, None
    simple = _ONE_ID.search(content, content.rfind("{"))
    if simple:
        return _unclosed(content[: simple.start()]), [("id", simple[1])]
    if content.endswith("{#}"):  # the exporter had no id for it
        return _unclosed(content[:-3]), []
    found = _ATTRIBUTES.search(content)
    if not found:
        return content, None
    attributes = parse_attributes(found[1])
    return (content, None) if attributes is None else (_unclosed(content[: found.start()]), attributes)


def _unclosed(text: str) -> str:
    """A heading's text before its attributes, without a closing sequence of `#`."""
    return _CLOSING.sub("", text.rstrip(" \t"))


def parse_attributes(text: str) -> list[tuple[str, str]] | None:
    """`#id .class key=value key="value"`; None for anything else. Classes are joined."""
    attributes: dict[str, str] = {}
    pos, text = 0, text.strip()
    while pos < len(text):
        found = _ATTRIBUTE.match(text, pos)
        if not found or found.end() == pos:
            return None
        if found[1]:
            attributes["id"] = found[1]
        elif found[2]:
            attributes["class"] = f"{attributes['class']} {found[2]}" if "class" in attributes else found[2]
        else:
            value = found[4]
            attributes[found[3]] = value[1:-1] if value.startswith('"') else value
        pos = found.end()
    return list(attributes.items())


def automatic_id(draft: NoteDraft, html: str, source: str) -> str:
    """Hugo's rule: visible text in lower case, each space as a hyphen, only letters, digits, `_` and `-` kept.

    Empty if nothing in the heading is text, as with a bare URL, or if the configuration disables ids.
    `source`: the heading as typed.
    """
    if not draft.dialect.goldmark.heading_ids:
        return ""
    html = without_footnote_marks(html)
    named = _LINK.sub(partial(_without_address, source), html)
    if plain_text(named) or draft.dialect.format != "obsidian":  # in a vault, every heading can be linked to
        html = named
    if draft.dialect.goldmark.emoji:
        html = with_names(html, source)
    text = _id_text(draft, html, _FIRST_RUN if _CURLED.search(source) else _FIRST_TYPED_RUN)
    if not text and not plain_text(html):
        return ""
    text = text.rsplit("\n", 1)[-1].strip()  # of an underlined heading, the last line
    name = _NAMED[draft.dialect.goldmark.heading_ids](text) or "heading"
    chosen = name
    if name in draft.ids:
        number = draft.ids[name]
        while chosen in draft.ids:
            number += 1
            chosen = f"{name}-{number}"
        draft.ids[name] = number
    draft.ids.setdefault(chosen, 0)
    return chosen


def _without_address(source: str, link: re.Match[str]) -> str:
    """A link whose text is its own address, as for a bare URL, without that text: it is not part of the id."""
    shown = unescape(link[2])
    is_bare = link[1] in (href(shown), href(f"mailto:{shown}"), href(f"https://{shown}")) and f"[{shown}]" not in source
    return link[0].replace(f">{link[2]}<", "><") if is_bare else link[0]


def _github(text: str) -> str:
    if text.isascii():
        return _NO_ID.sub("", text).lower().replace(" ", "-")
    return "".join(_in_id(char) for char in text if char in " -_" or char.isalpha() or char.isdecimal())


def _github_ascii(text: str) -> str:
    """The same without accents, and then without other non-ASCII characters."""
    return _github("".join(char for char in normalize("NFD", text) if char.isascii()))


def _blackfriday(text: str) -> str:
    """Letters and numbers, with one hyphen for everything between them."""
    words = "".join(char if char.isalpha() or category(char)[0] == "N" else " " for char in text).split()
    return "-".join("".join(map(_in_id, word)) for word in words)


_NAMED = {"github": _github, "github-ascii": _github_ascii, "blackfriday": _blackfriday}


def _in_id(char: str) -> str:
    return "-" if char == " " else char.lower()[0]  # one character each: `İ` becomes `i` without its dot


def _id_text(draft: NoteDraft, html: str, first_run: re.Pattern[str]) -> str:
    """Hugo takes only the first run of text from emphasis and links: up to a tag, a quote, a dash, or after `_`."""
    if "<" not in html and HOLE not in html:
        return plain_text(html)
    html = _PICTURE.sub(lambda found: escape(draft.pictures[int(found[1])].alt or ""), html)
    parts: list[str] = []
    depth, taken, pos = 0, False, 0
    for tag in _SPAN.finditer(html):
        text = html[pos : tag.start()]
        pos = tag.end()
        if text and not (depth and taken):
            first = first_run.match(text) if depth else None
            parts.append(first[0] if first else text)
            taken = True
        if tag[1]:
            depth = max(depth - 1, 0)  # a raw tag may close an element that was never opened
        elif tag[2] or tag[0].startswith(HOLE):
            taken = taken and depth > 0
            depth += 1
    parts.append(html[pos:])
    return plain_text("".join(parts))


def heading_text(draft: NoteDraft, html: str) -> str:
    """A heading's text: pictures as their alt text, without footnote numbers."""
    if HOLE in html:
        html = _PICTURE.sub(lambda found: escape(draft.pictures[int(found[1])].alt or ""), html)
    return plain_text(without_footnote_marks(html))
