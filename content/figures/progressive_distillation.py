"""Progressive distillation: each student's step spans two of its teacher's."""

from __future__ import annotations

from svg import Drawing, save

LEFT, RIGHT = 100.0, 604.0

drawing = Drawing(640, 400)
drawing.text(LEFT, 34, "noise", size=22, fill="soft", anchor="middle")
drawing.text(RIGHT, 34, "data", size=22, fill="soft", anchor="middle")
for row, steps in enumerate((8, 4, 2, 1)):
    y = 116 + row * 88
    width = (RIGHT - LEFT) / steps
    hue = "abcd"[row]
    drawing.text(66, y + 6, str(steps), size=26, fill=hue, anchor="end", bold=True)
    for index in range(steps):
        x = LEFT + index * width
        rise = 26 + 24 * (1 - steps / 8)
        drawing.path(
            f"M{x:.1f} {y} Q{x + width / 2:.1f} {y - rise * 1.6:.1f} {x + width:.1f} {y}", stroke=hue, stroke_width=4
        )
    for index in range(steps + 1):
        drawing.circle(LEFT + index * width, y, 7, fill=hue)
save("progressive_distillation.svg", drawing)
