"""Error of absmax rounding by bits and by how many weights share a scale.

Normal weights, one in 4,096 made 20 times larger; the error is taken over the ordinary ones.
"""

from __future__ import annotations

import random

from svg import Axes, Drawing, save

COUNT, EVERY = 16_384, 4_096
rng = random.Random(2)
weights = [rng.gauss(0, 1) * (20 if i % EVERY == 0 else 1) for i in range(COUNT)]


def error(bits: int, block: int) -> float:
    """Relative root-mean-square error over the ordinary weights."""
    top = 2 ** (bits - 1) - 1
    wrong = whole = 0.0
    for start in range(0, COUNT, block):
        part = weights[start : start + block]
        scale = max(abs(w) for w in part) / top
        for offset, w in enumerate(part):
            if (start + offset) % EVERY:
                wrong += (w - round(w / scale) * scale) ** 2
                whole += w * w
    return (wrong / whole) ** 0.5


drawing = Drawing(640, 420)
axes = Axes(drawing, (76, 64, 610, 340), (2, 8), (0.004, 1.6), log_y=True)
axes.frame(
    [(b, str(b)) for b in range(2, 9)],
    [(0.01, "1 %"), (0.1, "10 %"), (1, "100 %")],
    x_label="bits per weight, without the scales",
    y_label="error",
)
CASES = [
    (COUNT, "b", "one scale for all", (5.3, 0.95)),
    (512, "c", "per 512", (6.3, 0.105)),
    (32, "a", "per 32", (4.2, 0.036)),
]
for block, hue, label, at in CASES:
    points = [(bits, error(bits, block)) for bits in range(2, 9)]
    axes.curve(points, stroke=hue)
    for bits, value in points:
        axes.dot(bits, value, fill=hue, radius=5)
    axes.label(*at, label, fill=hue, size=22)
save("quantisation_error.svg", drawing)
