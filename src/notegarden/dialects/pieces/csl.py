"""Citations and lists of references in a CSL style (Citation Style Language), formatted by citeproc-py.

A style is a file of the garden; the default is `author_date`. Formatting by the style is marked with
characters that no text contains and converted to tags last, so that nothing in a bibliography can become HTML.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from io import BytesIO
from types import SimpleNamespace
from typing import Any, NamedTuple

from notegarden.dialects.pieces.author_date import AUTHOR_DATE
from notegarden.dialects.pieces.csl_item import MARKS, cleaned
from notegarden.dialects.pieces.html import escape, without_reserved

_LONGEST_STYLE = 1_000_000
_KEY = "work"
_YEAR_SUFFIX = "disambiguate-add-year-suffix"
_ISSUED_IN = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBERED = b"citation-number"
_TAGS = {"Italic": "i", "Oblique": "i", "Bold": "b", "Superscript": "sup", "Subscript": "sub"}
_SPACES = re.compile(r" {2,}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+?(?=[.,;)]*(?:\s|$|<))")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


class Locator(NamedTuple):
    """A place in a work: `p. 3` → ("page", "3")."""

    label: str
    value: str


class CslError(ValueError):
    """A file that is not a valid style."""


class _Sheet(NamedTuple):
    """A style in a language: `english`, whether works without a language are in English."""

    data: bytes
    locale: str
    english: bool

    @property
    def style(self) -> Any:
        """citeproc-py's object. Raises `CslError`."""
        return _style(self.data, self.locale)


