"""Built-in shortcodes, and a garden's own templates."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import Any

from notegarden.dialects.hugo import videos
from notegarden.dialects.hugo.figure import figure
from notegarden.dialects.hugo.shortcodes import Call, Handler, ShortcodeError, Shortcodes
from notegarden.dialects.hugo.templates import blocks, from_template
from notegarden.dialects.markdown.rules import inline_of
from notegarden.dialects.pieces.draft import NoteDraft, Placeholder
from notegarden.dialects.pieces.highlight import code_block, inline_code, parse_options
from notegarden.dialects.pieces.html import EMBEDDED, END, HOLE, escape, harmless
from notegarden.notes.note import Dialect, LinkKind
from notegarden.urls import anchorize, names_media

_ORG_FILE = re.compile(r"(?:[^:]*/)?([^/:]+)\.org(?:::(.*)|(#.*))?")
_EDGES = re.compile(r"^[ \t]*\n|\n[ \t]*$")


def reference(kind: LinkKind, _draft: NoteDraft, call: Call) -> Placeholder:
    """`relref` and `ref`. As a link's destination they make the link; elsewhere they print the address."""
    target = call.get("path", 0)
    if target is None:
        raise ShortcodeError("names no note", f'write {call.name} "note.md"')
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.address = kind, target.strip().removesuffix("#")

    def html(draft: NoteDraft) -> str:
        number = draft.add_link(target.strip().removesuffix("#"), kind, call.line, call.column)
        return f"{HOLE}A{number}{END}"

    placeholder.html = html
    placeholder.alone = True
    return placeholder


def embed(_draft: NoteDraft, call: Call) -> Placeholder:
    """`embed "note.md"`, `embed "note.md#heading"`: show the note or its section there, resolved like a relref.

    `embed "id:…"` shows the note or heading of an Org file, `embed "note.org::*Heading"` the one on that file's page.
    """
    target = _of_page((call.get("path", 0) or "").strip().removesuffix("#"))
    if not target:
        raise ShortcodeError("names no note", 'write embed "note.md" or embed "note.md#heading"')
    if names_media(target):
        raise ShortcodeError("shows notes only", 'write ![](picture.png) or figure src="…"')
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.html = lambda draft: f"{EMBEDDED}{draft.add_link(target, 'embed', call.line, call.column)}{END}"
    return placeholder


def _of_page(target: str) -> str:
    """Convert `folder/note.org::*Heading` to a page's name and a heading's id; the folder is dropped."""
    found = _ORG_FILE.fullmatch(target)
    if found is None:
        return target
    search = found[2] or found[3] or ""
    anchor = anchorize(search[1:].strip()) if search.startswith("*") else search.removeprefix("#")
    return f"{found[1]}.md#{anchor}" if anchor else f"{found[1]}.md"


def param(draft: NoteDraft, call: Call) -> Placeholder | str:
    name = call.get("name", 0)
    if not name:
        raise ShortcodeError("names no parameter")
    for table in (draft.params, draft.dialect.params):
        value = _lookup(table, name)
        if value is not None:
            text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
            if call.percent:
                return text
            placeholder = Placeholder(call.source, call.line, call.column)
            placeholder.html, placeholder.plain, placeholder.alone = escape(text), text, True
            return placeholder
    raise ShortcodeError(f"no parameter {name}", "set it in the note's front matter or under [params]")


def _lookup(table: Any, name: str) -> Any:
    for part in name.split("."):
        if not isinstance(table, dict):
            return None
        table = next((value for key, value in table.items() if str(key).lower() == part.lower()), None)
    return table


def highlight(shortcodes: Shortcodes, _draft: NoteDraft, call: Call) -> Placeholder:
    language = call.get("type", 0) or call.get("lang") or ""
    options = parse_options(call.get("options", 1) or "")
    code = call.inner or ""
    if call.indent:
        code = re.sub(rf"^{re.escape(call.indent)}", "", code, flags=re.MULTILINE)
    placeholder = Placeholder(call.source, call.line, call.column)

    def html(draft: NoteDraft) -> str:
        with draft.elsewhere(call.line, call.column):
            expanded = shortcodes.expand(draft, code)
        expanded = draft.as_typed_formulas(_EDGES.sub("", expanded.removeprefix("\n")).strip("\n"))
        with draft.deeper():  # the shortcodes inside run only here
            if options.pop("hl_inline", "false").lower() == "true":
                return inline_code(draft, expanded, language)
            return code_block(draft, expanded, language, options, numbers_as_text=True).removesuffix("\n")

    placeholder.html = html
    placeholder.alone = True
    placeholder.plain = code
    return placeholder


def details(shortcodes: Shortcodes, _draft: NoteDraft, call: Call) -> Placeholder:
    """`details summary="…" open=true`; the text inside is parsed as Markdown."""
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.alone = True

    def html(draft: NoteDraft) -> str:
        named = call.named
        with draft.elsewhere(call.line, call.column):
            title = harmless(named.get("summary") or "Details")
            summary = draft.phrasing(inline_of(draft).render(draft, shortcodes.expand(draft, title), 0))
        content = blocks(shortcodes, draft, call.inner or "", call.inner_start, call.indent)
        shown = "".join(f' {name}="{escape(named[name])}"' for name in ("class", "name") if named.get(name))
        opened = " open" if named.get("open", "false").lower() in ("true", "open") else ""
        title = f' title="{escape(named["title"])}"' if named.get("title") else ""
        return f"<details{shown}{opened}{title}>\n<summary>{summary}</summary>\n{content}</details>\n"

    placeholder.html = html
    return placeholder


def mermaid(_draft: NoteDraft, call: Call) -> Placeholder:
    """A diagram as its source text, which the theme may draw."""
    placeholder = Placeholder(call.source, call.line, call.column)
    placeholder.html = (
        f'<pre class="mermaid" tabindex="0"><code class="language-mermaid">{escape(call.inner or "")}</code></pre>\n'
    )
    placeholder.alone = True
    return placeholder


def comment(_draft: NoteDraft, _call: Call) -> str:
    return ""


def shortcodes_for(dialect: Dialect) -> Shortcodes:
    """The built-in shortcodes and the garden's templates, which override them."""
    return _shortcodes(dialect.shortcodes, dialect.own_shortcodes)


@lru_cache(maxsize=8)
def _shortcodes(templates: tuple[tuple[str, str], ...], others: tuple[str, ...]) -> Shortcodes:
    handlers: dict[str, Handler] = {}
    paired = {"highlight", "details", "mermaid", "comment"}
    shortcodes = Shortcodes(handlers, frozenset())
    handlers |= {
        "relref": partial(reference, "relref"),
        "ref": partial(reference, "ref"),
        "param": param,
        "embed": embed,
        "figure": partial(figure, shortcodes),
        "highlight": partial(highlight, shortcodes),
        "details": partial(details, shortcodes),
        "mermaid": mermaid,
        "comment": comment,
        "youtube": videos.youtube,
        "vimeo": videos.vimeo,
        **dict.fromkeys(("x", "tweet", "twitter", "instagram", "gist"), videos.post_link),
    }
    for name in others:
        handlers.pop(name, None)
    for name, source in templates:
        handlers[name] = partial(from_template, source, shortcodes)
        if "inner" in source:
            paired.add(name)
        else:
            paired.discard(name)
    shortcodes.paired = frozenset(paired)
    return shortcodes
