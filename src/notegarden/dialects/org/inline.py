"""Inline Org, rendered directly to HTML: one scan from left to right over a paragraph.

A rule is only tried at its first characters. Ends are found in an index of the paragraph's
closing delimiters, so that a text full of single ones is scanned once.
"""

from __future__ import annotations

import re

from notegarden.dialects.markdown.linkify import linkify_rule
from notegarden.dialects.markdown.typographer import double_quote_rule, single_quote_rule
from notegarden.dialects.org.citing import pandoc_author, pandoc_brackets
from notegarden.dialects.org.code import drops_results, inline_exports
from notegarden.dialects.org.entities import ENTITIES
from notegarden.dialects.org.equations import equation_link
from notegarden.dialects.org.formulas import dollar_rule, latex_rule
from notegarden.dialects.org.links import LETTER, angle_rule, bracket_rule, markdown_link, plain_link, radio_link
from notegarden.dialects.org.page import OrgDraft
from notegarden.dialects.org.raw import inline_markdown
from notegarden.dialects.org.state import OrgState, is_blank
from notegarden.dialects.org.tokens import MARK_BEGINS, MARK_ENDS
from notegarden.dialects.pieces.html import escape

_SIGNS = r"\*|/|_|\+|=|~|\\|\$|\[|<|>|&|@|\^|'|\"|\n|--|\.\.\.|\ufdd4|\ufdd5"
# Alternatives that all begin with a literal let the engine skip directly to the next possible place.
_SPECIAL = re.compile(_SIGNS)
_WITH_CODE = re.compile(rf"{_SIGNS}|src_|call_")
_ANY_SIGN = re.compile(rf"{_SIGNS}|:|www\.")
_TYPE_NAMES = (
    "http https ftp mailto file doi news attachment id elisp shell help info cite citep citet citealp citeauthor "
    "citeyear nocite"
)
_TYPES = frozenset(_TYPE_NAMES.split())
_LONGEST_TYPE = max(map(len, _TYPES))
_LAST_WORD = re.compile(rf"(?<!{LETTER})[a-z]+$")
_EMAIL = re.compile(r"(?<![a-zA-Z0-9])(?=[a-zA-Z0-9][a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@)")
_BEFORE = frozenset(" \t\n-('\"{\u200b\ufdd4\ufdd5")
_TAGS = {
    "*": ("<strong>", "</strong>"), "/": ("<em>", "</em>"), "+": ("<del>", "</del>"),
    "_": ('<span class="underline">', "</span>"),
}  # fmt: skip
_NO_LETTER = r"(?![^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be])"  # raised digits and fractions are none
_ENTITY = re.compile(rf"\\(?:(_ +)|(there4|sup[123]|frac[13][24]|[a-zA-Z]+)(?:\{{\}}|{_NO_LETTER}))")
_COMMAND = re.compile(r"\\[a-zA-Z]++\*?(?:\[[^\[\]{}\n]*+\]|\{[^{}\n]*+\})*+")
_BREAK = re.compile(r"\\\\[ \t]*(?:\n|$)")
_SCRIPT = re.compile(r"[_^]\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}")
_IN_PARENTHESES = r"\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)"
_BARE_START = re.compile(rf"[_^](?:\*|[-+]?[.,\\]{{0,64}}+[^\W_]|{_IN_PARENTHESES})")  # in bounded time
_BARE_SCRIPT = re.compile(rf"[_^](\*|[-+]?(?:[^\W_]|[.,\\])*[^\W_]|{_IN_PARENTHESES})")
_MARKDOWN = ("html", "md", "markdown", "hugo")
_OPENS = re.compile(r"\[|([*_~])\1{0,2}")
_INSIDE = "\ue0fa"  # placeholder for Org text between two snippets
_SNIPPET = re.compile(r"@@([-A-Za-z0-9]+):((?:(?!@@).)*+)@@", re.DOTALL)
_SOURCE = re.compile(
    rf"(?<!{LETTER})src_([^\s\[{{]+)(?:\[([^\]]*)\])?"
    r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+\})*+)\}"
)
_RESULTS = re.compile(r"\s*\{\{\{results\((?:[^)]|\)(?!\}\}\}))*+\)\}\}\}")
_CALL = re.compile(r"(?<![\w])call_[^\s\[(]+(?:\[[^\[\]\n]{0,300}+\])?\([^)\n]{0,600}+\)(?:\[[^\[\]\n]{0,300}+\])?")
_FIXED = {"---": "—", "--": "–", "...": "…"}
_ESCAPED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_LONG_STRIKE = re.compile(r"~~(?=\S)([^~\n]*\S)~~(?!~)")


