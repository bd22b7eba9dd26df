"""The keywords and properties of ox-hugo, to report those that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notegarden.dialects.org.drawers import PROPERTY
from notegarden.dialects.org.outline import Outline
from notegarden.nearest import Names

# Those of the exporter that a page depends on, and those that only say how its Markdown is written or where it goes.
_HUGO = (
    "aliases", "allow_spaces_in_tags", "audio", "auto_set_lastmod", "base_dir", "blackfriday", "bundle", "categories",
    "code_fence", "custom_front_matter", "date", "date_format", "delete_trailing_ws", "draft", "expirydate",
    "front_matter_format", "front_matter_key_replace", "goldmark", "headless", "images", "iscjklanguage", "keywords",
    "lastmod", "layout", "level_offset", "linktitle", "locale", "markup", "menu", "menu_override", "outputs",
    "paired_shortcodes", "pandoc_citations", "prefer_hyphen_in_tags", "preserve_filling", "publishdate", "resources",
    "section", "section_frag", "series", "slug", "tags", "type", "url", "use_code_for_kbd", "videos", "weight",
    "with_locale",
)  # fmt: skip
_OF_ORG = (
    "author", "bibliography", "creator", "date", "description", "email", "exclude_tags", "file_name",
    "html_container", "html_container_class", "keywords", "language", "options", "select_tags", "subtitle", "title",
    "toc",
)  # fmt: skip
_NAMES = frozenset([*(f"hugo_{each}" for each in _HUGO), *_OF_ORG])
_KNOWN = Names(_NAMES)
_EXPORT = "export_"
_SIMPLE = re.compile(r"[\W_]+")


def unknown_keys(outline: Outline) -> Iterator[tuple[int, str, str]]:
    """(line, key as typed, the one that was probably meant) of the keys of ox-hugo that are none; each key once."""
    seen: set[str] = set()
    for line, typed, name, is_property in _keys(outline):
        if name not in seen and (meant := _meant(name, is_property=is_property)) is not None:
            seen.add(name)
            yield line, typed, meant


def _keys(outline: Outline) -> Iterator[tuple[int, str, str, bool]]:
    """Line, key as typed, and key in lower case of the file's own keywords and properties."""
    lines = outline.lines
    for each in outline.keywords:
        if each.line < len(lines) and each.name.startswith("hugo_"):
            yield each.line, f"#+{each.name}", each.name, False
    drawers = [(0, outline.start), *((each.line + 1, each.body) for each in outline.headings)]
    for start, stop in drawers:
        for number in range(start, stop):
            found = PROPERTY.match(lines[number])
            if found and found[1].lower().startswith(("export_", "hugo_")):
                yield number, f":{found[1]}:", found[1].lower(), True


def _meant(name: str, *, is_property: bool) -> str | None:
    """The correct spelling of a key, "" if none is similar, None if it is correct.

    Of `EXPORT_…`, only Hugo's and very similar keys are reported: other exporters have their own.
    """
    plain = name.removeprefix(_EXPORT)
    if plain in _NAMES:
        return None if not is_property or plain != name else f"{_EXPORT}{plain}".upper()
    near = _KNOWN.nearest(plain)
    if not plain.startswith("hugo_") and _SIMPLE.sub("", plain) != _SIMPLE.sub("", near):
        return None
    return (f"{_EXPORT}{near}".upper() if is_property else f"#+{near}") if near else ""
