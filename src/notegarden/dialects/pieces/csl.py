"""Citations and lists of references in a style of the Citation Style Language, written by citeproc-py.

A style is a file of the garden; without one, `author_date` is used. Markup that the style asks for is marked by
characters that no text has and becomes tags last, so that nothing in a bibliography can be HTML.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any, NamedTuple

from notegarden.dialects.pieces.author_date import AUTHOR_DATE
from notegarden.dialects.pieces.html import escape, without_reserved
from notegarden.notes.numbers import whole_number

_LONGEST_STYLE = 1_000_000
_TAGS = {"Italic": "i", "Oblique": "i", "Bold": "b", "Superscript": "sup", "Subscript": "sub"}
_MARKS = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4\ue0f5\ue0f6\ue0f7\ue0f8\ue0f9"
_SPACES = re.compile(r" {2,}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+?(?=[.,;)]*(?:\s|$|<))")
_WORDS = re.compile(r"(\s+)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")
_NOCASE = re.compile(r'<span class="nocase">(.*?)</span>', re.DOTALL)
_NAMES = frozenset(("author", "editor", "translator", "container-author", "collection-editor", "composer", "director",
                    "interviewer", "illustrator", "original-author", "recipient", "editorial-director"))  # fmt: skip
_DATES = frozenset(("issued", "accessed", "container", "event-date", "original-date", "submitted"))
_PERSON = frozenset(("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"))


class Locator(NamedTuple):
    """Where in a work: `p. 3` → ("page", "3")."""

    label: str
    value: str


class CslError(ValueError):
    """A file that is no style."""


class CslStyle:
    """The works that one page cites, in the order of their first use, as a style writes them.

    `data`: the style's bytes, b"" for the one that needs no file. `language`: of the page, as `en` or `de-AT`.
    Raises `CslError` where the bytes are no style.
    """

    def __init__(self, data: bytes, language: str, items: Iterable[dict[str, Any]]) -> None:
        from citeproc import CitationStylesBibliography
        from citeproc.source.json import CiteProcJSON

        self._style = _style(data, _locale(language))
        english = language.lower().startswith("en")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = CiteProcJSON([_clean(item, english) for item in items])
        self._works = CitationStylesBibliography(self._style, source, _formatter())
        layout = self._style.root.citation.layout
        self.prefix, self.suffix = (without_reserved(layout.get(name, "")) for name in ("prefix", "suffix"))
        self.sorts = self._style.root.citation.sort is not None
        self.delimiter = without_reserved(layout.get("delimiter", "; "))
        self._register(source)

    def _register(self, source: Any) -> None:
        """Number the works: in the order of their use, else as the list of references is sorted."""
        from citeproc import Citation, CitationItem

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._works.register(Citation([CitationItem(key) for key in source]))
            if self._style.has_bibliography():
                self._works.sort()

    def number(self, key: str) -> int:
        """The place of a work in the list of references, from 1; 0 for none."""
        keys: list[str] = self._works.keys
        return keys.index(key.lower()) + 1 if key.lower() in keys else 0

    def cited(self, key: str, locator: Locator | None = None) -> str:
        """One work as a citation names it, without what the style puts around all of a citation; "" where it fails."""
        from citeproc import Citation, CitationItem
        from citeproc import Locator as CslLocator

        more = {"locator": CslLocator(*locator)} if locator else {}
        item = CitationItem(key, **more)
        citation = Citation([item])
        citation.bibliography = self._works
        layout = self._style.root.citation.layout
        layout.repressed, self._style.root.citation.cites = {}, []
        return self._html(lambda: layout.render_children(item))

    def parted(self, key: str, locator: Locator | None, year: str) -> tuple[str, str]:
        """A citation as its author and the rest, where the style names them in this order; ("", all) elsewhere."""
        shown = self.cited(key, locator)
        for word in (year, "n.d."):
            at = shown.find(word) if word else -1
            if at > 0:
                return shown[:at].rstrip(" ,("), shown[at:]
        return "", shown

    def references(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """(key, HTML) of each of these works, in the style's order."""
        wanted = {key.lower(): key for key in keys}
        if not self._style.has_bibliography():
            return []
        layout = self._style.root.bibliography.layout
        found = []
        for item in self._works.items:
            if item.key in wanted:
                layout.repressed = {}
                html = self._html(lambda item=item: layout.format(layout.wrap(layout.render_children(item))))
                found.append((wanted[item.key], _linked(html)))
        return found

    def _html(self, render: Any) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                text = str(render() or "")
            except Exception:  # noqa: BLE001 - styles ask for what a work may not have; the other works still show
                return ""
        return _tagged(self._punctuated(text))

    def _punctuated(self, text: str) -> str:
        """With commas and full stops inside closing quotes, where the style's language has them there."""
        text = _DOUBLE_STOP.sub(".", _SPACES.sub(" ", text)).replace("?.", "?").strip(" ,")
        if str(self._style.root.get_locale_option("punctuation-in-quote")).lower() == "true":
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
    """The locale of citeproc-py that a language's name means; `en-US` for one that it has not."""
    import citeproc

    short, _, region = language.replace("_", "-").partition("-")
    name = f"{short.lower()}-{region.upper()}" if region else citeproc.PRIMARY_DIALECTS.get(short.lower(), "")
    return name if name in citeproc.LANGUAGE_NAMES else "en-US"


