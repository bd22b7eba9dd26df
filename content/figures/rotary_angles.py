"""The hands of a rotary encoding: the angle of each pair of components at positions 0 to 7."""

from __future__ import annotations

import math

from svg import Drawing, save

WIDTH, BASE, POSITIONS = 8, 100.0, 8


def draw() -> Drawing:
    left, top, step, high, radius = 92, 78, 69, 82, 28
    drawing = Drawing(640, top + 4 * high - 8)
    drawing.text(left + 3.5 * step, 24, "position", size=23, anchor="middle", fill="soft")
    for t in range(POSITIONS):
        drawing.text(left + t * step, 58 - 4, str(t), size=23, anchor="middle", fill="soft")
    for pair, hue in enumerate("abcd"):
        theta = BASE ** (-2 * pair / WIDTH)
        y = top + pair * high + 22
        drawing.text(56, y + 8, f"{math.degrees(theta):.0f}°", size=23, anchor="end")
        for t in range(POSITIONS):
            x = left + t * step
            angle = theta * t
            drawing.circle(x, y, radius, fill=f"{hue}-wash", stroke="rule")
            drawing.line(
                x, y, x + (radius - 2) * math.cos(angle), y - (radius - 2) * math.sin(angle), stroke=hue, stroke_width=5
            )
    return drawing


if __name__ == "__main__":
    save("rotary-angles.svg", draw())