class OrgInline:
    """Renders Org text. One instance per page; it has no state of its own."""

    def render(
        self,
        page: OrgDraft,
        src: str,
        line: int,
        column: int = 0,
        attributes: dict[str, str] | None = None,
        inside: str = "",
    ) -> str:
        """The HTML of `src`, whose first line is line `line` (0-based) of the page's text; `inside`: see OrgState."""
        if "{{{" in src:
            src = page.macros.expand(_without_results(page, src, line) if "{{{results(" in src else src, line)
        src = src.rstrip(" \t")
        if page.radio is None and _ANY_SIGN.search(src) is None:
            return src
        state = OrgState(self, page, src, line, column)
        state.attributes, state.inside = attributes, inside
        end, pos = state.end, 0
        while MARK_BEGINS in src and (begin := src.find(MARK_BEGINS, pos)) >= 0:  # no markup crosses the edge of a mark
            stop = src.find(MARK_ENDS, begin)
            self.run(state, pos, begin)
            tag, written = page.marks.pop(0) if page.marks else ("mark", "")
            state.out.append(f"<{tag}{written}>")
            self.run(state, begin + 1, stop)
            state.out.append(f"</{tag}>")
            pos = stop + 1
        self.run(state, pos, end)
        return "".join(state.out)

    def run(self, state: OrgState, start: int, end: int) -> None:
        """Parse a part of the text; markup in it cannot extend beyond it."""
        old = state.start, state.end
        state.start, state.end = start, end
        src, out = state.src, state.out
        if state.signs is None:
            state.signs = _signs(src)
        search = state.signs.search
        links = [] if state.inside == "link" else _link_starts(src, start, end)
        radios = [] if state.page.radio is None or state.inside == "link" else _spans(state.page.radio, src, start, end)
        pos, sign = start, -1
        while pos < end:
            if sign < pos:
                found = search(src, pos, end)
                sign = found.start() if found else end
            while radios and radios[-1][0] < pos:
                radios.pop()
            here = min(sign, radios[-1][0]) if radios else sign
            while links and links[-1] <= here:
                link = links.pop()
                if link >= pos:
                    here = link
                    break
            if here > pos:
                out.append(src[pos:here])
            if here >= end:
                break
            state.pos = here
            if radios and radios[-1][0] == here:
                radio_link(state, *radios.pop())
                pos = state.pos
                continue
            rules = _RULES.get(src[here], ())
            for rule in rules:
                if rule(state):
                    break
            else:
                char = src[here]
                out.append(_ESCAPED.get(char, char))
                state.pos = here + 1
            pos = state.pos
        state.start, state.end = old


def _signs(src: str) -> re.Pattern[str]:
    """The pattern for the markup characters that occur in a text."""
    return _WITH_CODE if "src_" in src or "call_" in src else _SPECIAL


