"""NF4's 16 levels and int4's 15 under the density of normal weights, scaled to the largest of 64."""

from __future__ import annotations

import math
from statistics import NormalDist

from svg import Axes, Drawing, save

OFFSET = 0.9677083


def nf4() -> list[float]:
    quantile = NormalDist().inv_cdf
    above = [quantile(OFFSET + (0.5 - OFFSET) * i / 8) for i in range(8)]
    below = [-quantile(OFFSET + (0.5 - OFFSET) * i / 7) for i in range(7)]
    return sorted(v / max(above) for v in [*above, 0.0, *below])


# The largest of 64 standard normal draws lies near 2.4 on average; weights are divided by it.
SCALE = 2.4
drawing = Drawing(640, 420)
axes = Axes(drawing, (30, 30, 610, 230), (-1, 1), (0, 0.42))
grid = [i / 100 for i in range(-100, 101)]
axes.curve([(x, math.exp(-((x * SCALE) ** 2) / 2) / math.sqrt(2 * math.pi)) for x in grid], stroke="soft")
drawing.line(30, 230, 610, 230, stroke="soft")
drawing.text(44, 66, "weights of a block", size=22, fill="soft")
for top, name, hue, levels in ((262, "NF4", "a", nf4()), (342, "int4", "b", [i / 7 for i in range(-7, 8)])):
    for level in levels:
        x = axes.place(level, 0)[0]
        drawing.line(x, top, x, top + 32, stroke=hue, stroke_width=5)
    drawing.text(30, top + 56, f"{name}, {len(levels)} levels", size=20, fill=hue)
for value in (-1, 0, 1):
    drawing.text(axes.place(value, 0)[0], 254, str(value).replace("-", "−"), size=20, fill="soft", anchor="middle")
save("nf4_levels.svg", drawing)
