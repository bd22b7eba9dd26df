"""Whether processor time is linear in the input: pieces of each area repeated n, 4n and 16n times.

A linear parser takes four times as long for four times the input, one that backtracks or looks back takes
sixteen times. Times are noisy, so a factor counts only after it has been measured three times and holds for 64n too.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from areas import OWN, PATH, TRUSTED, UNTRUSTED, VAULT_DIALECT
from vocabulary import LATEX, MARKDOWN, ORG, SHORTCODES, VAULT
from vocabulary_of_names import FRONT, NAMES, TARGETS

from notegarden.dialects import parse
from notegarden.dialects.markdown.lint import inspect
from notegarden.dialects.org.reader import parse_page, read_file
from notegarden.dialects.pieces.frontmatter import read_front_matter
from notegarden.garden.names import Lookups, NameIndex
from notegarden.garden.resolve import resolve
from notegarden.nearest import Names
from notegarden.notes.note import Dialect, Link
from notegarden.search.analysis import Reader
from notegarden.search.document import Document
from notegarden.sources.limits import OverTimeError, limited_time

FIRST = {"formulas": 1_200, "front matter": 1_200}
"""Letters of the first of the three inputs, 2,000 if not said; the others have four and sixteen times as many.

Formulas and YAML are cut at 20,000 letters, so what they take at that length is all they can take.
"""
STEEP = 8.0
"""How many times as long four times the input may take: 4 is linear, 16 is square."""
NOTICEABLE = {"formulas": 0.5}
"""Seconds of processor time below which a factor does not matter, 0.02 if not said. A formula's length is bounded."""
LONGEST = 5.0
"""Seconds that any one input may take, as a note may."""


@dataclass(frozen=True)
class Growing:
    """A text that can be made as long as needed."""

    area: str
    before: str
    piece: str
    middle: str
    after: str
    """Said as often as `piece`, behind the middle: what closes what the pieces open."""

    def text(self, length: int) -> str:
        times = max(1, length // max(1, len(self.piece) + len(self.after)))
        return self.before + self.piece * times + self.middle + self.after * times


def _note(dialect: Dialect) -> Callable[[str], None]:
    def work(text: str) -> None:
        source = f'+++\ntitle = "t"\n+++\n{text}'
        inspect(parse(PATH, source.encode("utf-8", "replace"), dialect).note, source)

    return work


def _vault(text: str) -> None:
    parse(PATH, text.encode("utf-8", "replace"), VAULT_DIALECT)


def _org(text: str) -> None:
    context = read_file("org/a.org", f"#+title: t\n{text}".encode("utf-8", "replace"), {})
    for spec in context.pages:
        parse_page(context, spec, TRUSTED)


def _front(text: str) -> None:
    read_front_matter(PATH, text)


def _formula(text: str) -> None:
    formula = text.replace("\n\n", " ")
    parse(PATH, f"\\[{formula}\\]".encode("utf-8", "replace"), TRUSTED)


def _links(text: str) -> None:
    index = NameIndex()
    for number, name in enumerate(NAMES):
        index.add(f"{number}/{name}.md", name, f"/{number}/{name}/", (), hidden=False)
    for kind in ("relref", "markdown"):
        resolve(Lookups(index), Link(text, kind, 1, 1), PATH, "/posts/fuzz/")  # type: ignore[arg-type]
    Names(NAMES).nearest(text)


def _search(text: str) -> None:
    Reader("en").given("/a/", Document(text[:1000], text), 1)


AREAS: dict[str, tuple[Callable[[str], None], tuple[str, ...]]] = {
    "markdown": (_note(TRUSTED), MARKDOWN),
    "untrusted": (_note(UNTRUSTED), MARKDOWN),
    "shortcodes": (_note(OWN), SHORTCODES),
    "obsidian": (_vault, VAULT),
    "org": (_org, ORG),
    "front matter": (_front, FRONT),
    "links": (_links, TARGETS),
    "formulas": (_formula, LATEX),
    "search words": (_search, (*MARKDOWN, '<sup id="fnref', '<a class="anchor', "<math>", "</math>", "</sup>")),
}
"""Name → what is done with a text, and the words that the texts are made of."""


def some(area: str, chance: random.Random) -> Growing:
    """A random case: most repeat a few words, some nest them."""
    words = AREAS[area][1]

    def pick(most: int) -> str:
        return "".join(chance.choice(words) for _ in range(chance.randint(0, most)))

    piece = pick(3) or chance.choice(words)
    if chance.random() < 0.15:
        piece = chance.choice(" \t\n`*_[]({<>\"'\\|#:-.&$~=!{}")
    if area == "front matter":
        return Growing(area, chance.choice(("---\n", "+++\n", "{", "")) + pick(2), piece, pick(2), "")
    return Growing(area, pick(2), piece, pick(2), pick(2) if chance.random() < 0.3 else "")


def seconds(case: Growing, length: int) -> float:
    """Processor time for the text of this length; infinite if it takes more than LONGEST."""
    work = AREAS[case.area][0]
    text = case.text(length)
    start = time.thread_time()
    try:
        with limited_time(LONGEST):
            work(text)
    except OverTimeError:
        return float("inf")
    return time.thread_time() - start


def fault(case: Growing, *, at_once: bool = False) -> str:
    """What is wrong with the growth of the case, "" if nothing. `at_once`: use the long texts in any case."""
    first, noise = FIRST.get(case.area, 2_000), NOTICEABLE.get(case.area, 0.02)
    if not at_once:
        short, longer = seconds(case, first), seconds(case, 4 * first)
        if longer < noise / 8 or (longer < 5 * short and longer < 0.2):
            return ""
    longer, longest = seconds(case, 4 * first), seconds(case, 16 * first)
    for _ in range(3):
        if longest < max(noise, STEEP * longer) and longest <= LONGEST:
            return ""
        longer, longest = min(longer, seconds(case, 4 * first)), min(longest, seconds(case, 16 * first))
    if longest <= LONGEST and case.area not in FIRST:  # a full cache slows down once, quadratic work every time
        beyond = min(seconds(case, 64 * first) for _ in range(2))
        if beyond <= LONGEST and beyond < STEEP * longest:
            return ""
    return f"{longer:.3f} s for {4 * first:,} letters, {longest:.3f} s for {16 * first:,}"


def kind(case: Growing) -> str:
    """Cases of one kind differ only in letters and numbers."""
    return f"{case.area}: {re.sub('[a-z0-9]+', 'a', case.piece)!r}"