def _formatter() -> Any:
    """What citeproc-py asks for markup. Each style of letters is a pair of private characters."""

    def wrapped(number: int) -> Any:
        return lambda text: f"{_MARKS[2 * number]}{text}{_MARKS[2 * number + 1]}" if text else text

    marks = {name: wrapped(number) for number, name in enumerate(_TAGS)}
    plain = dict.fromkeys(("Light", "Underline", "SmallCaps", "preformat"), str)
    return SimpleNamespace(**marks, **plain)


def _tagged(text: str) -> str:
    html = escape(without_reserved(text))
    for number, tag in enumerate(_TAGS.values()):
        html = html.replace(_MARKS[2 * number], f"<{tag}>").replace(_MARKS[2 * number + 1], f"</{tag}>")
    return html


def _linked(html: str) -> str:
    return _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html)


def _clean(item: dict[str, Any], english: bool) -> dict[str, Any]:
    """A work with nothing that citeproc-py would stumble over: known fields, texts as strings, dates as numbers."""
    found: dict[str, Any] = {"id": str(item.get("id", "")), "type": str(item.get("type", "article"))}
    for name, value in item.items():
        if name in _NAMES:
            people = value[:500] if isinstance(value, list) else []
            found[name] = [person for each in people if (person := _person(each))]
        elif name in _DATES:
            date = _date(value)
            found |= {name: date} if date else {}
        elif name not in ("id", "type") and isinstance(value, str | int | float):
            found[name] = _text(str(value))
    if english and "language" not in found:
        found["language"] = "en"
    if "title" in found:
        is_english = str(found.get("language", "")).lower().startswith("en")
        found["title"] = _sentence_case(found["title"]) if is_english else _NOCASE.sub(r"\1", found["title"])
    return found


def _sentence_case(title: str) -> str:
    """An English title as styles expect it: a capital only for the first word, and for what is marked as protected."""
    parts = _NOCASE.split(title)  # every second part is protected
    out = ""
    for number, part in enumerate(parts):
        if number % 2:
            out += part
            continue
        for piece in _WORDS.split(part):
            follows = out.rstrip()[-1:]
            plain = piece[:1].isupper() and piece[1:].islower() and follows not in ("", ":", "?", ".", "!", "/")
            out += piece.lower() if plain else piece
    return out


def _person(person: Any) -> dict[str, str]:
    if not isinstance(person, dict):
        return {}
    parts = {name: _text(str(value)) for name, value in person.items() if name in _PERSON and value}
    return {"literal": parts["literal"]} if "literal" in parts else parts


def _date(value: Any) -> dict[str, Any]:
    """`date-parts` as numbers; a date in words is kept as it is."""
    if not isinstance(value, dict):
        return {}
    typed = value.get("date-parts")
    dates = []
    for parts in typed if isinstance(typed, list) else []:
        numbers = parts[:3] if isinstance(parts, list) else []
        numbers = [n for n in (whole_number(str(part), signed=True) for part in numbers) if n is not None]
        dates += [numbers] if numbers else []
    if dates:
        return {"date-parts": dates[:2]}
    words = value.get("raw") or value.get("literal")
    return {"literal": _text(str(words))} if words else {}


def _text(value: str) -> str:
    return value.translate(dict.fromkeys(map(ord, _MARKS)))
