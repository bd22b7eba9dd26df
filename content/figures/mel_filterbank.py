"""Sixteen triangular mel filters between 0 and 8 kHz (HTK scale)."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

BANDS, TOP = 16, 8_000.0


def hertz_to_mel(f: float) -> float:
    return 2595 * math.log10(1 + f / 700)


def mel_to_hertz(m: float) -> float:
    return 700 * (10 ** (m / 2595) - 1)


edges = [mel_to_hertz(hertz_to_mel(TOP) * i / (BANDS + 1)) for i in range(BANDS + 2)]
drawing = Drawing(640, 330)
axes = Axes(drawing, (34, 40, 606, 250), (0, TOP), (0, 1.05))
axes.frame([(k * 1000, str(k)) for k in range(0, 9, 2)], x_label="kHz")
for index in range(BANDS):
    low, middle, high = edges[index : index + 3]
    hue = "ab"[index % 2]
    corners = " L".join("{:.2f} {:.2f}".format(*axes.place(x, y)) for x, y in ((low, 0), (middle, 1), (high, 0)))
    drawing.path(f"M{corners} Z", fill=hue, stroke=hue, stroke_width=3, opacity=0.18)
save("mel_filterbank.svg", drawing)
