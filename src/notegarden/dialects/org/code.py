"""Code: how a block's switches and header arguments affect its display. Nothing is ever run."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import md5

from notegarden.dialects.org.liststruct import ITEM, columns
from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.org.settings import plist, unquoted
from notegarden.notes.numbers import whole_number

_NUMBERS = re.compile(r"(?:^|\s)([-+])n(?:[ \t]+(\d+))?(?=\s|$)")
_KEEPS_LABELS = re.compile(r"(?:^|\s)-k(?=\s|$)")
_REMOVES_LABELS = re.compile(r"(?:^|\s)-r(?=\s|$)")
_KEEPS_INDENT = re.compile(r"(?:^|\s)-i(?=\s|$)")
_LABEL_FORM = re.compile(r'(?:^|\s)-l[ \t]+"([^"\n]+)"')
_LABEL = re.compile(r"([ \t]*)\(ref:([-\w ]+)\)[ \t]*$")
_EXPORTS = re.compile(r"(?:^|\s):exports\s+(\S+)")
_RESULT = re.compile(rf"[ \t]*(?:[:|]|\\begin\{{|#\+begin_(?!verse|center|quote))|{ITEM.pattern}", re.I)
_LINK = re.compile(r"[ \t]*\[\[[^\[\]]++\](?:\[[^\[\]]*+\])?\][ \t]*$")
_COMMA = re.compile(r"(\s*),(,*(?:\*|#\+))")
# Languages of which the result is shown, not the code, unless a block says otherwise.
_BY_RESULT = frozenset(("dot", "ditaa", "plantuml", "gnuplot", "asymptote", "mscgen", "lilypond"))


_OTHER_NAMES = {"ipython": "python", "conf-toml": "toml", "conf-space": "cfg", "conf": "cfg", "": "nil"}


def language_of(typed: str) -> str:
    """The exporter's name for a block's language."""
    plain = typed.removeprefix("jupyter-")
    return _OTHER_NAMES.get(plain, plain)


def uncommaed(text: str) -> str:
    """A line of code without the comma that escapes it from Org."""
    return _COMMA.sub(r"\1\2", text, count=1) if "," in text and _COMMA.match(text) else text


def header_arguments(page: OrgDraft, language: str, texts: list[str], line: int) -> dict[str, str]:
    """A block's header arguments: the file's, the headings', then its own."""
    found: dict[str, str] = {}
    low = language.lower()
    for text in (*page.header_lines(low, line), *texts):
        if ":" in text:
            found.update(plist(text))
    found["exports"] = unquoted(found.get("exports", "results" if low in _BY_RESULT else ""))
    return found


def drops_results(exports: str) -> bool:
    return exports in ("code", "none")


def call_exports(value: str) -> str:
    """Which of code and result `#+call: name(…)[…] :exports none` shows."""
    found = _EXPORTS.search(value.rpartition(")")[2])
    return found[1] if found else "results"


def inline_exports(page: OrgDraft, language: str, typed: str, line: int) -> str:
    """Which of code and result `src_LANG[…]{…}` shows: the result, unless specified otherwise."""
    found = header_arguments(page, language, [typed], line).get("exports", "").split()
    return found[0] if found else "code" if language == "org" else "results"


def is_result(text: str) -> bool:
    """Whether a line may begin a result written by code: a paragraph, verse or quote below `#+results` is kept."""
    return _RESULT.match(text) is not None


def is_result_link(text: str, before: str) -> bool:
    """Whether a line is a link to a file that code wrote: directly below `#+results`."""
    return _LINK.match(text) is not None and before.lstrip().lower().startswith("#+results")


def code_block(page: OrgDraft, lines: list[str], switches: str, header: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A block's code and the options of its fence."""
    code = [uncommaed(each) for each in lines]
    if header.get("noweb", "").split()[:1] in (["yes"], ["strip-tangle"]):
        code = [line for text in code for line in page.resolver.elsewhere.noweb(text, page.heading)]
    code = code if _KEEPS_INDENT.search(switches) else without_indent(code)
    options: dict[str, str] = {}
    numbers = _NUMBERS.search(switches)
    if numbers:
        count = int(numbers[2] or 1) if len(numbers[2] or "") < 7 else 1
        start = (page.last_code_line if numbers[1] == "+" else 0) + count
        options["linenos"] = "true"
        if start != 1:
            options["linenostart"] = str(start)
        page.last_code_line = start + len(code) - 1
    if "linenos" in header:
        options["linenos"] = unquoted(header["linenos"]) or "true"
    if "hl_lines" in header:
        options["hl_lines"] = unquoted(header["hl_lines"])
    first = whole_number(options.get("linenostart", ""))
    start = 1 if first is None else first
    labels: dict[str, tuple[int, str]] = {}
    code_lines: dict[int, str] = {}  # number in the block → label
    removes = _REMOVES_LABELS.search(switches) is not None and not _KEEPS_LABELS.search(switches)
    form = _LABEL_FORM.search(switches)
    labelled, sign = _label_pattern(form[1]) if form else (_LABEL, "(ref:")
    for number, text in enumerate(code):
        label = labelled.search(text) if sign in text else None
        if label:
            code_lines[number + 1] = label[2]
            labels[label[2]] = start + number, str(start + number) if removes else label[2]
            code[number] = text[: label.start()] + ("" if removes else f"{label[1]}({label[2]})")
    shown = "\n".join(code) + ("\n" if code else "")
    if labels:
        anchor = f"org-coderef--{_digest_of(code_lines)}"
        options |= {"linenos": options.get("linenos", "true"), "lineanchors": anchor}
        page.code_labels |= {name: (f"{anchor}-{number}", words) for name, (number, words) in labels.items()}
    return shown, options


@lru_cache(maxsize=8)
def _label_pattern(form: str) -> tuple[re.Pattern[str], str]:
    """The pattern for labels in the form of the switch `-l "…%s…"`, and text that lines with one contain."""
    before, _, after = form.partition("%s")
    return re.compile(rf"([ \t]*){re.escape(before)}([-\w]+[-\w ]*){re.escape(after)}[ \t]*$"), before


def _digest_of(labels: dict[int, str]) -> str:
    """The exporter's id of a block with labelled lines: a digest of the labels as Emacs prints them."""
    printed = " ".join(f"({number} . {label})" for number, label in reversed(labels.items()))
    return md5(f"({printed})".encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:6]


def without_indent(code: list[str]) -> list[str]:
    """Lines without their common indentation; other tabs stay, because a Makefile needs them."""
    filled = [each for each in code if each.strip()]
    least = min(filled, key=columns, default="")
    blank = least[: len(least) - len(least.lstrip(" \t"))]
    if all(each.startswith(blank) for each in filled):
        return [each[len(blank) :] if each.strip() else "" for each in code]
    cut = columns(blank)
    return [" " * (columns(each) - cut) + each.lstrip(" \t") if each.strip() else "" for each in code]
