"""Highlight code with Pygments' classes; colours are in the theme. Unknown languages and `nil` stay plain."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import HOLE, MARK, MARK_RE, escape
from notegarden.notes.numbers import whole_number

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# A lexer may take quadratic time, and highlighting is useless in such long code.
_LONGEST = 60_000
_LONGEST_LINE = 4_000
# From each such line, many lexers search for the end of white space.
_LONGEST_BLANK = 250
_BLANK = re.compile(r"\s+")
_PLAIN = frozenset(("", "nil", "text", "txt", "plain", "plaintext", "none", "fundamental", "example", "output"))
_OTHER_NAMES = {"rjsx": "javascript", "jsx": "javascript", "tsx": "typescript", "conf": "ini", "dot": "graphviz"}
_INFO = re.compile(r"\s*([^\s{]*)\s*(?:\{(.*)\})?", re.DOTALL)
_OPTION = re.compile(r"""([\w-]+)\s*=\s*(\[[^\]]*\]|"[^"]*"|'[^']*'|[^\s,}]+)|([.#][\w-]+)""")
_NUMBERS = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")


def fenced_code(draft: NoteDraft, code: str, info: str) -> str:
    """`info`: the language and Hugo's attributes, as in `python {linenos=true, hl_lines=["1","3-5"]}`."""
    if MARK in info:  # a shortcode does not name a language
        info = MARK_RE.sub(lambda one: draft.placeholders[int(one[1])].source, info)
    found = _INFO.match(info)
    language = found[1] if found else ""
    options = parse_options(found[2]) if found and found[2] else {}
    return code_block(draft, code, language, options)


def parse_options(text: str) -> dict[str, str]:
    """`linenos=true, hl_lines=["1","3-5"]` with values as written, without quotes; `.name` adds to `class`."""
    options: dict[str, str] = {}
    for name, value, short in _OPTION.findall(text):
        if short.startswith("."):
            options["class"] = f"{options.get('class', '')} {short[1:]}".strip()
        elif short:
            options["id"] = short[1:]
        else:
            options[name.lower()] = value[1:-1] if value[:1] in "\"'" else value
    return options


def code_block(
    draft: NoteDraft, code: str, language: str, options: dict[str, str], *, numbers_as_text: bool = False
) -> str:
    """A code block. Line numbers are attributes, which are not copied with the code, or text, as in Hugo."""
    lines = _Lines(options)
    html = draft.in_code(highlighted(code, language), text_only=True)
    named = f' class="language-{escape(language)}" data-lang="{escape(language)}"' if language else ""
    gutter = ""
    if numbers_as_text and lines.numbered and _is_known(language):
        html, gutter = lines.with_text(html)
    else:
        html = lines.with_attributes(html)
    html = draft.in_code(html)
    pre = f'<pre tabindex="0"><code{named}>{html}</code></pre>'
    if gutter:
        numbers = f'<td class="lntd"><pre tabindex="0"><code>{gutter}</code></pre></td>'
        pre = f'<table class="lntable"><tr>{numbers}\n<td class="lntd">{pre}</td></tr></table>'
    if not language and not options:
        return f"{pre}\n"
    classes = f"highlight {options['class']}" if "class" in options else "highlight"
    identity = f' id="{escape(options["id"])}"' if "id" in options else ""
    return f'<div class="{escape(classes)}"{identity}>{pre}</div>\n'


def inline_code(draft: NoteDraft, code: str, language: str) -> str:
    html = draft.in_code(highlighted(code.strip(), language))
    return f'<code class="code-inline language-{escape(language)}">{html}</code>'


def highlighted(code: str, language: str) -> str:
    """Escaped code with a `span` for each token that has a class. No span extends over a line end."""
    name = language.lower()
    if name in _PLAIN or len(code) > _LONGEST or MARK in code or HOLE in code:  # a lexer would split placeholders
        return escape(code)
    lexer = _lexer(_OTHER_NAMES.get(name, name))
    if lexer is None or _longest(code.split("\n")) > _LONGEST_LINE or _longest(_BLANK.findall(code)) > _LONGEST_BLANK:
        return escape(code)
    classes = _classes()
    out: list[str] = []
    last, text = "-", ""
    for kind, value in lexer.get_tokens(code):
        name = classes.get(kind) or _class_of(kind)
        if name == last:
            text += value
            continue
        if text:
            out.append(_span(last, text))
        last, text = name, value
    out.append(_span(last, text))
    return "".join(out)


