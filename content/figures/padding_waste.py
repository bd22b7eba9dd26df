"""How much of a batch is padding: fixed length, longest of the batch, sorted by length first."""

from __future__ import annotations

import random

from svg import Drawing, save

COUNT, BATCH, LIMIT = 16, 4, 128

rng = random.Random(5)
lengths = [min(LIMIT, max(6, round(rng.lognormvariate(3.4, 0.75)))) for _ in range(COUNT)]


def widths(order: list[int], fixed: bool) -> list[int]:
    """The width that each sequence of `order` is padded to, batch by batch."""
    out: list[int] = []
    for start in range(0, COUNT, BATCH):
        batch = order[start : start + BATCH]
        out += [LIMIT if fixed else max(batch)] * len(batch)
    return out


drawing = Drawing(640, 640)
cases = [
    ("padded to 128", lengths, True),
    ("padded to the longest", lengths, False),
    ("sorted by length first", sorted(lengths, reverse=True), False),
]
for index, (title, order, fixed) in enumerate(cases):
    top = 10 + index * 212
    padded = widths(order, fixed)
    waste = 1 - sum(order) / sum(padded)
    drawing.text(20, top + 22, title, size=22, bold=True)
    drawing.text(620, top + 22, f"{100 * waste:.0f} % padding", size=22, fill="b", anchor="end")
    for row, (length, width) in enumerate(zip(order, padded, strict=True)):
        y = top + 36 + row * 9.5 + row // BATCH * 5
        drawing.rect(20, y, width / LIMIT * 600, 7.5, fill="b", radius=1, opacity=0.28)
        drawing.rect(20, y, length / LIMIT * 600, 7.5, fill="a", radius=1)
save("padding_waste.svg", drawing)
