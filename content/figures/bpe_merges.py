"""Four words of a small corpus after 0, 3, 5 and 8 byte-pair merges, learnt here."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from svg import Drawing, save

CORPUS = {"low·": 5, "lower·": 2, "newest·": 6, "widest·": 3}
STAGES = (0, 3, 5, 8)


def merge(symbols: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    """The word with every occurrence of the pair joined, from the left."""
    joined: list[str] = []
    i = 0
    while i < len(symbols):
        width = 2 if symbols[i : i + 2] == pair else 1
        joined.append("".join(symbols[i : i + width]))
        i += width
    return tuple(joined)


def stages() -> dict[int, list[tuple[str, ...]]]:
    """The corpus's words as symbols after so many merges; ties go to the pair met first."""
    words = {tuple(word): count for word, count in CORPUS.items()}
    seen = {0: list(words)}
    for step in range(1, max(STAGES) + 1):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in words.items():
            for pair in pairwise(word):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: pairs[pair])
        words = {merge(word, best): count for word, count in words.items()}
        seen[step] = list(words)
    return seen


def draw() -> Drawing:
    drawing = Drawing(640, 4 * 152)
    history = stages()
    letter, height = 33, 42
    for block, stage in enumerate(STAGES):
        top = block * 152
        total = sum(len(word) for word in history[stage])
        drawing.text(4, top + 26, f"{stage} merges", size=24, bold=True)
        drawing.text(4, top + 56, f"{total} symbols", size=22, fill="soft")
        for index, word in enumerate(history[stage]):
            x = 160 + (index % 2) * 240
            y = top + 4 + (index // 2) * 62
            for symbol in word:
                width = letter * len(symbol) - 4
                hue = "a" if len(symbol) > 1 else ""
                drawing.rect(x, y, width, height, fill="a-wash" if hue else "none", stroke=hue or "rule", radius=5)
                drawing.text(x + width / 2, y + 29, symbol, size=25, anchor="middle", mono=True)
                x += letter * len(symbol)
    return drawing


if __name__ == "__main__":
    save("bpe-merges.svg", draw())
