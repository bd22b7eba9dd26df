"""A state that forgets at a fixed rate beside one whose step depends on the input (one channel, A = -1)."""

from __future__ import annotations

import math
import random

from svg import Drawing, save

STEPS = 40
MARKED = {5: 0.9, 18: 0.5, 29: 0.75}
FIXED_STEP = 0.6


def signal() -> list[float]:
    noise = random.Random(4)
    return [MARKED.get(t, noise.uniform(-0.12, 0.12)) for t in range(STEPS)]


def states(values: list[float], steps: list[float]) -> list[float]:
    """h = exp(-step) h + (1 - exp(-step)) u, from zero."""
    state, seen = 0.0, []
    for value, step in zip(values, steps, strict=True):
        keep = math.exp(-step)
        state = keep * state + (1 - keep) * value
        seen.append(state)
    return seen


def draw() -> Drawing:
    values = signal()
    selective = [6.0 if t in MARKED else 0.01 for t in range(STEPS)]
    drawing = Drawing(640, 510)
    left, width = 20, 600 / STEPS
    panels = [
        ("input, three values marked", None, 110),
        ("state, fixed step", [FIXED_STEP] * STEPS, 270),
        ("state, step chosen by the token", selective, 440),
    ]
    for title, steps, floor in panels:
        drawing.text(left, floor - 88, title, size=23)
        drawing.line(left, floor, 620, floor, stroke="rule")
        if steps is None:
            for t, value in enumerate(values):
                top = floor - max(value, 0) * 72
                drawing.rect(
                    left + t * width + 2, top, width - 4, abs(value) * 72, fill="b" if t in MARKED else "soft", radius=1
                )
        else:
            curve = [(left + (t + 0.5) * width, floor - h * 72) for t, h in enumerate(states(values, steps))]
            drawing.polyline(curve, stroke="a" if steps is selective else "d")
    drawing.text(620, 492, "time →", size=22, fill="soft", anchor="end")
    return drawing


if __name__ == "__main__":
    save("ssm-selection.svg", draw())
