"""What a note says in sum: its title, summary, words, and the words that tell it from others."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from posixpath import basename, dirname

from notegarden.markup.reading import END, HOLE
from notegarden.markup.stopwords import STOPWORDS

_TAG = re.compile(rf"<[^>]*>|{HOLE}[A-Z]\d+{END}")
_PROSE = re.compile(r"<p(?: id=\"[^\"]*\")?>(.*?)</p>", re.DOTALL)
_STAMP = re.compile(r"^\d{8,14}[-_]")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TERM = re.compile(r"[^\W\d_]{4,24}")
_DEFINITIONS = re.compile(r'<dl class="fields">.*?</dl>', re.DOTALL)
_LONGEST_SUMMARY = 280
_MOST_TERMS = 24


def title_from(path: str) -> str:
    """A title for a note that has none: the file's name without stamp and hyphens (`2023…-big_data.md` → Big data)."""
    name = basename(path).removesuffix(".md")
    if name in ("index", "_index"):
        name = basename(dirname(path)) or "Home"
    words = _STAMP.sub("", name).replace("_", " ").replace("-", " ").split()
    title = " ".join(words) or name
    return title[:1].upper() + title[1:]


def prose(html: str) -> list[str]:
    """The words of a body, in order."""
    text = _TAG.sub(" ", html)
    return _WORD.findall(unescape(text) if "&" in text else text)


def summary_of(html: str) -> str:
    """The first paragraph with text in it, plain, cut at a word border."""
    start = 0
    leading = _DEFINITIONS.match(html)
    if leading:
        start = leading.end()
    for found in _PROSE.finditer(html, start):
        text = _TAG.sub("", found[1])
        text = " ".join((unescape(text) if "&" in text else text).split())
        if text:
            if len(text) <= _LONGEST_SUMMARY:
                return text
            return text[: _LONGEST_SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"
    return ""


def telling_words(words: list[str]) -> tuple[str, ...]:
    """The most frequent words that mean something, in a light stem, best first."""
    counts: Counter[str] = Counter()
    for word, count in Counter(map(str.lower, words)).items():
        if 4 <= len(word) <= 24 and word not in STOPWORDS:
            counts[stem(word)] += count
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(word for word, _ in ranked[:_MOST_TERMS])


def stem(word: str) -> str:
    """Plural and verb endings off; enough to bring `token`, `tokens` and `token's` together."""
    word = word.split("’")[0].split("'")[0]
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
    return word
