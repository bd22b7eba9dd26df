"""Four micro-batches fill one gradient buffer; the optimiser steps once."""

from __future__ import annotations

from svg import Drawing, save

drawing = Drawing(640, 400)
drawing.text(20, 34, "micro-batches: forward and backward, four times", size=22, fill="soft")
for index in range(4):
    left = 20 + index * 155
    drawing.box(left, 52, 135, 70, f"part {index + 1}", hue="a")
    for row in range(2):
        drawing.rect(left + 12, 134 + row * 22, 111, 14, fill="a", radius=4, opacity=0.55)
    drawing.line(left + 67, 182, left + 67, 226, stroke="a", stroke_width=4, arrow=True)
drawing.rect(20, 232, 600, 46, stroke="c")
for index in range(4):
    drawing.rect(22 + index * 149.5, 234, 147.5, 42, fill="c", radius=3, opacity=0.15 + 0.13 * index)
drawing.text(320, 262, "one gradient buffer: g₁ + g₂ + g₃ + g₄", anchor="middle")
drawing.line(320, 280, 320, 322, stroke="c", stroke_width=4, arrow=True)
drawing.box(160, 328, 320, 54, "one optimiser step", hue="b", bold=True)
save("gradient_accumulation.svg", drawing)
