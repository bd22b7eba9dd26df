"""Random Org files like those of people: one page or several posts, which link to, include and embed each other."""

from __future__ import annotations

import random
from collections.abc import Sequence

WORDS = ("soil", "rain", "worm", "frost", "clay", "loam", "seed", "root", "leaf", "light", "shade", "mulch", "graft")
IDS = tuple(f"id-{number}" for number in range(30))
ODD_KEYWORDS = (
    "#+hugo_draft: t", "#+hugo_draft: perhaps", "#+hugo_slug: same", "#+filetags: :noexport:", "#+hugo_section: other",
    "#+hugo_publishdate: 2999-01-01", "#+setupfile: gone.org", "#+hugo_aliases: /old/", "#+bibliography: gone.bib",
)  # fmt: skip
ODD_PROPERTIES = (
    ":EXPORT_HUGO_DRAFT: t", ":EXPORT_HUGO_DRAFT: perhaps", ":EXPORT_HUGO_SLUG: same", ":EXPORT_HUGO_BUNDLE: bundle",
    ":CUSTOM_ID: own",
)  # fmt: skip


def org_text(chance: random.Random, others: Sequence[str], number: int) -> str:
    """A file with some of every construct. `others`: names of Org files. `number`: used in names in this file."""
    pick = chance.choice
    lines = [":PROPERTIES:", f":ID: {pick(IDS)}", ":END:"] if chance.random() < 0.6 else []
    lines += [f"#+title: Org {pick(WORDS)} {number}"] if chance.random() < 0.9 else []
    lines += [pick(ODD_KEYWORDS)] if chance.random() < 0.15 else []
    lines += ["", _element(chance, others), ""]
    has_posts = chance.random() < 0.5
    for place in range(chance.randint(0, 5)):
        lines += _heading(chance, f"post-{number}-{place}" if has_posts and chance.random() < 0.7 else "")
        for _ in range(chance.randint(0, 3)):
            lines += [_element(chance, others), ""]
    return "\n".join(lines) + "\n"


def _heading(chance: random.Random, name: str) -> list[str]:
    pick = chance.choice
    todo, tag = pick(("", "", "", "TODO ", "DONE ")), pick(("", "", "", " :noexport:", " :loose:"))
    properties = [f":EXPORT_FILE_NAME: {name}"] if name else []
    properties += [f":ID: {pick(IDS)}"] if chance.random() < 0.5 else []
    properties += [pick(ODD_PROPERTIES)] if chance.random() < 0.1 else []
    drawer = [":PROPERTIES:", *properties, ":END:"] if properties else []
    return [f"{pick(('*', '*', '**'))} {todo}{pick(WORDS).capitalize()}{tag}", *drawer]


def _element(chance: random.Random, others: Sequence[str]) -> str:
    pick = chance.choice
    words, other, place = " ".join(chance.choices(WORDS, k=8)), pick(others), pick(WORDS).capitalize()
    return pick(
        (
            f"{words} [[file:{other}][{place}]] {words}.",
            f"{words} [[file:{other}::*{place}][there]].",
            f"{words} [[id:{pick(IDS)}][it]] and [[id:{pick(IDS)}]].",
            f'#+include: "{other}"',
            f'#+include: "{other}::*{place}" :only-contents t',
            f"#+transclude: [[id:{pick(IDS)}]]",
            f"#+transclude: [[file:{other}::*{place}][t]] :level 2",
            "[[file:../static/pic-1.png]]",
            f"- tags :: [[id:{pick(IDS)}][{place}]]\n- [ ] {words}",
            f"#+begin_src python\n{pick(WORDS)} = 1\n#+end_src",
            f"{words}[fn:1] $x^2$\n\n[fn:1] {words}",
            pick(("#+begin_quote", "{{{unknown}}}", "\0", "[[file:gone.org]]", "<<mark>> [[mark]]")),
        )
    )
