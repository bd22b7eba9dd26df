"""The works that one page cites: which they are, how the page shows them, and its list of references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from notegarden.dialects.org.settings import Settings, plist, unquoted, words
from notegarden.dialects.org.slugs import slug
from notegarden.dialects.org.words import word
from notegarden.dialects.org.works import Works, is_link, style_in
from notegarden.dialects.pieces.csl import CslError, CslStyle, Locator
from notegarden.dialects.pieces.html import escape

if TYPE_CHECKING:
    from notegarden.dialects.pieces.bibliography import Bibliography, Entry

REF_KINDS = frozenset(
    ("cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "parencite", "textcite", "autocite",
     "nocite", "Cite", "Citep", "Citet")
)  # fmt: skip
_KEYS = re.compile(r"@([-.:?~`'/*+|(){}<>&_^$#%\w]*[\w}])")
_REFS = re.compile(r"(?<!\w)[cC]ite\w{0,6}:(?:[^\s&\[\]]*&)?([\w:.,&;-]+)")
_VERBATIM = re.compile(r"[ \t]*#\+(begin|end)_(src|example|export|comment)\b", re.I)


class PageWorks:
    """How a page cites. `is_pandoc`: by Pandoc's `[@key]` too; `has_style`: in a style of CSL."""

    def __init__(self, works: Works, settings: Settings, lines: list[str]) -> None:
        self._works, self._lines = works, lines
        self.language = settings.value("language") or "en"
        asked = settings.value("hugo_pandoc_citations") or "nil"
        self.is_pandoc = asked != "nil"
        exporter = settings.value("cite_export") or ""
        is_ref = settings.value("csl-style") is not None or any(
            "bibliography:" in each and is_link(each) for each in lines
        )
        self.has_style = self.is_pandoc or exporter.split()[:1] == ["csl"] or (is_ref and not exporter)
        front = _front(settings) if self.is_pandoc else {}
        name = unquoted(front.get("csl", "")) or style_in(exporter) or unquoted(settings.value("csl-style") or "")
        self._is_linked = not self.is_pandoc or front.get("link-citations") in ("true", "t")
        self.nocite = [each.lstrip("@") for each in words(front.get("nocite", "").strip("'()"))]
        self._name, self._keys = name, list[str]()
        self._style: CslStyle | None = None
        self.failure = ""

    @property
    def bibliography(self) -> Bibliography:
        return self._works.bibliography

    def text(self, entry: Entry, locator: Locator | None) -> str:
        """One work as the style cites it, escaped."""
        return self._of(entry).cited(entry.key, locator) or escape(f"{entry.names} {entry.year}".strip())

    def author_and_rest(self, entry: Entry, locator: Locator | None) -> tuple[str, str]:
        """A citation parted behind its author; a style of numbers names none, so the work's own names are used."""
        author, rest = self._of(entry).parted(entry.key, locator, entry.year)
        return author or escape(_short(entry)), rest or escape(entry.year)

    def link(self, entry: Entry, html: str) -> str:
        return f'<a href="#{escape(self._identity(entry.key))}">{html}</a>' if self._is_linked else html

    def around(self, html: str) -> str:
        """A whole citation with the style's brackets."""
        style = self._style
        return f"{escape(style.prefix)}{html}{escape(style.suffix)}" if style is not None else f"({html})"

    def place(self, key: str) -> int:
        """What the works of one citation are sorted by, where the style sorts them."""
        return self._style.number(key) if self._style is not None and self._style.sorts else 0

    @property
    def delimiter(self) -> str:
        return escape(self._style.delimiter) if self._style is not None else "; "

    def _identity(self, key: str) -> str:
        """The id of a work's entry in the list of references."""
        if self.is_pandoc or self._style is None:
            return f"ref-{key}"
        return f"citeproc_bib_item_{self._style.number(key)}"

    def _of(self, entry: Entry) -> CslStyle:
        """The style, with this work among those that it numbers."""
        if self._style is None:
            self._keys = [key for key in dict.fromkeys(self._keys_in_text()) if self.bibliography.get(key)]
        if self._style is None or entry.key not in self._keys:
            self._keys += [entry.key] if entry.key not in self._keys else []
            self._style = self._made()
        return self._style

    def _made(self) -> CslStyle:
        items: list[dict[str, Any]] = [
            each.item for key in self._keys if (each := self.bibliography.get(key)) is not None
        ]
        data = self._works.style(self._name) or b""
        try:
            return CslStyle(data, self.language, items)
        except CslError as error:
            self.failure = f"{self._name} is no style of CSL that can be read: {error}"
            return CslStyle(b"", self.language, items)

    def _keys_in_text(self) -> list[str]:
        """The keys that the page names, in order; a style that numbers them needs all of them before the first."""
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
        return found + self.nocite

    def references(self, keys: list[str], *, is_titled: bool) -> str:
        """The list of the works that the page cites. `is_titled`: with a heading."""
        entries = [entry for key in [*keys, *self.nocite] if (entry := self.bibliography.get(key)) is not None]
        if not entries:
            return ""
        title = word(self.language, "references")
        heading = f'<h2 id="{slug(title)}">{escape(title)}</h2>\n' if is_titled else ""
        if not self.has_style:
            return heading + "".join(map(_basic_reference, entries))
        for entry in entries:
            self._of(entry)
        shown = self._of(entries[0]).references(list(dict.fromkeys(entry.key for entry in entries)))
        tag = ("<p>", "</p>") if self.is_pandoc else ("", "")
        rows = [
            f'<div class="csl-entry" id="{escape(self._identity(key))}">{tag[0]}{html}{tag[1]}</div>\n'
            for key, html in shown
        ]
        return f'{heading}<div class="csl-bib-body">\n{"".join(rows)}</div>\n'


def _front(settings: Settings) -> dict[str, str]:
    heading = settings.heading
    own = heading.inherited("EXPORT_HUGO_CUSTOM_FRONT_MATTER") if heading is not None else None
    return plist(own if own is not None else settings.joined("hugo_custom_front_matter") or "")


def _short(entry: Entry) -> str:
    """The authors' family names, as a sentence names them."""
    typed = [each.strip() for each in entry.names.split(" and ")]
    plain = [each.partition(",")[0] if "," in each else each.rpartition(" ")[2] for each in typed]
    return f"{plain[0]} et al." if len(plain) > 2 else " and ".join(plain)


def _basic_reference(entry: Entry) -> str:
    source = f", {escape(entry.source)}" if entry.source else ""
    names = f"{escape(entry.names)} ({escape(entry.year)}). <em>{escape(entry.title)}</em>{source}."
    return f'<p id="ref-{escape(entry.key)}">{names}</p>\n'
