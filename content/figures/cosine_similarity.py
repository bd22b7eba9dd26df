"""Cosines between words, from neighbour counts in twelve short sentences (PPMI)."""

from __future__ import annotations

import math

from svg import Drawing, save

TEXT = """the cat drinks milk . the dog drinks water . the cat chases the mouse . the dog chases the cat .
the king rules the land . the queen rules the land . the king wears a crown . the queen wears a gown .
the mouse eats cheese . the dog eats meat . the cat eats fish . the king wears a ring ."""
SHOWN = ["king", "queen", "cat", "dog", "mouse", "crown"]

text = TEXT.split()
words = sorted(set(text) - {"."})
counts = {w: dict.fromkeys(words, 0) for w in words}
for i, word in enumerate(text):
    for neighbour in text[max(0, i - 2) : i] + text[i + 1 : i + 3]:
        if word in counts and neighbour in counts:
            counts[word][neighbour] += 1
total = sum(sum(row.values()) for row in counts.values())
share = {w: sum(counts[w].values()) / total for w in words}


def vector(word: str) -> list[float]:
    row = counts[word]
    return [max(0.0, math.log(row[c] / total / share[word] / share[c])) if row[c] else 0.0 for c in words]


def cosine(u: list[float], v: list[float]) -> float:
    return sum(a * b for a, b in zip(u, v, strict=True)) / math.hypot(*u) / math.hypot(*v)


drawing = Drawing(640, 560)
vectors = {w: vector(w) for w in SHOWN}
for column, name in enumerate(SHOWN):
    drawing.text(142 + column * 82, 40, name, size=22, anchor="middle")
for row, first in enumerate(SHOWN):
    drawing.text(90, 98 + row * 82, first, size=22, anchor="end")
    for column, second in enumerate(SHOWN):
        value = cosine(vectors[first], vectors[second])
        x, y = 103 + column * 82, 54 + row * 82
        drawing.rect(x, y, 78, 78, fill="a", radius=4, opacity=0.06 + 0.6 * value)
        drawing.text(x + 39, y + 47, f"{value:.2f}", size=22, anchor="middle")
save("cosine_similarity.svg", drawing)