def _longest(parts: list[str]) -> int:
    return max(map(len, parts), default=0)


def _span(name: str, text: str) -> str:
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = escape(text)
    if name == "-":
        return text
    if "\n" in text:
        return "\n".join([f'<span class="{name}">{line}</span>' if line else "" for line in text.split("\n")])
    return f'<span class="{name}">{text}</span>'


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=1)
def _classes() -> dict[object, str]:
    """Token type → CSS class; "-" for types without one."""
    from pygments.token import STANDARD_TYPES, Name, Punctuation, Text, Whitespace

    # Plain names, punctuation and white space look like text: no span, and a page a third smaller.
    bare: tuple[object, ...] = (Text, Whitespace, Name, Punctuation)
    return {kind: "-" if kind in bare or not name else name for kind, name in STANDARD_TYPES.items()}


def _class_of(kind: object) -> str:
    known = _classes()
    parent = kind
    while parent is not None and parent not in known:
        parent = getattr(parent, "parent", None)
    name = known[kind] = known.get(parent, "-")
    return name


class _Lines:
    """Hugo's options for lines: `linenos` (true, table, inline), `linenostart`, `hl_lines`, `lineanchors`."""

    def __init__(self, options: dict[str, str]) -> None:
        kind = options.get("linenos", "false").lower()
        start = options.get("linenostart", "1")
        self.numbered = kind not in ("false", "0", "")
        self.inline = kind == "inline"
        first = whole_number(start, signed=True)
        self.first = 1 if first is None else first
        self.marked = _line_numbers(options.get("hl_lines", ""))
        self.anchors = options.get("lineanchors", "")
        self.linked = options.get("anchorlinenos", "").lower() == "true"

    def with_attributes(self, html: str) -> str:
        if not self.numbered and not self.marked:
            return html
        return self._joined(html, lambda n: f'<span class="ln"{self._id(n)} data-line="{n}"></span>')

    def with_text(self, html: str) -> tuple[str, str]:
        """The code, and the column of numbers next to it if they are not inside."""
        width = len(str(self.first + html.removesuffix("\n").count("\n")))
        if self.inline:
            return self._joined(html, lambda n: f'<span class="ln"{self._id(n)}>{n:>{width}}</span>'), ""
        gutter = []
        for number in range(1, html.removesuffix("\n").count("\n") + 2):
            shown = self.first + number - 1
            link = f'<a class="lnlinks" href="#{escape(self.anchors)}-{shown}">{shown}</a>' if self._linked() else shown
            line = f'<span class="lnt"{self._id(shown)}>{link}\n</span>'
            gutter.append(f'<span class="hl">{line}</span>' if number in self.marked else line)
        return self._joined(html, lambda _: ""), "".join(gutter)

    def _joined(self, html: str, before: Callable[[int], str]) -> str:
        out = []
        for number, line in enumerate(html.removesuffix("\n").split("\n"), 1):
            shown = f"{before(self.first + number - 1) if self.numbered else ''}{line}\n"
            out.append(f'<span class="hl">{shown}</span>' if number in self.marked else shown)
        return "".join(out)

    def _linked(self) -> bool:
        return self.linked and bool(self.anchors)

    def _id(self, number: int) -> str:
        return f' id="{escape(self.anchors)}-{number}"' if self.anchors else ""


def _is_known(language: str) -> bool:
    name = language.lower()
    return name in ("text", "plain", "plaintext", "txt") or (name not in _PLAIN and _lexer(name) is not None)


def _line_numbers(text: str) -> set[int]:
    numbers: set[int] = set()
    for first, last in _NUMBERS.findall(text):
        numbers.update(range(int(first[:6]), min(int((last or first)[:6]), int(first[:6]) + 10_000) + 1))
    return numbers
