"""Router probabilities of one token over eight experts, and the weights of the two that are used."""

from __future__ import annotations

import math

from svg import Drawing, save

SCORES = [0.1, -0.4, 2.0, 0.5, -1.0, 1.25, 0.3, -0.2]
USED = 2


def softmax(scores: list[float]) -> list[float]:
    exponentials = [math.exp(score) for score in scores]
    return [value / sum(exponentials) for value in exponentials]


def draw() -> Drawing:
    drawing = Drawing(640, 470)
    chosen = sorted(sorted(range(8), key=lambda i: -SCORES[i])[:USED])
    weights = softmax([SCORES[i] for i in chosen])
    drawing.box(245, 6, 150, 50, "token x", hue="c", size=25)
    drawing.text(410, 40, "router", size=23, fill="soft")
    left, step, floor = 28, 76, 232
    for i, share in enumerate(softmax(SCORES)):
        x = left + i * step
        height = 270 * share
        used = i in chosen
        drawing.rect(x, floor - height, 52, height, fill="a" if used else "rule", radius=3)
        drawing.text(
            x + 26, floor - height - 9, f"{share:.2f}"[1:], size=22, anchor="middle", fill="a" if used else "soft"
        )
        drawing.rect(x - 8, floor + 14, 68, 52, fill="a-wash" if used else "none", stroke="a" if used else "rule")
        drawing.text(x + 26, floor + 49, f"f{'₁₂₃₄₅₆₇₈'[i]}", size=25, anchor="middle", fill="ink" if used else "soft")
    for i, weight in zip(chosen, weights, strict=True):
        x = left + i * step + 26
        drawing.line(x, floor + 70, 320 + (-26 if x < 320 else 26), 396, stroke="a", stroke_width=3, arrow=True)
        side = -1 if x < 320 else 1
        drawing.text(
            320 + side * 108,
            372,
            f"× {weight:.2f}",
            size=25,
            fill="a",
            anchor="end" if side < 0 else "start",
            bold=True,
        )
    drawing.box(245, 402, 150, 54, "sum y", hue="c", size=25)
    return drawing


if __name__ == "__main__":
    save("moe-routing.svg", draw())
