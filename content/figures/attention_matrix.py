"""Causal attention weights of five tokens with keys and queries written by hand: softmax(Q K^T / 2)."""

from __future__ import annotations

import math

from svg import Drawing, save

TOKENS = ["the", "cat", "drank", "and", "slept"]
KEYS = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 1, 0)]
QUERIES = [(0, 0, 0, 0), (4, 0, 0, 0), (0, 4, 0, 0), (0, 0, 3, 0), (0, 4, 2, 0)]


def weights() -> list[list[float]]:
    """Row i holds i + 1 weights, which sum to one."""
    rows = []
    for i, query in enumerate(QUERIES):
        scores = [sum(q * k for q, k in zip(query, key, strict=True)) / math.sqrt(4) for key in KEYS[: i + 1]]
        exponentials = [math.exp(score) for score in scores]
        rows.append([value / sum(exponentials) for value in exponentials])
    return rows


def draw() -> Drawing:
    left, top, wide, high = 108, 52, 104, 78
    drawing = Drawing(left + 5 * wide + 8, top + 5 * high + 8)
    for i, row in enumerate(weights()):
        drawing.text(left + (i + 0.5) * wide, top - 16, TOKENS[i], size=26, anchor="middle")
        drawing.text(left - 14, top + (i + 0.5) * high + 9, TOKENS[i], size=26, anchor="end")
        for j in range(5):
            x, y = left + j * wide, top + i * high
            if j < len(row):
                drawing.rect(x, y, wide, high, fill="a", opacity=row[j], radius=0)
                colour = "paper" if row[j] > 0.65 else "ink"
                drawing.text(
                    x + wide / 2,
                    y + high / 2 + 9,
                    f"{row[j]:.2f}",
                    size=25,
                    anchor="middle",
                    fill=colour,
                    bold=row[j] > 0.3,
                )
            drawing.rect(x, y, wide, high, stroke="rule", stroke_width=1, radius=0)
    return drawing


if __name__ == "__main__":
    save("attention-matrix.svg", draw())
