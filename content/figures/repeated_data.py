"""What repeated tokens are worth by the fit of Muennighoff et al. (2023)."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

R_STAR = 15.39


def worth(epochs: float) -> float:
    return 1 + R_STAR * (1 - math.exp(-(epochs - 1) / R_STAR))


drawing = Drawing(640, 400)
axes = Axes(drawing, (60, 60, 610, 325), (1, 64), (0, 20))
axes.frame(
    [(1, "1"), (4, "4"), (16, "16"), (40, "40"), (64, "64")],
    [(0, "0"), (5, "5"), (10, "10"), (15, "15"), (20, "20")],
    x_label="epochs over the same tokens",
    y_label="worth, in epochs of fresh tokens",
)
axes.curve([(1, 1), (20, 20)], stroke="soft", stroke_width=3, dash="4 7")
axes.curve([(1, 1 + R_STAR), (64, 1 + R_STAR)], stroke="b", stroke_width=3, dash="12 6")
axes.curve([(e / 2, worth(e / 2)) for e in range(2, 129)], stroke="a")
axes.label(21, 18.6, "if all were fresh", fill="soft")
axes.label(64, 1 + R_STAR, f"ceiling {1 + R_STAR:.1f}", fill="b", anchor="end", dy=-10)
for epochs in (4, 16, 40):
    axes.dot(epochs, worth(epochs), fill="a")
    axes.label(epochs, worth(epochs), f"{worth(epochs):.1f}", fill="a", dx=10, dy=26, size=22)
save("repeated_data.svg", drawing)
