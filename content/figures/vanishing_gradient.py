"""What is left of a gradient after k steps back through three recurrent cells.

The tanh cells have one unit, a weight and a constant small input; the derivative of a step is w (1 - h^2).
The gated cell multiplies by its forget gate alone.
"""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

STEPS = 60


def tanh_cell(weight: float) -> list[float]:
    """|dh_t / dh_(t-k)| for k = 0 ... STEPS, along a trajectory that starts at one half."""
    state, share, shares = 0.5, 1.0, [1.0]
    for _ in range(STEPS):
        state = math.tanh(weight * state + 0.01)
        share *= weight * (1 - state * state)
        shares.append(share)
    return shares


def draw() -> Drawing:
    drawing = Drawing(640, 440)
    axes = Axes(drawing, (80, 50, 615, 355), (0, STEPS), (1e-6, 1), log_y=True)
    axes.frame(
        [(k, str(k)) for k in (0, 20, 40, 60)],
        [(1, "1"), (1e-2, "0.01"), (1e-4, "10⁻⁴"), (1e-6, "10⁻⁶")],
        x_label="steps back",
        y_label="share of the gradient left",
        size=22,
    )
    gate = [0.98**k for k in range(STEPS + 1)]
    for shares, hue in ((tanh_cell(0.8), "b"), (tanh_cell(1.0), "d"), (gate, "a")):
        axes.curve([(k, share) for k, share in enumerate(shares) if share >= 1e-6], stroke=hue)
    axes.label(20, gate[20], "gate 0.98", fill="a", dy=34, dx=90, size=24)
    axes.label(47, tanh_cell(1.0)[47], "tanh, w = 1", fill="d", anchor="middle", dy=40, size=24)
    axes.label(26, tanh_cell(0.8)[26], "tanh, w = 0.8", fill="b", anchor="end", dx=-16, dy=24, size=24)
    return drawing


if __name__ == "__main__":
    save("vanishing-gradient.svg", draw())
