"""Attention weights of a five-word translation, from scores set by hand."""

from __future__ import annotations

import math

from svg import Drawing, save

SOURCE = ["the", "white", "house", "is", "empty"]
TARGET = ["la", "maison", "blanche", "est", "vide"]
NEEDS = [0, 2, 1, 3, 4]  # which source word each target word translates
SCORE = 3.0


def weights() -> list[list[float]]:
    """One row for each target word; a row sums to one."""
    rows = []
    for needed in NEEDS:
        row = [math.exp(SCORE if column == needed else 0.0) for column in range(len(SOURCE))]
        rows.append([value / sum(row) for value in row])
    return rows


def draw() -> Drawing:
    cell, left, top = 96, 140, 56
    drawing = Drawing(left + 5 * cell + 10, top + 5 * 74 + 10)
    for column, word in enumerate(SOURCE):
        drawing.text(left + (column + 0.5) * cell, top - 18, word, size=25, anchor="middle")
    for row, shares in enumerate(weights()):
        drawing.text(left - 14, top + row * 74 + 45, TARGET[row], size=25, anchor="end")
        for column, share in enumerate(shares):
            x, y = left + column * cell, top + row * 74
            drawing.rect(x, y, cell, 74, fill="a", opacity=share, radius=0)
            drawing.rect(x, y, cell, 74, stroke="rule", stroke_width=1, radius=0)
            drawing.text(
                x + cell / 2, y + 45, f"{share:.2f}", size=22, anchor="middle", fill="paper" if share > 0.5 else "soft"
            )
    return drawing


if __name__ == "__main__":
    save("soft-alignment.svg", draw())
