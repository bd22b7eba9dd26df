"""The id of a heading by the exporter's rule: from the title as plain Markdown to lower-case words and hyphens."""

from __future__ import annotations

import re
import unicodedata
from hashlib import md5
from html import escape

from notegarden.dialects.org.entities import ENTITIES
from notegarden.dialects.org.timestamps import as_org_writes, with_weekday

_TAGGED = re.compile(r"<([a-z]+)[^>]*>.*</\1>", re.DOTALL)
_LINK_TAIL = re.compile(r"\]\((?:https?|ftp|mailto|file|news):[^)]*\)")
_PARENTHESES = re.compile(r"\s*\(\s*([^)]+?)\s*\)\s*")
_LONGEST = 2_000  # characters
_SPACES = re.compile(r" +")
_LINK = re.compile(r"\[\[([^\[\]\n]++)\](?:\[([^\]\n]++(?:\](?!\])[^\]\n]*+)*+)\])?\]")
_FILE = re.compile(r"(?:file:|(?=\.{0,2}/))(.*?)(?:::.*)?$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp)$")
_SCRIPT = re.compile(r"(?<=\S)([_^])\{([^{}]*)\}")
_ENTITY = re.compile(r"\\([a-zA-Z]+|there4|sup[123]|frac[13][24])(?:\{\}|(?![a-zA-Z]))")
_COOKIE = re.compile(r"\[(?:\d*/\d*|\d*%)\]")
_TIMESTAMP = re.compile(r"([<\[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]])(?:--([<\[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]]))?(\s*)")
_SNIPPET = re.compile(r"@@([\w-]+):((?:(?!@@).)*+)@@")
_FOOTNOTE = re.compile(r"\[fn:[^\]]*\]")
_TARGET = re.compile(r"<<(<?)([^<>\s](?:[^<>]*[^<>\s])?)>?>>")
_EDGES = r"(?:(?<=^)|(?<=[\s\-('\"{]))", r"(?=$|[\s\-.,;:!?'\")}\\\[])"
_MARKED = re.compile(rf"{_EDGES[0]}([_+])(?=\S)(.*?\S)\1{_EDGES[1]}")
_RAW = re.compile(
    rf"{_EDGES[0]}(?P<sign>[=~])(?=\S)(?P<code>.*?\S)(?P=sign){_EDGES[1]}"
    r"|\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\]|\$\$.+?\$\$"
    r"|(?<!\$)\$(?![\s.,;$])[^$]*(?<![\s.,])\$(?=$|[\s'\"()\[\]{}<>.,:;!?#@^`])"
    r"|(?<!\w)(?P<source>src_[^\s\[{]+(?:\[(?P<header>[^\]]*)\])?\{(?P<body>[^{}]*)\})"
)
_KEPT = "\ufdd6"
_OTHERS = re.compile(r"[^a-zA-Z0-9()]")
_PLAIN = re.compile(r"[\w \-,:;!?'\"]*+$")
_APART = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """The id of a heading with the title `title` (Org, macros expanded). Of a very long title only the start counts."""
    title = title[:_LONGEST]
    is_plain = _PLAIN.match(title) and "_" not in title
    if is_plain and title.isascii() and title[:1].isalnum():  # as most are
        return _APART.sub("-", title.lower()).rstrip("-")
    text = (title if is_plain else markdown_title(title)).lower()
    if "<" in text:
        text = _TAGGED.sub("", text)
    text = _LINK_TAIL.sub("]", text)
    text = text.replace("+", " plus ").replace(".", " dot ").replace("&", " and ")
    text = _OTHERS.sub(" ", text) if text.isascii() else "".join(char if _stays(char) else " " for char in text)
    text = _SPACES.sub(" ", text.strip())
    if "(" in text:
        text = _PARENTHESES.sub(r" -\1- ", text)
    text = re.sub(r"[()]", "", text).replace(" ", "-").strip("-")
    return text or hashed(title)


def hashed(title: str) -> str:
    """The id of a heading whose title has no letters."""
    return md5(markdown_title(title).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:6]


def _stays(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "()"
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Nl")


def markdown_title(title: str) -> str:
    """A title as the exporter writes it in Markdown, as far as the id depends on it."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_raw(found))
        return _KEPT

    text = _markdown(_RAW.sub(keep, title.replace(_KEPT, "")))
    first, *others = text.split(_KEPT)
    return first + "".join(f"{raw}{other}" for raw, other in zip(kept, others, strict=False))


def _raw(found: re.Match[str]) -> str:
    """Text that is not processed: code, formulas, and inline code, whose results are never computed."""
    if found["sign"]:
        return f"`{found['code']}`"
    if found["source"]:
        return f"`{found['body']}`" if ":exports code" in (found["header"] or "") else ""
    return f"$ {found['inline'] or ''}{found['display'] or ''} $" if found[0][0] == "\\" else found[0]


def _markdown(text: str) -> str:
    text = _FOOTNOTE.sub("<sup></sup>", text)
    text = _SNIPPET.sub(lambda one: one[2] if one[1].lower() in ("html", "hugo", "md") else "", text)
    text = _MARKED.sub(_marked, text)
    text = _LINK.sub(_link, text)
    text = _TARGET.sub(lambda one: f"<a>{one[2] if one[1] else ''}</a>", text)
    text = _COOKIE.sub(lambda one: f"<code>{one[0]}</code>", text)
    text = _TIMESTAMP.sub(_timestamp, text)
    text = _SCRIPT.sub(_script, text)
    return _ENTITY.sub(lambda one: f"&{one[1]};" if one[1] in ENTITIES else one[0], text)


def _timestamp(found: re.Match[str]) -> str:
    stamps = [as_org_writes(with_weekday(stamp)) for stamp in found.group(1, 2) if stamp]
    shown = escape("--".join(stamps), quote=False).replace("--", "&#x2013;")
    return f'<span class="timestamp-wrapper"><span class="timestamp">{shown}{found[3]}</span></span>{found[3]}'


def _script(found: re.Match[str]) -> str:
    tag = "sub" if found[1] == "_" else "sup"
    return f"<{tag}>{found[2]}</{tag}>"


def _marked(found: re.Match[str]) -> str:
    sign, text = found[1], found[2]
    if sign == "_":
        return f'<span class="underline">{text}</span>'
    return f"<del>{text}</del>"


def _link(found: re.Match[str]) -> str:
    path, text = found[1], found[2]
    if path.startswith("id:"):
        path = "x.md"
    elif file := _FILE.match(path):
        path = f"{file[1][:-4]}.md" if file[1].lower().endswith(".org") else file[1]
        text = text or ("!img" if _PICTURE.search(path) else None)
        path = f"file://{path}" if path.startswith("/") else path
        if text is None:
            return f"<{path}>"
    if text is None:
        return f"<{path}>" if "://" in path else path
    return f"[{_MARKED.sub(_marked, text)}]({path})"
