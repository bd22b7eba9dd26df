"""Mermaid diagrams whose nodes link to notes: nodes of the class `internal-link` link to the note named by their text.

Obsidian does not count such links, so neither does the graph. Below the diagram's source they are a list of links,
from which the page's script takes the addresses after the diagram is drawn.
"""

from __future__ import annotations

import re
from itertools import islice

from notegarden.dialects.pieces.draft import NoteDraft
from notegarden.dialects.pieces.html import END, HOLE, escape

_NAMES = re.compile(r'"([^"\n]+)"|([^\s,"][^,"\n]*)')
# A node with its text, `A[Text]`, `A(["Text"])`, `A{Text}`, and an optional class after it.
_NODE = re.compile(
    r'([^\s\[\](){}<>|;&,"-]+)(?:[\[({>][\[({/\\]{0,3}+(?:"([^"\n]*+)"|([^"\[\](){}\n]*+))[/\\]?[\])}]{1,3})?(:::internal-link\b)?'
)
_MOST = 200  # maximum links per diagram


def diagram_links(draft: NoteDraft, source: str, line: int) -> str:
    """The list of a diagram's links as HTML, "" if it has none. `line`: 0-based, of the source's first line."""
    if "internal-link" not in source:
        return ""
    items = []
    for name, below in _linked(source.split("\n")).items():
        number = draft.add_link(name, "wikilink", *draft.place(line + below))
        draft.links[number].unseen = True
        draft.links[number].text = name
        items.append(f"<li>{HOLE}L{number}{END}{escape(name)}</a></li>\n")
    return f'<ul class="diagram-links">\n{"".join(items)}</ul>\n' if items else ""


def _linked(lines: list[str]) -> dict[str, int]:
    """Text of a node → the 0-based line that makes it a link. A class may name nodes that the diagram does not have."""
    texts: dict[str, str] = {}
    linked: dict[str, int] = {}
    for number, line in enumerate(lines):
        if (named := _class(line)) is not None:
            linked.update({name: number for name in named if name not in linked})
            continue
        for node in _NODE.finditer(line):
            texts[node[1]] = (node[2] or node[3] or "").strip() or texts.get(node[1], node[1])
            if node[4]:
                linked.setdefault(node[1], number)
    first = dict(islice(linked.items(), _MOST))
    drawn = "\n".join(line for line in lines if _class(line) is None)
    is_drawn = (name in texts or (not name.isalnum() and name in drawn) for name in first)
    return {texts.get(name, name): at for (name, at), there in zip(first.items(), is_drawn, strict=True) if there}


def _class(line: str) -> list[str] | None:
    """The nodes in `class A,B internal-link`; None for any other line."""
    words = line.rstrip("; \t").split(None, 1)
    if len(words) < 2 or words[0] != "class" or words[1].split()[-1] != "internal-link":
        return None
    return [(name[1] or name[2]).strip() for name in _NAMES.finditer(words[1].removesuffix("internal-link").rstrip())]
