"""The works that one page cites, their format, and the list of references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from notegarden.dialects.org.basic_citations import BasicStyle
from notegarden.dialects.org.settings import Settings, plist, unquoted, words
from notegarden.dialects.org.slugs import slug
from notegarden.dialects.org.works import Works, is_link, style_in
from notegarden.dialects.pieces.cited_works import CitedWorks

if TYPE_CHECKING:
    from notegarden.dialects.pieces.bibliography import Bibliography, Entry

REF_KINDS = frozenset(
    ("cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "parencite", "textcite", "autocite",
     "nocite", "Cite", "Citep", "Citet")
)  # fmt: skip
_KEYS = re.compile(r"@([-.:?~`'/*+|(){}<>&_^$#%\w]*[\w}])")
_REFS = re.compile(r"(?<!\w)[cC]ite\w{0,6}:(?:[^\s&\[\]]*&)?([\w:.,&;-]+)")
_CITES_ALL = re.compile(r"\[cite/n(?:ocite)?:[^\[\]]*@\*")
_VERBATIM = re.compile(r"[ \t]*#\+(begin|end)_(src|example|export|comment)\b", re.I)


class PageWorks(CitedWorks):
    """Citations on a page of an Org file. `is_pandoc`: Pandoc's `[@key]` is enabled too."""

    unknown_hint = "name its file with #+bibliography"
    style_hint = "name another with #+cite_export"

    def __init__(self, works: Works, settings: Settings, lines: list[str]) -> None:
        self._works, self._lines = works, lines
        asked = settings.value("hugo_pandoc_citations") or "nil"
        self.is_pandoc = asked != "nil"
        exporter = settings.value("cite_export") or ""
        self.citation_style, self._list_form = _styles(exporter)
        is_ref = settings.value("csl-style") is not None or any(
            "bibliography:" in each and is_link(each) for each in lines
        )
        front = _front(settings) if self.is_pandoc else {}
        self._name = unquoted(front.get("csl", "")) or style_in(exporter) or unquoted(settings.value("csl-style") or "")
        super().__init__(
            settings.value("language") or "en",
            [
                *(each.lstrip("@") for each in words(front.get("nocite", "").strip("'()"))),
                *("*" for text in lines if "@*" in text and _CITES_ALL.search(text)),
            ],
            has_style=self.is_pandoc or exporter.split()[:1] == ["csl"] or (is_ref and not exporter),
            is_linked=not self.is_pandoc or front.get("link-citations") in ("true", "t"),
        )

    @property
    def bibliography(self) -> Bibliography:
        return self._works.bibliography

    def style_data(self) -> tuple[str, bytes]:
        return self._name, self._works.style(self._name) or b""

    def heading_id(self, title: str) -> str:
        return slug(title)

    def identity(self, key: str) -> str:
        return super().identity(key) if self.is_pandoc else f"citeproc_bib_item_{self.style.number(key)}"

    def entry_html(self, html: str) -> str:
        return f"<p>{html}</p>" if self.is_pandoc else html

    @cached_property
    def basic(self) -> BasicStyle:
        return BasicStyle(self._entries(self.keys_in_text()), self._list_form)

    def plain_references(self, entries: Sequence[Entry]) -> list[tuple[str, str]]:
        return [(entry.key, self.basic.reference(entry)) for entry in self.basic.ordered(entries)]

    def keys_in_text(self) -> list[str]:
        found: list[str] = []
        inside = False
        for text in self._lines:
            edge = _VERBATIM.match(text) if "#+" in text else None
            inside = edge[1].lower() == "begin" if edge else inside
            if inside:
                continue
            found += _KEYS.findall(text) if "@" in text else []
            for keys in _REFS.findall(text) if "ite" in text else ():
                found += re.split(r"[,;&]+", keys)
        return found


def _styles(exporter: str) -> tuple[tuple[str, str], str]:
    """The default style and variant of citations, and the form of the list.

    `basic numeric author/caps` of `#+cite_export`: citations name the author, the works of the list are numbered.
    """
    found = words(exporter)
    style, _, variant = (found[2] if len(found) > 2 else "").partition("/")
    return (style, variant), found[1] if len(found) > 1 and found[0] == "basic" else ""


def _front(settings: Settings) -> dict[str, str]:
    heading = settings.heading
    own = heading.inherited("EXPORT_HUGO_CUSTOM_FRONT_MATTER") if heading is not None else None
    return plist(own if own is not None else settings.joined("hugo_custom_front_matter") or "")
