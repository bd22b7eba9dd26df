"""A note's page as Markdown, for programs: made from the page's own HTML, so it contains what readers see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from notegarden.render.views import MarkdownView

_DROPPED = "script, style, svg, a.anchor, a.footnote-backref, [hidden], .cited-by"
_ACCENTS = {
    "ˆ": "hat",
    "˜": "tilde",
    "^": "hat",
    "→": "vec",
    "¯": "bar",
    "‾": "bar",
    "~": "tilde",
    "˙": "dot",
    "¨": "ddot",
}


def markdown_copy(view: MarkdownView, body: str) -> bytes:
    """Front matter with title, dates and tags, then the text. Formulas are TeX, callouts and footnotes as on GitHub."""
    fields = {"title": view.title, "date": view.created, "lastmod": view.modified, "tags": view.tags}
    # A JSON string is also a YAML string.
    front = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    soup = BeautifulSoup(body, "html.parser")
    for each in soup.select(".missing-picture"):
        each.replace_with(str(each.get("data-alt", "")))
    for each in soup.select(_DROPPED):
        each.decompose()
    for note in soup.select(".footnotes"):
        _write_out(note)
    try:
        text = _Converter(heading_style="ATX", bullets="-", code_language_callback=_language).convert_soup(soup).strip()
    except RecursionError:  # deeply nested elements
        text = soup.get_text().strip()
    return ("\n".join(("---", *front, "---", "", text)).rstrip() + "\n").encode("utf-8", "replace")


def _write_out(notes: Tag) -> None:
    """Convert a list of footnotes to paragraphs; a rule above it is removed."""
    for rule in notes.select("hr"):
        rule.decompose()
    for item in notes.select("li[id]"):
        item.name = "footnote"
    for outer in notes.select("ol"):
        outer.unwrap()


def _language(pre: Any) -> str:
    code = pre.find("code")
    return str(code.get("data-lang") or _mermaid(pre)) if code else _mermaid(pre)


def _mermaid(pre: Any) -> str:
    return "mermaid" if "mermaid" in (pre.get("class") or ()) else ""


class _Converter(MarkdownConverter):
    """Converts what the site's HTML has beyond plain HTML. The library calls a method by the name of the element."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape text that looks like an HTML element, so that it does not become one."""
        return str(super().escape(text, parent_tags)).replace("<", "\\<")  # type: ignore[misc]  # not in its stub

    def convert_math(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        tex = _tex(el).strip()
        return f"\n\n$$\n{tex}\n$$\n\n" if el.get("display") == "block" else f"${tex}$"

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"[^{el.get_text()}]" if el.select_one("a.footnote-ref") else f"<sup>{text}</sup>"

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"<sub>{text}</sub>"

    def convert_footnote(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        name = str(el.get("id", "")).rpartition(":")[2]
        return f"\n\n[^{name}]: {_indented(text.strip(), '    ')}\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return _callout(el, text) if el.get("data-callout") else f"\n\n{text.strip()}\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_div(el, text, parent_tags)

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_input(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        return f"[{'x' if el.has_attr('checked') else ' '}]" if el.get("type") == "checkbox" else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]  # not in its stub

    def convert_th(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_th(el, text.replace("|", "\\|"), parent_tags))  # type: ignore[misc]  # not in its stub


def _callout(el: Tag, text: str) -> str:
    """A quote whose first line has the callout's kind and title, as in Obsidian and on GitHub."""
    title = el.select_one(".callout-title")
    content = text.strip()
    name = " ".join(title.get_text().split()) if title is not None else ""
    head = f"[!{str(el['data-callout']).upper()}] {name}".rstrip()
    for shown in (f"**{name}**", name):
        if content.startswith(shown):
            content = content.removeprefix(shown).lstrip()
            break
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in (head, *content.splitlines())) + "\n\n"


def _indented(text: str, by: str) -> str:
    first, *others = text.splitlines() or [""]
    return "\n".join((first, *(by + line if line else "" for line in others)))


def _tex(el: Tag) -> str:
    """MathML as TeX: structure as commands, symbols as the characters themselves."""
    parts = [_tex(each) for each in el.children if isinstance(each, Tag)]
    if el.name in _WRITTEN and len(parts) >= _WRITTEN[el.name][0]:
        return _WRITTEN[el.name][1](parts)
    if el.name == "msqrt":
        return f"\\sqrt{{{''.join(parts)}}}"
    if el.name == "mtable":
        return "\\begin{matrix}" + " \\\\ ".join(parts) + "\\end{matrix}"
    if el.name == "mtr":
        return " & ".join(parts)
    if el.name == "mtext":
        return f"\\text{{{el.get_text()}}}"
    if el.name == "mspace":
        return "\\,"
    if el.name in ("annotation", "annotation-xml"):
        return ""
    return "".join(parts) if parts else _symbol(el)


def _symbol(el: Tag) -> str:
    text = el.get_text().strip().replace("\u2061", "")  # the invisible "function application"
    if el.name == "mi" and len(text) > 1:
        return f"\\operatorname{{{text}}}"
    if text in ("{", "}", "%", "#", "&", "$", "_"):
        return "\\" + text
    return f" {text} " if el.name == "mo" and re.fullmatch(r"[=<>≤≥≠≈→⇒∈⊂+−×·]", text) else text


def _over(parts: list[str]) -> str:
    accent = _ACCENTS.get(parts[1].strip())
    return f"\\{accent}{{{parts[0]}}}" if accent else f"{parts[0]}^{{{parts[1]}}}"


_WRITTEN: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "mfrac": (2, lambda parts: f"\\frac{{{parts[0]}}}{{{parts[1]}}}"),
    "msup": (2, lambda parts: f"{parts[0]}^{{{parts[1]}}}"),
    "msub": (2, lambda parts: f"{parts[0]}_{{{parts[1]}}}"),
    "msubsup": (3, lambda parts: f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"),
    "munderover": (3, lambda parts: f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"),
    "munder": (2, lambda parts: f"{parts[0]}_{{{parts[1]}}}"),
    "mover": (2, _over),
    "mroot": (2, lambda parts: f"\\sqrt[{parts[1]}]{{{parts[0]}}}"),
}
"""MathML element → (number of children required, TeX template)."""
