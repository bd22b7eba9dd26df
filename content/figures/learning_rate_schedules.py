"""The two learning-rate schedules in use: cosine, and warm-up, stable, decay."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

STEPS, WARMUP, PEAK, FLOOR = 100_000, 2_000, 3e-4, 3e-5


def cosine(step: int) -> float:
    if step < WARMUP:
        return PEAK * step / WARMUP
    share = (step - WARMUP) / (STEPS - WARMUP)
    return FLOOR + (PEAK - FLOOR) * (1 + math.cos(math.pi * share)) / 2


def stable(step: int, decay_from: int = 80_000) -> float:
    if step < decay_from:
        return min(PEAK, PEAK * step / WARMUP)
    return PEAK + (FLOOR - PEAK) * (step - decay_from) / (STEPS - decay_from)


drawing = Drawing(640, 380)
axes = Axes(drawing, (70, 60, 590, 310), (0, STEPS), (0, 3.3e-4))
axes.frame(
    [(0, "0"), (50_000, "50,000"), (100_000, "100,000")],
    [(0, "0"), (1e-4, "1e-4"), (2e-4, "2e-4"), (3e-4, "3e-4")],
    x_label="step",
    y_label="learning rate",
)
grid = [*range(0, WARMUP, 500), *range(WARMUP, STEPS + 1, 1_000)]
axes.curve([(s, cosine(s)) for s in grid], stroke="a")
axes.curve([(s, stable(s)) for s in grid], stroke="b", dash="14 6")
axes.label(36_000, 1.75e-4, "cosine", fill="a", anchor="end", size=22)
axes.label(60_000, 3e-4, "warm-up, stable, decay", fill="b", anchor="middle", dy=-14, size=22)
save("learning_rate_schedules.svg", drawing)
