"""Share of signal left by step: the linear and the cosine schedule of diffusion models."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

STEPS = 1_000

linear, product = [1.0], 1.0
for t in range(STEPS):
    product *= 1 - (1e-4 + (0.02 - 1e-4) * t / (STEPS - 1))
    linear.append(product)


def cosine(t: float, s: float = 0.008) -> float:
    def f(u: float) -> float:
        return math.cos((u / STEPS + s) / (1 + s) * math.pi / 2) ** 2

    return f(t) / f(0)


drawing = Drawing(640, 380)
axes = Axes(drawing, (60, 60, 606, 305), (0, STEPS), (0, 1))
axes.frame(
    [(0, "0"), (250, "250"), (500, "500"), (750, "750"), (1000, "1000")],
    [(0, "0"), (0.5, "0.5"), (1, "1")],
    x_label="step t",
    y_label="ᾱ, share of the signal's variance left",
)
axes.curve([(t, linear[t]) for t in range(0, STEPS + 1, 10)], stroke="b", dash="14 6")
axes.curve([(t, cosine(t)) for t in range(0, STEPS + 1, 10)], stroke="a")
axes.label(300, linear[300], "linear", fill="b", anchor="end", dx=-14, dy=18, size=22)
axes.label(560, cosine(560), "cosine", fill="a", dx=16, size=22)
save("noise_schedules.svg", drawing)
