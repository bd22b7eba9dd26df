"""What guidance aims at in one dimension: p(x | c)^w p(x)^(1 - w), for one of two overlapping classes."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

MEANS, SPREAD = (-1.0, 1.0), 0.9
GRID = [-4 + i * 0.05 for i in range(161)]


def bell(x: float, mean: float) -> float:
    return math.exp(-((x - mean) ** 2) / (2 * SPREAD**2)) / SPREAD / math.sqrt(2 * math.pi)


def guided(weight: float) -> list[tuple[float, float]]:
    raw = [bell(x, MEANS[1]) ** weight * (sum(bell(x, m) for m in MEANS) / 2) ** (1 - weight) for x in GRID]
    total = sum(raw) * 0.05
    return [(x, v / total) for x, v in zip(GRID, raw, strict=True)]


drawing = Drawing(640, 400)
axes = Axes(drawing, (30, 30, 610, 330), (-4, 4), (0, 0.85))
axes.frame([(v, str(v).replace("-", "−")) for v in (-4, -2, 0, 2, 4)], x_label="x")
both = [(x, sum(bell(x, m) for m in MEANS) / 2) for x in GRID]
axes.curve(both, stroke="soft", stroke_width=3, dash="4 7")
axes.label(-2.2, 0.2, "all data", fill="soft", anchor="end", size=22)
for weight, hue, at in ((1, "a", (-0.35, 0.33)), (2, "c", (-0.15, 0.46)), (5, "b", (0.1, 0.585))):
    axes.curve(guided(weight), stroke=hue)
    axes.label(*at, f"w = {weight}", fill=hue, anchor="end", size=22)
save("guidance_scale.svg", drawing)
