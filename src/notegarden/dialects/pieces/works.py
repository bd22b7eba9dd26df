"""Convert a work in a BibTeX or BibLaTeX file to CSL-JSON, the input format of CSL styles."""

from __future__ import annotations

import logging
import re
from typing import Any

from notegarden.notes.numbers import whole_number

_KINDS = {
    "article": "article-journal", "book": "book", "mvbook": "book", "booklet": "pamphlet", "manual": "book",
    "collection": "book", "proceedings": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "unpublished": "manuscript", "patent": "patent", "software": "book",
    "video": "motion_picture", "audio": "song", "periodical": "article-journal", "misc": "article",
}  # fmt: skip
_FIELDS = {
    "volume": ("volume",), "issue": ("number", "issue"), "page": ("pages",), "publisher": (
        "publisher", "institution", "school", "organization", "howpublished"),
    "publisher-place": ("location", "address"), "edition": ("edition",), "DOI": ("doi",), "URL": ("url",),
    "ISBN": ("isbn",), "ISSN": ("issn",), "note": ("note",), "collection-title": ("series",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"), "genre": ("type",),
    "number-of-volumes": ("volumes",), "version": ("version",), "language": ("langid", "language"),
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_AND = re.compile(r"\s+and\s+(?![^{]*\})", re.I)
_PROTECTED = re.compile(r"\{+([^{}\\]+)\}+")
_BRACES = re.compile(r"[{}]")


def csl_of_bibtex(kind: str, key: str, fields: dict[str, str]) -> dict[str, Any]:
    """`kind`: the entry's type in lower case, without `@`. `fields`: by name in lower case, values as typed."""
    item: dict[str, Any] = {"id": key, "type": _KINDS.get(kind, "article")}
    for name, sources in _FIELDS.items():
        value = next((fields[source] for source in sources if fields.get(source)), "")
        if value:
            item[name] = _plain(value)
    for name in ("author", "editor", "translator"):
        if fields.get(name):
            item[name] = [_person(each) for each in _AND.split(fields[name].strip())[:200] if each.strip()]
    if fields.get("title"):
        item["title"] = _title(fields)
    if "page" in item:
        item["page"] = item["page"].replace("–", "-")
    date = _date(fields)
    if date:
        item["issued"] = {"date-parts": [date]}
    return item


def _title(fields: dict[str, str]) -> str:
    """The title; what braces protect from case changes is marked as in CSL-JSON."""
    title = fields["title"] + (f": {fields['subtitle']}" if fields.get("subtitle") else "")
    if "\\" in title:
        return _plain(title)
    marked = _PROTECTED.sub(r'<span class="nocase">\1</span>', title)
    return " ".join(_BRACES.sub("", marked).split())


def _date(fields: dict[str, str]) -> list[int]:
    found = _DATE.match(fields.get("date", "").strip()) or _DATE.search(fields.get("year", ""))
    if found is None:
        return []
    parts = [int(part) for part in found.groups() if part]
    month = _plain(fields.get("month", "")).lower()
    if len(parts) == 1 and month:
        number = whole_number(month) or next((n for n, m in enumerate(_MONTHS, 1) if m == month[:3]), 0)
        parts += [number] if 1 <= number <= 12 else []
    return parts


def _person(typed: str) -> dict[str, str]:
    """`Family, Given`, `Family, Suffix, Given` or `Given von Family`; a name in braces is an institution."""
    typed = typed.strip()
    if typed.startswith("{") and typed.endswith("}") and typed.count("{") == len(re.findall(r"^\{+", typed)[0]):
        return {"literal": _plain(typed)}
    parts = [_plain(part) for part in typed.split(",")]
    if len(parts) >= 3:
        return {"family": parts[0], "suffix": parts[1], "given": parts[2]}
    if len(parts) == 2:
        return {"family": parts[0], "given": parts[1]} if parts[1] else {"family": parts[0]}
    words = parts[0].split()
    if len(words) < 2:
        return {"literal": parts[0]}
    first = next((n for n, word in enumerate(words[1:-1], 1) if word[:1].islower()), len(words) - 1)
    return {"family": " ".join(words[first:]), "given": " ".join(words[:first])}


def _plain(value: str) -> str:
    """A value without LaTeX: commands become characters, braces are dropped."""
    if "\\" in value or "$" in value:
        value = _without_latex(value)
    value = value.replace("---", "—").replace("--", "–").replace("~", " ")
    return " ".join(_BRACES.sub("", value).split())


def _without_latex(value: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # keep the terminal for findings
    try:
        return str(LatexNodes2Text(math_mode="verbatim").latex_to_text(value))
    except Exception:  # noqa: BLE001 - a title that no LaTeX reader understands is shown as it is typed
        return value
