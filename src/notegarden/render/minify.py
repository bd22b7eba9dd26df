"""Minify style sheets and scripts for publishing.

The sources are small files with comments. Readers wait for bytes and for requests, so imported
styles are inlined, and comments and indentation are removed. Names and expressions are unchanged.

Libraries that do more were tried, and change the meaning of valid files: rcssmin 1.3 makes
`.body:not(pre)` of `.body :not(pre)` inside `@layer`, and rjsmin 1.3 truncates a template inside a template and drops
spaces in a regular expression after `=>`. The tests cover these cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

# A garden may have its own styles and scripts: no expression here may backtrack over a missing end.
_IMPORT = re.compile(r'@import "([\w.-]+\.css)"\s*+([^;@]*+);')
_MOST_IMPORTS = 200  # styles inlined into one style
_KEPT = 256  # cached results: a theme is minified for its digest and again for the output
_STYLE_TOKEN = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\])*+(?:"|\\?\Z)|'(?:\\.|[^'\\])*+(?:'|\\?\Z)|url\([^"'()]*+\))"""
    r"""|/\*.*?(?:\*/|\Z)|(?<![\w.])0(?=\.\d)|(?P<blank>\s*(?P<mark>[{};,>!]|:(?=\s)|/(?!\*))\s*|\s+)""",
    re.DOTALL,
)
_INLINED = re.compile(r'^import \{[^{}]*+\} from "\./([\w-]+\.js)"; // inlined$', re.MULTILINE)
# No quote follows, so this cannot be part of a string.
_LINE_COMMENT = re.compile(r"""(?<=[;{},)]) // [^"'`/]*$""")
# Before it there is no quote and no expression, so this cannot be part of either.
_PLAIN_BEFORE_COMMENT = re.compile(r"""^([^"'`/]*[;{},)]) //(?!.*\*/) .*$""")
_COMMENT_START = re.compile(r"^[ \t]*+/\*(?=\*)", re.MULTILINE)
_REST_OF_LINE = re.compile(r"[ \t]*+\n")


def minify_css(name: str, read: Callable[[str], str | None]) -> str:
    """The minified style sheet. `read` returns an imported file, or None: then the import stays."""
    return _without_blanks(_with_imports(name, read, (), iter(range(_MOST_IMPORTS))))


def _with_imports(name: str, read: Callable[[str], str | None], inside: tuple[str, ...], allowed: Iterator[int]) -> str:
    """`allowed`: has an item for each style that may still be inlined: nested imports could double at each level."""

    def inlined(found: re.Match[str]) -> str:
        other, media = found[1], found[2].strip()
        if other in inside or read(other) is None or next(allowed, None) is None:
            return found[0]
        text = _with_imports(other, read, (*inside, name), allowed)
        return f"@media {media} {{ {text} }}" if media else text

    return _IMPORT.sub(inlined, read(name) or "")


@lru_cache(_KEPT)
def _without_blanks(text: str) -> str:
    def kept(found: re.Match[str]) -> str:
        return found["kept"] or found["mark"] or (" " if found["blank"] else "")

    # Twice: removing a comment may leave blanks on both sides of it.
    return _STYLE_TOKEN.sub(kept, _STYLE_TOKEN.sub(kept, text)).replace(";}", "}").strip()


def minify_js(text: str, read: Callable[[str], str | None] = lambda _: None) -> str:
    """The script without indentation and without comments on their own line or at a line's end.

    Line ends are kept, because they may end a statement. A script with a multi-line template literal is unchanged.
    A module whose import is marked `// inlined` is inlined; its names must not clash with those of the script.
    """

    def inlined(found: re.Match[str]) -> str:
        other = read(found[1])
        return found[0] if other is None else re.sub("^export ", "", other, flags=re.MULTILINE)

    return _short(_INLINED.sub(inlined, text))


@lru_cache(_KEPT)
def _short(text: str) -> str:
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    lines = (_without_line_comment(line.strip()) for line in _without_comments(text).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _without_line_comment(line: str) -> str:
    return _PLAIN_BEFORE_COMMENT.sub(r"\1", _LINE_COMMENT.sub("", line))


def _without_comments(text: str) -> str:
    """The script without `/** … */` comments on their own lines."""
    out, at = [], 0
    for start in _COMMENT_START.finditer(text):
        if start.start() < at:
            continue
        end = text.find("*/", start.end())
        if end < 0:
            break
        rest = _REST_OF_LINE.match(text, end + 2)
        out.append(text[at : start.start() if rest else end + 2])
        at = rest.end() if rest else end + 2
    return "".join((*out, text[at:]))
