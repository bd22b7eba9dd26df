"""Perplexity per character of n-gram models on the text they were trained on and on new text.

Contexts are the n - 1 characters before; add-k smoothing with a small k. The text is a list of plain sentences
made from a few frames and words, so that it has structure at several lengths and needs no corpus file.
"""

from __future__ import annotations

import math
import random
from collections import Counter

from svg import Axes, Drawing, save

ANIMALS = ["cat", "dog", "heron", "otter", "badger", "swallow", "beetle", "salmon", "hedgehog"]
PLACES = ["river", "garden", "meadow", "harbour", "kitchen", "forest", "library"]
VERBS = ["waited", "slept", "sang", "wandered", "hid", "listened", "turned"]
ADVERBS = ["quietly", "again", "for", "an", "hour", "until", "dawn", "without", "a", "sound"]
FRAMES = [
    "the {a} {v} in the {p}",
    "a {a} {v} near the {p} {d}",
    "in the {p} the {a} {v} {d}",
    "no {a} {v} while the {b} {w}",
]
SMOOTHING = 0.01


def text(sentences: int, seed: int) -> str:
    """Sentences drawn from the frames, one after another."""
    pick = random.Random(seed)
    made = []
    for _ in range(sentences):
        words = {"a": ANIMALS, "b": ANIMALS, "v": VERBS, "w": VERBS, "p": PLACES, "d": ADVERBS}
        made.append(pick.choice(FRAMES).format(**{slot: pick.choice(choices) for slot, choices in words.items()}))
    return ". ".join(made) + "."


def perplexity(train: str, held_out: str, order: int) -> float:
    """Geometric mean of 1 / p over the characters of `held_out`."""
    longest = order - 1
    grams = Counter(train[i - longest : i + 1] for i in range(longest, len(train)))
    contexts = Counter(train[i - longest : i] for i in range(longest, len(train)))
    letters = len(set(train))
    total = 0.0
    places = range(8, len(held_out))
    for i in places:
        context = held_out[i - longest : i]
        share = (grams[context + held_out[i]] + SMOOTHING) / (contexts[context] + SMOOTHING * letters)
        total -= math.log(share)
    return math.exp(total / len(places))


def draw() -> Drawing:
    train, held_out = text(24, 1), text(60, 2)
    orders = range(1, 9)
    seen = [perplexity(train, train, n) for n in orders]
    new = [perplexity(train, held_out, n) for n in orders]
    drawing = Drawing(640, 430)
    axes = Axes(drawing, (70, 50, 615, 345), (1, 8), (1, 20), log_y=True)
    axes.frame(
        [(n, str(n)) for n in orders],
        [(p, str(p)) for p in (1, 2, 5, 10, 20)],
        x_label="order n",
        y_label="perplexity per character",
        size=22,
    )
    axes.curve(zip(orders, seen, strict=True), stroke="a")
    axes.curve(zip(orders, new, strict=True), stroke="b")
    best = min(orders, key=lambda n: new[n - 1])
    axes.dot(best, new[best - 1], fill="b")
    axes.label(6, new[5], "new text", fill="b", anchor="end", dy=-22, size=24)
    axes.label(6.2, seen[5], "training text", fill="a", anchor="middle", dy=-14, size=24)
    return drawing


if __name__ == "__main__":
    save("ngram-perplexity.svg", draw())
