"""The shortcodes that every garden has, and those it brings as templates."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Any

from notegarden.dialects.hugo import videos
from notegarden.dialects.hugo.figure import figure
from notegarden.dialects.hugo.shortcodes import Call, Handler, ShortcodeError, Shortcodes
from notegarden.dialects.markdown.body import BodyWriter
from notegarden.dialects.markdown.rules import block_parser, inline_parser
from notegarden.dialects.pieces.draft import Mark, Reading
from notegarden.dialects.pieces.highlight import code_block, inline_code, parse_options
from notegarden.dialects.pieces.html import END, HOLE, escape, harmless
from notegarden.notes.note import LinkKind

_EDGES = re.compile(r"^[ \t]*\n|\n[ \t]*$")


def reference(kind: LinkKind, _reading: Reading, call: Call) -> Mark:
    """`relref` and `ref`. As a link's destination it makes the link; elsewhere it prints the address."""
    target = call.get("path", 0)
    if target is None:
        raise ShortcodeError("names no note", f'write {call.name} "note.md"')
    mark = Mark(call.source, call.line, call.column)
    mark.address = kind, target.strip().removesuffix("#")

    def html(reading: Reading) -> str:
        number = reading.add_link(target.strip().removesuffix("#"), kind, call.line, call.column)
        return f"{HOLE}A{number}{END}"

    mark.html = html
    mark.alone = True
    return mark


def param(reading: Reading, call: Call) -> Mark | str:
    name = call.get("name", 0)
    if not name:
        raise ShortcodeError("names no parameter")
    for table in (reading.params, reading.dialect.params):
        value = _lookup(table, name)
        if value is not None:
            text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
            if call.percent:
                return text
            mark = Mark(call.source, call.line, call.column)
            mark.html, mark.plain, mark.alone = escape(text), text, True
            return mark
    raise ShortcodeError(f"no parameter {name}", "set it in the note's front matter or under [params]")


def _lookup(table: Any, name: str) -> Any:
    for part in name.split("."):
        if not isinstance(table, dict):
            return None
        table = next((value for key, value in table.items() if str(key).lower() == part.lower()), None)
    return table


def highlight(shortcodes: Shortcodes, _reading: Reading, call: Call) -> Mark:
    language = call.get("type", 0) or call.get("lang") or ""
    options = parse_options(call.get("options", 1) or "")
    code = call.inner or ""
    if call.indent:
        code = re.sub(rf"^{re.escape(call.indent)}", "", code, flags=re.MULTILINE)
    mark = Mark(call.source, call.line, call.column)

    def html(reading: Reading) -> str:
        with reading.elsewhere(call.line, call.column):
            expanded = shortcodes.expand(reading, code)
        expanded = reading.as_typed_formulas(_EDGES.sub("", expanded.removeprefix("\n")).strip("\n"))
        if options.pop("hl_inline", "false").lower() == "true":
            return inline_code(reading, expanded, language)
        return code_block(reading, expanded, language, options, numbers_as_text=True).removesuffix("\n")

    mark.html = html
    mark.alone = True
    mark.plain = code
    return mark


def details(shortcodes: Shortcodes, _reading: Reading, call: Call) -> Mark:
    """`details summary="…" open=true`; what is inside is read as Markdown."""
    mark = Mark(call.source, call.line, call.column)
    mark.alone = True

    def html(reading: Reading) -> str:
        named = call.named
        with reading.elsewhere(call.line, call.column):
            title = harmless(named.get("summary") or "Details")
            summary = inline_parser().render(reading, shortcodes.expand(reading, title), 0)
        content = blocks(shortcodes, reading, call.inner or "", call.inner_start, call.indent)
        shown = "".join(f' {name}="{escape(named[name])}"' for name in ("class", "name") if named.get(name))
        opened = " open" if named.get("open", "false").lower() in ("true", "open") else ""
        title = f' title="{escape(named["title"])}"' if named.get("title") else ""
        return f"<details{shown}{opened}{title}>\n<summary>{summary}</summary>\n{content}</details>\n"

    mark.html = html
    return mark


def mermaid(_reading: Reading, call: Call) -> Mark:
    """A diagram's source, readable as it is; a theme may draw it."""
    mark = Mark(call.source, call.line, call.column)
    mark.html = f'<pre class="mermaid"><code>{escape(call.inner or "")}</code></pre>\n'
    mark.alone = True
    return mark


def comment(_reading: Reading, _call: Call) -> str:
    return ""


def blocks(shortcodes: Shortcodes, reading: Reading, text: str, start: int, indent: str = "") -> str:
    """Read `text`, which stands at offset `start` of the file, as Markdown by itself, `indent` taken off its lines."""
    dedented = re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) if indent else text
    if dedented:
        with reading.nested():
            source = shortcodes.expand(reading, dedented, start)
            tokens: list[Any] = []
            reading.source = source
            md = block_parser()
            md.block.parse(source, md, {"reading": reading}, tokens)
            return BodyWriter(reading, inline_parser()).blocks(tokens)
    return ""


def from_template(source: str, shortcodes: Shortcodes, reading: Reading, call: Call) -> Mark | str:
    """A garden's own: a Jinja template that sees `args`, `params`, `inner`, `page` and `site`."""
    from jinja2 import TemplateError

    inner: Any = ""
    if call.inner is not None:
        inner = call.inner
        if call.percent or reading.dialect.unsafe_html:  # else it is text, and the template escapes it
            from markupsafe import Markup

            inner = Markup(blocks(shortcodes, reading, inner, call.inner_start) if call.percent else inner)  # noqa: S704
    try:
        html: str = _template(source).render(
            args=list(call.positional), params=call.named, inner=inner, page=reading.params, site=reading.dialect.params
        )
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise ShortcodeError(f"its template fails: {error}") from None
    if call.percent:
        return html
    mark = Mark(call.source, call.line, call.column)
    mark.html, mark.alone = html, True
    return mark


@lru_cache(maxsize=256)
def _template(source: str) -> Any:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(autoescape=True).from_string(source)


@lru_cache(maxsize=8)
def shortcodes_for(templates: tuple[tuple[str, str], ...]) -> Shortcodes:
    """The built-in shortcodes and the garden's templates (name, source); a template replaces a built-in one."""
    handlers: dict[str, Handler] = {}
    paired = {"highlight", "details", "mermaid", "comment"}
    shortcodes = Shortcodes(handlers, frozenset())
    handlers |= {
        "relref": partial(reference, "relref"),
        "ref": partial(reference, "ref"),
        "param": param,
        "figure": partial(figure, shortcodes),
        "highlight": partial(highlight, shortcodes),
        "details": partial(details, shortcodes),
        "mermaid": mermaid,
        "comment": comment,
        "youtube": videos.youtube,
        "vimeo": videos.vimeo,
        **dict.fromkeys(("x", "tweet", "twitter", "instagram", "gist"), videos.post_link),
    }
    for name, source in templates:
        handlers[name] = partial(from_template, source, shortcodes)
        if "inner" in source:
            paired.add(name)
        else:
            paired.discard(name)
    shortcodes.paired = frozenset(paired)
    return shortcodes
