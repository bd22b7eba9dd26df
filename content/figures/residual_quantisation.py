"""Error left by residual vector quantisation: four-dimensional normal vectors, 16 entries per codebook."""

from __future__ import annotations

import random

from svg import Axes, Drawing, save

DIMENSIONS, ENTRIES, BOOKS, COUNT = 4, 16, 6, 1_500
Vector = tuple[float, ...]
rng = random.Random(4)


def distance(u: Vector, v: Vector) -> float:
    return sum((a - b) ** 2 for a, b in zip(u, v, strict=True))


def nearest(v: Vector, book: list[Vector]) -> int:
    return min(range(len(book)), key=lambda j: distance(v, book[j]))


def kmeans(vectors: list[Vector], rounds: int = 6) -> list[Vector]:
    book = rng.sample(vectors, ENTRIES)
    for _ in range(rounds):
        groups: list[list[Vector]] = [[] for _ in book]
        for v in vectors:
            groups[nearest(v, book)].append(v)
        book = [
            tuple(sum(axis) / len(group) for axis in zip(*group, strict=True)) if group else old
            for group, old in zip(groups, book, strict=True)
        ]
    return book


rest = [tuple(rng.gauss(0, 1) for _ in range(DIMENSIONS)) for _ in range(COUNT)]
power = sum(x * x for v in rest for x in v)
errors = [1.0]
for _ in range(BOOKS):
    book = kmeans(rest)
    rest = [tuple(a - b for a, b in zip(v, book[nearest(v, book)], strict=True)) for v in rest]
    errors.append(sum(x * x for v in rest for x in v) / power)

drawing = Drawing(640, 380)
axes = Axes(drawing, (84, 60, 610, 300), (0, BOOKS + 1), (0, 1.2))
axes.frame(
    [(i + 0.5, str(i)) for i in range(BOOKS + 1)],
    [(0, "0"), (0.5, "50 %"), (1, "100 %")],
    x_label="codebooks of 16 entries, 4 bits each",
    y_label="energy not yet described",
)
for index, value in enumerate(errors):
    left, top = axes.place(index + 0.14, value)
    drawing.rect(left, top, 56, axes.bottom - top, fill="a", radius=3)
    share = f"{100 * value:.0f} %" if value >= 0.095 else f"{100 * value:.1f} %"
    drawing.text(left + 28, top - 8, share, size=20, anchor="middle")
save("residual_quantisation.svg", drawing)
