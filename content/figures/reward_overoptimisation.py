"""Best of n by a flawed reward, simulated.

An answer has a quality q and a wordiness e, both standard normal. The proxy likes both without end, the truth likes
quality and dislikes wordiness far from the usual: truth = q - 0.7 (e² - 1). The expected score of the best of n is
computed from one pool of answers, without drawing again: the answer of rank i is the best of n with the probability
C(i - 1, n - 1) / C(N, n).
"""

from __future__ import annotations

import math
import random

from svg import Axes, Drawing, save

POOL = 100_000
rng = random.Random(11)
answers = []
for _ in range(POOL):
    quality, wordiness = rng.gauss(0, 1), rng.gauss(0, 1)
    answers.append((quality + 0.6 * wordiness, quality - 0.7 * (wordiness**2 - 1)))
answers.sort()


def best_of(n: int) -> tuple[float, float]:
    """Expected proxy and true score of the best of n by the proxy."""
    proxy = truth = 0.0
    weight = n / POOL  # of the very best: C(N - 1, n - 1) / C(N, n)
    for rank in range(POOL, n - 1, -1):
        p, t = answers[rank - 1]
        proxy += weight * p
        truth += weight * t
        weight *= (rank - n) / (rank - 1) if rank > 1 else 0
    return proxy, truth


sizes = [2**k for k in range(13)]
scores = [best_of(n) for n in sizes]
drawing = Drawing(640, 400)
axes = Axes(drawing, (56, 60, 604, 325), (1, 4096), (-0.5, 4.5), log_x=True)
axes.frame(
    [(1, "1"), (8, "8"), (64, "64"), (512, "512"), (4096, "4096")],
    [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4")],
    x_label="n, answers to choose from",
    y_label="score of the chosen answer",
)
axes.curve([(n, s[0]) for n, s in zip(sizes, scores, strict=True)], stroke="b")
axes.curve([(n, s[1]) for n, s in zip(sizes, scores, strict=True)], stroke="a")
best = max(range(len(sizes)), key=lambda i: scores[i][1])
axes.dot(sizes[best], scores[best][1], fill="a")
axes.label(sizes[best], scores[best][1], f"best at n = {sizes[best]}", fill="a", dy=-18, anchor="middle")
axes.label(90, 3.35, "proxy", fill="b", anchor="end", size=22)
axes.label(4096, scores[-1][1], "truth", fill="a", anchor="end", dy=30, size=22)
assert math.isclose(sum(s for s in scores[0]), 0, abs_tol=0.05)
save("reward_overoptimisation.svg", drawing)
