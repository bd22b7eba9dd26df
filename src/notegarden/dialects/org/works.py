"""The bibliographies and styles of a file's notes, and their content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath

from notegarden.dialects.org.outline import Outline
from notegarden.dialects.org.settings import plist, unquoted
from notegarden.dialects.pieces.bibliography import Bibliography
from notegarden.files.scan import digest

_MOST = 20
_LINK = re.compile(r"(?<![\w-])bibliography:([^\s\[\]]+)")
_STYLES_FOLDER = re.compile(r"org-cite-csl-styles-dir:[ \t]*\"([^\"]*)\"")

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Works:
    """`files`: (path, bytes) of the bibliographies in the garden. `styles`: the same for styles, by the
    name used in the file. `missing`: names of missing bibliographies and styles."""

    files: tuple[tuple[str, bytes], ...] = ()
    styles: tuple[tuple[str, bytes], ...] = ()
    missing: tuple[str, ...] = ()

    @cached_property
    def bibliography(self) -> Bibliography:
        return Bibliography(self.files)

    def style(self, name: str) -> bytes | None:
        return next((data for typed, data in self.styles if typed == name), None)

    def fingerprint(self) -> list[tuple[str, str]]:
        return [*((path, digest(data)) for path, data in (*self.files, *self.styles)), *((n, "") for n in self.missing)]


def works_of(file: str, outline: Outline, local: dict[str, str], read: Read) -> Works:
    """`file`: relative to the garden's root. `read` returns the bytes of a file in the garden, None if missing."""
    folder = dirname(file)
    files: dict[str, bytes] = {}
    missing: list[str] = []
    names = [*dict.fromkeys(_bibliographies(outline)), *(local.get("bibliography", "").split("\n"))]
    for name in [each for each in names if each][:_MOST]:
        place = _inside(folder, name)
        data = read(place) if place else None
        if data is None:
            missing.append(name)
        else:
            files.setdefault(place, data)
    styles: dict[str, bytes] = {}
    for name in [*dict.fromkeys(_styles(outline))][:_MOST]:
        for place in _style_places(folder, name, outline, local):
            data = read(place)
            if data is not None:
                styles[name] = data
                break
        else:
            missing.append(name)
    return Works(tuple(files.items()), tuple(styles.items()), tuple(missing))


def _inside(folder: str, name: str) -> str:
    place = normpath(join(folder, name))
    return "" if name.startswith(("/", "~")) or place.startswith("..") else place


def _bibliographies(outline: Outline) -> Iterator[str]:
    for value in outline.values("bibliography"):
        yield unquoted(value.strip())
    if "EXPORT_BIBLIOGRAPHY" in outline.property_names:
        for each in (outline.properties, *(heading.properties for heading in outline.headings)):
            yield from _listed(each.get("EXPORT_BIBLIOGRAPHY", ""))
    for text in outline.lines:
        if "bibliography:" in text and is_link(text):
            for found in _LINK.findall(text):
                yield from _listed(found)


def is_link(text: str) -> bool:
    """Whether a line has org-ref's `bibliography:` link, and is not the keyword."""
    return not text.lstrip().startswith("#+") and _LINK.search(text) is not None


def _listed(value: str) -> Iterable[str]:
    return [name for part in value.split(",") if (name := unquoted(part.strip()))]


def _styles(outline: Outline) -> Iterator[str]:
    for value in outline.values("cite_export"):
        if name := style_in(value):
            yield name
    for name in ("csl-style", "csl_style"):
        yield from (unquoted(value.strip()) for value in outline.values(name) if value.strip())
    texts = [*outline.values("hugo_custom_front_matter")]
    for heading in outline.headings if "EXPORT_HUGO_CUSTOM_FRONT_MATTER" in outline.property_names else ():
        texts += [heading.properties.get("EXPORT_HUGO_CUSTOM_FRONT_MATTER", "")]
        texts += [heading.added.get("EXPORT_HUGO_CUSTOM_FRONT_MATTER", "")]
    for text in texts:
        if ":csl" in text and (name := unquoted(plist(text).get("csl", ""))):
            yield name


def style_in(value: str) -> str:
    """The style in a `#+cite_export`: `csl apa.csl` → `apa.csl`; "" for none."""
    words = value.split()
    return unquoted(words[1]) if len(words) > 1 and words[0] == "csl" else ""


def _style_places(folder: str, name: str, outline: Outline, local: dict[str, str]) -> Iterator[str]:
    folders = ["", *_STYLES_FOLDER.findall("\n".join(outline.lines[-40:])), local.get("csl_styles", "")]
    for each in dict.fromkeys(folders):
        place = _inside(folder, join(each, name)) if not each.startswith(("/", "~")) else ""
        if place:
            yield place
