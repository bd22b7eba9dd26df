"""Facts derived from the text: title, summary, word count, and characteristic terms."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from html import unescape
from posixpath import basename, dirname

from notegarden.dialects.pieces.html import END, HOLE, has_bytes
from notegarden.dialects.pieces.stopwords import STOPWORDS
from notegarden.files.endings import page_name
from notegarden.notes.sentence import collapsed, cut

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(rf"<[^<>]*>|{HOLE}[A-Z]\d+{END}")
_HOLE = re.compile(rf"{HOLE}[A-Z]\d+{END}")
_PROSE = re.compile(r"<p(?: id=\"[^\"]*\")?>(.*?)</p>", re.DOTALL)
_STAMP = re.compile(r"^\d{8,14}[-_]")
_TERM = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DEFINITIONS = re.compile(r'<dl class="fields">.*?</dl>', re.DOTALL)
# The UTF-8 lead bytes of their letters.
_UNPARTED_BYTES = range(0xE3, 0xEA)
_UNPARTED = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # compiled at first use
_LONGEST_SUMMARY = 280
_MOST_TERMS = 24
_SHORTEST_TERM, _LONGEST_TERM = 4, 24


def title_from(path: str) -> str:
    """A default title: the file name without timestamp and hyphens (`2023…-big_data.md` → Big data)."""
    name = page_name(path)
    if name in ("index", "_index"):
        name = basename(dirname(path)) or "Home"
    words = _STAMP.sub("", name).replace("_", " ").replace("-", " ").split()
    title = " ".join(words) or name
    return title[:1].upper() + title[1:]


def prose(html: str, *, foreign: bool) -> list[str]:
    """The words of a body, with adjacent punctuation. `foreign`: it contains HTML not written by the parser."""
    if foreign:
        text = _TAG.sub(" ", html)
    else:
        # In the parser's own output `<` and `>` only delimit tags, so splitting works and is faster than matching.
        head, *rest = html.split("<")
        text = " ".join([head, *[piece[piece.find(">") + 1 :] for piece in rest]])
    if HOLE in text:
        text = _HOLE.sub(" ", text)
    return (unescape(text) if "&" in text else text).split()


def count(words: list[str]) -> int:
    """The number of words. Chinese and Japanese have no spaces between words: two characters count as one word."""
    if not has_bytes("".join(words), _UNPARTED_BYTES):
        return len(words)
    parted = [re.sub(_UNPARTED, "", word) for word in words]
    letters = sum(map(len, words)) - sum(map(len, parted))
    others = sum(word == rest or any(map(str.isalnum, rest)) for word, rest in zip(words, parted, strict=True))
    return (letters + 1) // 2 + others


def summary_of(html: str) -> str:
    """The first non-empty paragraph as plain text, truncated at a word boundary."""
    start = 0
    leading = _DEFINITIONS.match(html)
    if leading:
        start = leading.end()
    for found in _PROSE.finditer(html, start, html.rfind("</p>") + 4):
        text = _MARKUP.sub("", found[1])
        text = collapsed(unescape(text) if "&" in text else text).strip()
        if text:
            if len(text) <= _LONGEST_SUMMARY:
                return text
            return cut(text, _LONGEST_SUMMARY - 1).rstrip(",;:–—-、，") + "…"
    return ""


def telling_words(words: list[str]) -> tuple[str, ...]:
    """The most frequent characteristic words, lightly stemmed, best first."""
    used = Counter(words)
    repeated = [one for one in used.items() if one[1] > 1]
    counts: dict[str, int] = {}
    # In a long note, words that occur once cannot be among the most frequent.
    for word, count in repeated if len(repeated) > 4 * _MOST_TERMS else used.items():
        if len(word) >= _SHORTEST_TERM and (name := stem(word)):
            counts[name] = counts.get(name, 0) - count
    # Sorting numbers is much faster than sorting pairs, so find the threshold first.
    least = max(sorted(counts.values())[:_MOST_TERMS], default=0)
    ranked = sorted([(count, name) for name, count in counts.items() if count <= least])
    return tuple([name for _, name in ranked[:_MOST_TERMS]])


@lru_cache(maxsize=200_000)  # a garden's vocabulary; most words of a note occur in others too
def stem(word: str) -> str:
    """The word in lower case without punctuation around it and plural ending; "" for a stop word."""
    found = _TERM.search(word.lower())
    name = found[0] if found else ""
    if not _SHORTEST_TERM <= len(name) <= _LONGEST_TERM or name in STOPWORDS:
        return ""
    if len(name) > 5 and name.endswith("ies"):
        return name[:-3] + "y"
    if len(name) > 4 and name.endswith("s") and not name.endswith(("ss", "us", "is")):
        name = name[:-2] if name.endswith(("ches", "shes", "sses", "xes")) else name[:-1]
    return "" if name in STOPWORDS else name
