"""Deterministic paths from noise to data for two narrow Gaussians, with the exact denoiser."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

MODES, WIDTH, HIGH, LOW, RHO = (-1.0, 1.0), 0.15, 6.0, 0.02, 7


def denoise(x: float, sigma: float) -> float:
    """E[x0 | x]: each mode's estimate, weighted by how well it explains x."""
    variance = WIDTH**2 + sigma**2
    logs = [-((x - m) ** 2) / (2 * variance) for m in MODES]
    weights = [math.exp(v - max(logs)) for v in logs]
    guesses = [m + WIDTH**2 / variance * (x - m) for m in MODES]
    return sum(w * g for w, g in zip(weights, guesses, strict=True)) / sum(weights)


def levels(steps: int) -> list[float]:
    top, bottom = HIGH ** (1 / RHO), LOW ** (1 / RHO)
    return [(top + i / (steps - 1) * (bottom - top)) ** RHO for i in range(steps)]


def path(start: float, steps: int) -> list[tuple[float, float]]:
    """(progress, x divided by the spread at that level): so the picture keeps its height."""
    sigmas, x, out = levels(steps), start * HIGH, []
    for index, sigma in enumerate(sigmas):
        progress = (HIGH ** (1 / RHO) - sigma ** (1 / RHO)) / (HIGH ** (1 / RHO) - LOW ** (1 / RHO))
        out.append((progress, x / math.sqrt(1 + sigma**2)))
        if index + 1 < steps:
            x += (sigmas[index + 1] - sigma) * (x - denoise(x, sigma)) / sigma
    return out


drawing = Drawing(640, 420)
axes = Axes(drawing, (30, 56, 610, 340), (0, 1), (-2, 2))
drawing.text(30, 36, "noise", size=22, fill="soft")
drawing.text(610, 36, "data", size=22, fill="soft", anchor="end")
for start in (-1.6, -1.1, -0.7, -0.35, 0.12, 0.45, 0.8, 1.2, 1.7):
    axes.curve(path(start, 6), stroke="b", stroke_width=5)
    axes.curve(path(start, 201), stroke="a", stroke_width=2)
for left, hue, label, width in ((60, "a", "200 steps", 3), (300, "b", "5 steps", 6)):
    drawing.line(left, 384, left + 50, 384, stroke=hue, stroke_width=width)
    drawing.text(left + 62, 391, label, size=22, fill=hue)
save("ode_paths.svg", drawing)