class CslStyle:
    """The works that one page cites, in order of first use, formatted by a style.

    `data`: the style's bytes, b"" for the built-in one. `language`: of the page, such as `en` or `de-AT`.
    `sorts`: it sorts the works of one citation. `is_sorted`: it sorts the list of references, so that a work's number
    is only known when all works are. `is_numbered`: it shows that number. Raises `CslError` if the style is invalid.
    """

    def __init__(self, data: bytes, language: str, items: Iterable[dict[str, Any]] = ()) -> None:
        self._sheet = _Sheet(data, _locale(language), language.lower().startswith("en"))
        root = self._sheet.style.root
        layout = root.citation.layout
        self.prefix, self.suffix = (without_reserved(layout.get(name, "")) for name in ("prefix", "suffix"))
        self.delimiter = without_reserved(layout.get("delimiter", "; "))
        self.sorts = root.citation.sort is not None
        self.is_sorted = bool(_sort_keys(self._sheet))
        self.is_numbered = _NUMBERED in data
        self._adds_letters = self.is_sorted and root.citation.get(_YEAR_SUFFIX) == "true"
        self._works: dict[str, str] = {}
        self._numbers: dict[str, int] | None = None
        self._letters: dict[str, str] | None = None
        for item in items:
            self.add(item)

    def add(self, item: dict[str, Any]) -> None:
        """Add another work of the page."""
        self._works.setdefault(without_reserved(str(item.get("id", ""))), json.dumps(item))
        self._numbers = self._letters = None

    def __contains__(self, key: str) -> bool:
        return key in self._works

    def number(self, key: str) -> int:
        """The position of a work in the list of references, from 1; 0 for none."""
        if self._numbers is None:
            self._numbers = {each: number for number, each in enumerate(self._in_order(), 1)}
        return self._numbers.get(key, 0)

    def _in_order(self) -> list[str]:
        keys = [*self._works]
        for number, element in reversed([*enumerate(_sort_keys(self._sheet))]):
            is_descending = element.get("sort", "ascending").lower() == "descending"
            values: dict[str, str] = {}
            for place, (key, work) in enumerate(self._works.items(), 1):
                value = _sort_values(self._sheet, work, place if self.is_numbered else 0)[number]
                values |= {key: value} if value is not None else {}
            sortable = sorted((key for key in keys if key in values), key=values.__getitem__, reverse=is_descending)
            keys = [*sortable, *(key for key in keys if key not in values)]
        return keys

    def cited(self, key: str, locator: Locator | None = None) -> str:
        """One work in a citation, without the style's brackets around the citation; "" if formatting fails."""
        return self._lettered(key, _citation(self._sheet, self._works[key], self._shown_number(key), locator))

    def parted(self, key: str, locator: Locator | None, year: str) -> tuple[str, str]:
        """A citation split into its author and the rest, if the style has this order; otherwise ("", all)."""
        shown = self.cited(key, locator)
        for word in (year, "n.d."):
            at = shown.find(word) if word else -1
            if at > 0:
                return shown[:at].rstrip(" ,("), shown[at:]
        return "", shown

    def entry(self, key: str) -> str:
        """A work's entry in the list of references; "" if the style has no such list, or formatting fails."""
        return self._lettered(key, self.lone_entry(key))

    def lone_entry(self, key: str) -> str:
        """The same as `entry`, without disambiguation from other works of the page."""
        return _entry(self._sheet, self._works[key], self._shown_number(key))

    def references(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """(key, HTML) of each of these works, in the style's order."""
        return [(key, html) for key in sorted(keys, key=self.number) if (html := self.entry(key))]

    def _lettered(self, key: str, html: str) -> str:
        """The text with the letter after the year that distinguishes works cited alike: 1984a."""
        if not self._adds_letters:
            return html
        if self._letters is None:
            self._letters = self._letters_of_works()
        letter = self._letters.get(key, "")
        return re.sub(rf"(?<!\d){_year(self._works[key])}(?!\d)", rf"\g<0>{letter}", html, count=1) if letter else html

    def _letters_of_works(self) -> dict[str, str]:
        alike: dict[str, list[str]] = {}
        for key in self._in_order():
            if _year(self._works[key]):
                shown = _citation(self._sheet, self._works[key], self._shown_number(key), None)
                alike.setdefault(shown, []).append(key)
        several = (keys for keys in alike.values() if len(keys) > 1)
        return {key: _letters(place) for keys in several for place, key in enumerate(keys)}

    def _shown_number(self, key: str) -> int:
        """A work's number; 0 if the style does not show it, so that pages share cached results."""
        return self.number(key) if self.is_numbered else 0


def _letters(place: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    more, last = divmod(place, 26)
    return (_letters(more - 1) if more else "") + chr(ord("a") + last)


def _year(work: str) -> str:
    """The year of a work, "" if it has none."""
    found = _ISSUED_IN.search(json.dumps(json.loads(work).get("issued")))
    return found[0] if found else ""


@lru_cache(maxsize=10_000)
def _citation(sheet: _Sheet, work: str, number: int, locator: Locator | None) -> str:
    """Cached, like the functions below: many notes cite the same works, and each call takes milliseconds."""
    citation, item = sheet.style.root.citation, _item(sheet, work, number, locator)
    layout = citation.layout
    layout.repressed, citation.cites = {}, []
    return _html(sheet, lambda: layout.render_children(item))


@lru_cache(maxsize=10_000)
def _entry(sheet: _Sheet, work: str, number: int) -> str:
    if not sheet.style.has_bibliography():
        return ""
    layout, item = sheet.style.root.bibliography.layout, _item(sheet, work, number)
    layout.repressed = {}
    return _linked(_html(sheet, lambda: layout.format(layout.wrap(layout.render_children(item)))))


@lru_cache(maxsize=10_000)
def _sort_values(sheet: _Sheet, work: str, place: int) -> tuple[str | None, ...]:
    """The sort values of a list of references; integers padded so that they sort as texts."""
    layout, item = sheet.style.root.bibliography.layout, _item(sheet, work, place)
    layout.repressed = {}
    found: list[str | None] = []
    for key in _sort_keys(sheet):
        value = _of_work(partial(_sort_value, key, item, layout))
        text = str(value).lower()
        found.append(None if value is None else text.zfill(20) if text.isdecimal() else text)
    return tuple(found)


def _sort_value(key: Any, item: Any, layout: Any) -> Any:
    return key.sort_keys([item], layout)[0]


def _sort_keys(sheet: _Sheet) -> list[Any]:
    """The elements that define how a list of references is sorted."""
    root = sheet.style.root
    return root.findall("cs:bibliography/cs:sort/cs:key", root.nsmap) if sheet.style.has_bibliography() else []


def _item(sheet: _Sheet, work: str, number: int, locator: Locator | None = None) -> Any:
    """A citeproc-py item for a work, with its number in the list of references."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc import Locator as CslLocator
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON([cleaned(json.loads(work), english=sheet.english) | {"id": _KEY}])
    item = CitationItem(_KEY, **({"locator": CslLocator(*locator)} if locator else {}))
    citation = Citation([item])
    citation.bibliography = CitationStylesBibliography(sheet.style, source, _formatter())
    citation.bibliography.keys = [""] * (number - 1) + [_KEY]
    return item


def _of_work(render: Callable[[], Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return render()
        except Exception:  # noqa: BLE001 - styles ask for what a work may not have; the other works still show
            return None


def _html(sheet: _Sheet, render: Callable[[], Any]) -> str:
    return _tagged(_punctuated(sheet, str(_of_work(render) or "")))


def _punctuated(sheet: _Sheet, text: str) -> str:
    """With commas and full stops inside closing quotes, if the style's language puts them there."""
    text = _DOUBLE_STOP.sub(".", _SPACES.sub(" ", text)).replace("?.", "?").strip(" ,")
    if str(sheet.style.root.get_locale_option("punctuation-in-quote")).lower() == "true":
        text = text.replace("?”.", "?”").replace("”,", ",”").replace("”.", ".”")
    return _APOSTROPHE.sub("’", text)


@lru_cache(maxsize=16)
def _style(data: bytes, locale: str) -> Any:
    from citeproc import CitationStylesStyle

    data = data or AUTHOR_DATE
    if len(data) > _LONGEST_STYLE or b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data:
        raise CslError("not a plain CSL file of at most 1 MB")
    try:
        style = CitationStylesStyle(BytesIO(data), locale=locale, validate=False)
        layout = style.root.citation.layout
        if layout is None:
            raise CslError("it has no layout for citations")
    except CslError:
        raise
    except Exception as error:
        raise CslError(str(error).partition("\n")[0][:200]) from error
    if style.has_bibliography() and style.root.bibliography.get("second-field-align"):
        first = next(iter(style.root.bibliography.layout), None)
        if first is not None:
            first.set("suffix", first.get("suffix", "").rstrip() + " ")
    return style


def _locale(language: str) -> str:
    """The citeproc-py locale for a language; `en-US` if there is none."""
    import citeproc

    short, _, region = language.replace("_", "-").partition("-")
    name = f"{short.lower()}-{region.upper()}" if region else citeproc.PRIMARY_DIALECTS.get(short.lower(), "")
    return name if name in citeproc.LANGUAGE_NAMES else "en-US"


def _formatter() -> Any:
    """The formatter for citeproc-py. Each kind of formatting is a pair of private-use characters."""

    def wrapped(number: int) -> Any:
        return lambda text: f"{MARKS[2 * number]}{text}{MARKS[2 * number + 1]}" if text else text

    marks = {name: wrapped(number) for number, name in enumerate(_TAGS)}
    plain = dict.fromkeys(("Light", "Underline", "SmallCaps", "preformat"), str)
    return SimpleNamespace(**marks, **plain)


def _tagged(text: str) -> str:
    html = escape(without_reserved(text))
    for number, tag in enumerate(_TAGS.values()):
        html = html.replace(MARKS[2 * number], f"<{tag}>").replace(MARKS[2 * number + 1], f"</{tag}>")
    return html


def _linked(html: str) -> str:
    return _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html)
