"""A garden's own shortcodes, as Jinja templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from html import unescape
from typing import TYPE_CHECKING, Any

from notegarden.dialects.hugo.shortcodes import Call, ShortcodeError, Shortcodes
from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.rules import blocks_of, inline_of
from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.formula import formula_html
from notegarden.dialects.pieces.html import HOLE, MARK, MARK_RE, escape

if TYPE_CHECKING:
    from jinja2.runtime import Context

_INSIDE = r"((?:[^<]|<(?![a-zA-Z/!]))+?)"  # no tag
_TEX = re.compile(rf"\\{{1,2}}\({_INSIDE}\\{{1,2}}\)|\\{{1,2}}\[{_INSIDE}\\{{1,2}}\]|\$\${_INSIDE}\$\$", re.DOTALL)
_ONE_PARAGRAPH = re.compile(r"<p(?: id=\"[^\"]*\")?>((?:(?!<p\b).)*)</p>\n?", re.DOTALL)


def blocks(shortcodes: Shortcodes, draft: NoteDraft, text: str, start: int, indent: str = "") -> str:
    """Parse `text`, at offset `start` of the file, as separate Markdown, with `indent` removed from its lines."""
    dedented = re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) if indent else text
    if dedented:
        with draft.nested():
            source = shortcodes.expand(draft, dedented, start)
            tokens: list[Any] = []
            draft.source = source
            md = blocks_of(draft)
            md.block.parse(source, md, {"draft": draft}, tokens)
            return BodyWriter(draft, inline_of(draft)).blocks(tokens)
    return ""


def from_template(source: str, shortcodes: Shortcodes, draft: NoteDraft, call: Call) -> Placeholder | str:
    """The output of a Jinja template, which can use `args`, `params`, `inner`, `page` and `site`.

    `inner` is the text between the tags, with its shortcodes expanded. With `{{% %}}` the output is parsed as
    Markdown in place, and `inner` too: on lines of its own as blocks, in a sentence as inline text. With `{{< >}}`
    both are HTML.
    """
    from jinja2 import TemplateError

    try:
        html: str = _template(source).render(
            args=list(call.positional),
            params=call.named,
            inner=_inner(shortcodes, draft, call),
            page={**draft.params, "params": draft.params},
            site={**draft.dialect.params, "params": draft.dialect.params},
            markdown_of_note=partial(_markdown, shortcodes, draft, call),
        )
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise ShortcodeError(f"its template fails: {error}") from None
    if call.percent:
        with draft.elsewhere(call.line, call.column):
            text = html if _holds_code(html) else shortcodes.expand(draft, html, tags=False)
        return text.replace("\n", "\n" + call.indent) if call.indent else text
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.html, placeholder.alone = _with_formulas(draft, html, (call.line, call.column)), True
    return placeholder


def _inner(shortcodes: Shortcodes, draft: NoteDraft, call: Call) -> Any:
    """The text between the tags; if raw HTML is not trusted, it is text, which the template escapes."""
    from markupsafe import Markup

    text = call.inner or ""
    if call.alone:
        return Markup(blocks(shortcodes, draft, text, call.inner_start, call.indent))  # noqa: S704 - made by our own parser
    if "{{<" in text or "{{%" in text:
        with draft.nested():
            text = shortcodes.expand(draft, text, call.inner_start, formulas=False)
    is_trusted = call.percent or draft.dialect.unsafe_html
    if call.percent or MARK not in text:
        return Markup(text) if is_trusted else text  # noqa: S704 - the author's own HTML, which the garden allows
    out: list[str] = []
    at = 0
    for found in MARK_RE.finditer(text):
        out += [_escaped(text[at : found.start()], is_trusted), draft.placeholder_html(int(found[1]))]
        at = found.end()
    return Markup("".join(out) + _escaped(text[at:], is_trusted))  # noqa: S704 - escaped where it is not allowed


def _escaped(text: str, is_trusted: bool) -> str:
    return text if is_trusted else escape(text)


def _markdown(shortcodes: Shortcodes, draft: NoteDraft, call: Call, text: object, display: str = "") -> Any:
    """Text rendered as Markdown: blocks, or a single paragraph without its `<p>`; `display` forces block or inline."""
    from markupsafe import Markup

    if display == "inline":
        with draft.elsewhere(call.line, call.column):
            html = inline_of(draft).render(draft, shortcodes.expand(draft, str(text)), 0)
            return Markup(html)  # noqa: S704 - as below
    html = blocks(shortcodes, draft, str(text), call.inner_start, call.indent)
    alone = None if display == "block" else _ONE_PARAGRAPH.fullmatch(html)
    return Markup(alone[1] if alone else html)  # noqa: S704 - made by our own parser


def _holds_code(html: str) -> bool:
    """Whether something that looks like TeX may be code: then it is not converted."""
    return "<script" in html or "<code" in html


def _with_formulas(draft: NoteDraft, html: str, place: tuple[int, int]) -> str:
    """HTML with the TeX in it converted to MathML, which in Hugo a script would do."""
    if ("\\(" not in html and "\\[" not in html and "$$" not in html) or _holds_code(html):
        return html

    def shown(found: re.Match[str]) -> str:
        tex = unescape(found[1] or found[2] or found[3])
        if HOLE in tex:  # it contains a link or picture, so it is not a formula
            return found[0]
        return formula_html(draft, tex, place, display=not found[1])

    return _TEX.sub(shown, html)


@lru_cache(maxsize=256)
def _template(source: str) -> Any:
    from jinja2 import pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True)

    @pass_context
    def markdown(context: Context, text: object, display: str = "") -> Any:
        render: Callable[..., Any] = context["markdown_of_note"]
        return render(text, display)

    environment.filters["markdown"] = markdown
    return environment.from_string(source)
