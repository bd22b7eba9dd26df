"""A one-dimensional signal on its way to noise under the linear schedule."""

from __future__ import annotations

import math
import random

from svg import Drawing, save

SAMPLES, TIMES = 160, [0, 100, 250, 500, 1000]
rng = random.Random(9)
noise = [rng.gauss(0, 1) for _ in range(SAMPLES)]
signal = []
for i in range(SAMPLES):
    x = i / SAMPLES
    signal.append(1.1 * math.sin(2 * math.pi * 2 * x) + (0.9 if 0.55 < x < 0.8 else -0.4))
mean = sum(signal) / SAMPLES
spread = math.sqrt(sum((v - mean) ** 2 for v in signal) / SAMPLES)
signal = [(v - mean) / spread for v in signal]

bar, product = [1.0], 1.0
for t in range(1_000):
    product *= 1 - (1e-4 + (0.02 - 1e-4) * t / 999)
    bar.append(product)

drawing = Drawing(640, 590)
for row, time in enumerate(TIMES):
    middle = 66 + row * 116
    kept = bar[time]
    values = [math.sqrt(kept) * s + math.sqrt(1 - kept) * n for s, n in zip(signal, noise, strict=True)]
    drawing.text(20, middle - 8, f"t = {time}", size=22)
    drawing.text(20, middle + 20, f"ᾱ = {kept:.2f}", size=20, fill="soft")
    drawing.line(150, middle, 620, middle, stroke="rule", stroke_width=1)
    points = [(150 + i * 470 / (SAMPLES - 1), middle - 20 * v) for i, v in enumerate(values)]
    drawing.polyline(points, stroke="a" if time < 1_000 else "b", stroke_width=2.5)
save("ddpm_forward.svg", drawing)
