"""Fixture files: `title`, a line with a dot, the input, a line with a dot, the expected output, a line with a dot."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from notegarden.dialects import parse
from notegarden.notes.callout_kinds import CALLOUTS, name_of
from notegarden.notes.note import Dialect, Parsed

FOLDER = Path(__file__).parents[1] / "fixtures"
_TOLD = ("math", "mark")
# Files and notes that the cases may refer to.
FRONT = '+++\ntitle = "A title"\nnumber = 7\n[nested]\ndeep = "value"\n+++\n'
PATH = "posts/case.md"


class Case(NamedTuple):
    file: str
    line: int
    title: str
    source: str
    expected: str


def cases(folder: str, ending: str = "md") -> list[Case]:
    found = []
    for path in sorted((FOLDER / folder).glob(f"*.{ending}")):
        lines = path.read_text(encoding="utf-8").split("\n")
        dots = [number for number, line in enumerate(lines) if line == "."]
        assert len(dots) % 3 == 0, f"{path.name}: a case has three dots"
        start = 0
        for first, second, third in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
            title = " ".join(line for line in lines[start:first] if line)
            source, expected = "\n".join(lines[first + 1 : second]), "\n".join(lines[second + 1 : third])
            found.append(Case(path.stem, first + 2, title, source, expected))
            start = third + 1
    return found


def read(source: str, dialect: Dialect | None = None) -> Parsed:
    return parse(PATH, (FRONT + source + "\n").encode(), dialect or Dialect())


def shown(parsed: Parsed) -> str:
    """The body with its holes written out: links and pictures by their targets."""

    def fill(kind: str, index: int) -> str:
        if kind == "picture":
            picture = parsed.note.pictures[index]
            alt = "" if picture.alt is None else f' alt="{escape(picture.alt)}"'
            more = "".join(f' {name}="{escape(value)}"' for name, value in picture.attributes)
            return f'<img src="{escape(picture.src)}"{alt}{more}>'
        link = parsed.note.links[index]
        title = f' title="{escape(link.title)}"' if link.title else ""
        return f"{{{link.kind} {link.target}}}" if kind == "address" else f"<a {{{link.kind} {link.target}}}{title}>"

    return _filled(parsed, fill)


def as_hugo(parsed: Parsed) -> str:
    """The body with its holes filled as Hugo fills them, where every note is `posts/NAME.md`."""

    def fill(kind: str, index: int) -> str:
        if kind == "picture":
            picture = parsed.note.pictures[index]
            alt = "" if picture.alt is None else f' alt="{escape(picture.alt)}"'
            return f'<img src="{escape(picture.src)}"{alt}>'
        if kind == "callout":
            return name_of(CALLOUTS[index])
        link = parsed.note.links[index]
        address = link.target
        if link.kind in ("relref", "ref"):
            name, _, fragment = address.partition("#")
            page = f"/posts/{name.rsplit('/', 1)[-1].removesuffix('.md').lower()}/" if name else ""
            address = page + (f"#{fragment}" if fragment else "")
        address = escape(quote(address, safe="-_.!~*'();/?:@&=+$,#%"))
        title = f' title="{escape(link.title)}"' if link.title else ""
        return address if kind == "address" else f'<a href="{address}"{title}>'

    return _filled(parsed, fill)


def _filled(parsed: Parsed, fill: object) -> str:
    assert callable(fill)
    texts, holes = parsed.body.texts, parsed.body.holes
    assert len(texts) == len(holes) + 1
    parts = [texts[0]]
    for hole, text in zip(holes, texts[1:], strict=True):
        parts += [fill(hole.kind, hole.index), text]
    return "".join(parts)


def folded(html: str) -> str:
    """HTML without invisible white space, and without MathML's attributes, which come from the converter."""
    html = re.sub(r"<(m[a-z]+) [^>]*?(/?)>", lambda tag: tag[0] if tag[1] in _TOLD else f"<{tag[1]}{tag[2]}>", html)
    pieces = re.split(r"(<pre.*?</pre>)", html.strip(), flags=re.DOTALL)
    return "".join(piece if piece.startswith("<pre") else re.sub(r"\s*\n\s*", "\n", piece) for piece in pieces)