def _spans(pattern: re.Pattern[str], src: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a pattern occurs in a part of a text, in reverse order."""
    return [found.span() for found in pattern.finditer(src, start, end)][::-1]


def _link_starts(src: str, start: int, end: int) -> list[int]:
    """Where a bare address or link may begin in a part of a text, in reverse order."""
    colon, host, at = src.find(":", start, end), src.find("www.", start, end), src.find("@", start, end)
    if colon < 0 and host < 0 and at < 0:
        return []
    found: set[int] = set()
    while colon >= 0:
        first = max(colon - _LONGEST_TYPE - 1, 0)
        word = _LAST_WORD.search(src[first:colon])
        if word is not None and word[0] in _TYPES and first + word.start() >= start:
            found.add(first + word.start())
        colon = src.find(":", colon + 1, end)
    while host >= 0:
        found.add(host)
        host = src.find("www.", host + 1, end)
    if at >= 0:
        found.update(each.start() for each in _EMAIL.finditer(src, start, end))
    return sorted(found, reverse=True)


def _without_results(page: OrgDraft, src: str, line: int) -> str:
    """Remove stored results of inline code that does not show its result."""

    def shown(found: re.Match[str]) -> str:
        hides = drops_results(inline_exports(page, found[1], found[2] or "", line))
        stored = _RESULTS.match(src, found.end())
        return f"{found[0]}\0" if hides and stored else found[0]

    marked = _SOURCE.sub(shown, src)
    return re.sub(rf"\0{_RESULTS.pattern}", "", marked) if "\0" in marked else src


def emphasis_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    sign = src[start]
    if start > state.start and src[start - 1] not in _BEFORE and not src[start - 1].isspace():
        return False
    if start + 2 >= state.end or is_blank(src[start + 1]):
        return False
    closing = state.closer(sign, start)
    if closing < 0 or "\n\n" in src[start:closing]:
        return False
    if not state.page.options.emphasis and sign not in "=~":
        return False
    if sign in "=~":
        code = src[start + 1 : closing].replace("\n", " ")
        tag = "kbd" if sign == "~" and state.page.options.kbd else "code"
        state.out.append(f"<{tag}>{escape(code)}</{tag}>")
    else:
        opening, ending = _TAGS[sign]
        state.out.append(opening)
        state.run(start + 1, closing)
        state.out.append(ending)
    state.pos = state.node_end = closing + 1
    return True


def script_rule(state: OrgState) -> bool:
    """A sub- or superscript. Org tries it before underlining, even where the page's options show it as typed."""
    src, start, shown = state.src, state.pos, state.page.options.scripts
    sign = start
    if start == state.start or src[start - 1] == "\n":
        if not src.startswith("__", start) or state.is_indented(start):
            return False
        sign += 1  # at the beginning of a line, the first of two underscores carries the subscript
    elif is_blank(src[start - 1]):
        return False
    found = _SCRIPT.match(src, sign, state.end)
    if found is None:
        if not _BARE_START.match(src, sign, state.end):
            return False
        found = _BARE_SCRIPT.match(src, sign, state.end) if shown == "t" else None
    state.out.append(src[start:sign])
    if found is None or shown == "nil":
        state.out.append(src[sign])
        state.pos = sign + 1
        return True
    tag = "sub" if src[sign] == "_" else "sup"
    state.out.append(f"<{tag}>")
    state.run(*found.span(1))
    state.out.append(f"</{tag}>")
    state.pos = state.node_end = found.end()
    return True


def backslash_rule(state: OrgState) -> bool:
    src, start = state.src, state.pos
    if src.startswith("\\\\", start):
        found = _BREAK.match(src, start, state.end)
        if found and state.inside in ("", "verse") and not src.endswith("\\", 0, start):
            state.out.append("<br>\n")
            state.pos = state.node_end = _skip_blanks(src, found.end())
            return True
        return False
    if latex_rule(state):
        return True
    return _entity(state) or _command(state)


def _entity(state: OrgState) -> bool:
    src, start = state.src, state.pos
    found = _ENTITY.match(src, start, state.end)
    if found is None or not state.page.options.entities:
        return False
    if found[1]:
        state.out.append("\u2002" * (len(found[1]) - 1))
    else:
        shown = ENTITIES.get(found[2])
        if shown is None:
            return False
        state.out.append(escape(shown))
    state.pos = found.end()
    return True


def _command(state: OrgState) -> bool:
    r"""`\name[…]{…}`, a LaTeX command outside a formula, is shown as typed unless the page shows no formulas."""
    found = _COMMAND.match(state.src, state.pos, state.end)
    if found is None:
        return False
    latex = state.page.options.latex
    is_reference = "ref{" in found[0] and latex == "t" and state.inside != "link"
    link = equation_link(found[0]) if is_reference else None
    state.out.append(link or ("" if latex == "nil" else escape(found[0])))
    state.pos = state.node_end = found.end()
    return True


def newline_rule(state: OrgState) -> bool:
    out, src = state.out, state.src
    options = state.page.options
    before, after = src[state.pos - 1 : state.pos], src[state.pos + 1 : state.pos + 2]
    if options.unspaced and not (options.breaks or state.inside == "verse" or before.isascii() or after.isascii()):
        state.pos += 1  # no space between letters and signs of these scripts
        return True
    if out and out[-1][-1:] in (" ", "\t"):
        out[-1] = out[-1].rstrip(" \t")
    out.append("<br>\n" if options.breaks or state.inside == "verse" else "\n")
    state.pos = state.node_end = _skip_blanks(state.src, state.pos + 1)
    return True


def _skip_blanks(src: str, pos: int) -> int:
    while src[pos : pos + 1] in (" ", "\t"):
        pos += 1
    return pos


def fixed_rule(state: OrgState) -> bool:
    if not state.page.options.special:
        return False
    for length in (3, 2):
        sign = _FIXED.get(state.src[state.pos : min(state.pos + length, state.end)])
        if sign is not None:
            state.out.append(sign)
            state.pos = state.node_end = state.pos + length
            return True
    return False


def snippet_rule(state: OrgState) -> bool:
    found = _SNIPPET.match(state.src, state.pos, state.end)
    if found is None:
        return False
    is_markdown = found[1].lower() in _MARKDOWN
    if is_markdown and _around(state, found):
        return True
    if is_markdown:
        state.out.append(inline_markdown(state.page, found[2], *state.place(found.start(2))))
    state.pos = state.node_end = found.end()
    return True


def _around(state: OrgState, first: re.Match[str]) -> bool:
    """Two snippets that are Markdown only together: `@@hugo:[@@text@@hugo:](address)@@`, as from macros for links."""
    if not _OPENS.fullmatch(first[2]):
        return False
    last = _SNIPPET.search(state.src, first.end(), state.end)
    if last is None or last[1].lower() not in _MARKDOWN or _INSIDE in last[2]:
        return False
    if not (last[2].startswith("](") if first[2] == "[" else last[2] == first[2]):
        return False
    line, column = state.place(last.start(2))
    html = inline_markdown(state.page, f"{first[2]}{_INSIDE}{last[2]}", line, column - len(first[2]) - 1)
    before, _, after = html.partition(_INSIDE)
    state.out.append(before)
    state.run(first.end(), last.start())
    state.out.append(after)
    state.pos = state.node_end = last.end()
    return True


def source_rule(state: OrgState) -> bool:
    if state.inside == "cell":
        return False
    found = _SOURCE.match(state.src, state.pos, state.end)
    if found is None:
        found = _CALL.match(state.src, state.pos, state.end)
        if found is None:
            return False
        state.pos = found.end()
        return True
    if inline_exports(state.page, found[1], found[2] or "", state.line) not in ("results", "none"):
        code = escape(found[3])
        language = escape(found[1])
        opening = f'<span class="inline-src language-{language}" data-lang="{language}">'
        state.out.append(f"{opening}<code>{code}</code></span>")
    state.pos = state.node_end = found.end()
    return True


def strike_rule(state: OrgState) -> bool:
    """`~~x~~` is Markdown, which the exporter passes through."""
    found = _LONG_STRIKE.match(state.src, state.pos, state.end)
    if found is None:
        return False
    state.out.append(f"<del>{escape(found[1])}</del>")
    state.pos = state.node_end = found.end()
    return True


_RULES = {
    "*": (emphasis_rule,), "/": (emphasis_rule,), "+": (emphasis_rule,), "=": (emphasis_rule,),
    "~": (emphasis_rule, strike_rule), "_": (script_rule, emphasis_rule), "^": (script_rule,),
    "\\": (backslash_rule,), "$": (dollar_rule,), "\n": (newline_rule,),
    "[": (bracket_rule, markdown_link, pandoc_brackets), "<": (angle_rule,), "@": (snippet_rule, pandoc_author),
    "-": (fixed_rule,), ".": (fixed_rule,), "'": (single_quote_rule,), '"': (double_quote_rule,),
    "s": (source_rule, plain_link, linkify_rule), "c": (source_rule, plain_link, linkify_rule),
}  # fmt: skip
for _char in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
    _RULES.setdefault(_char, (plain_link, linkify_rule))
