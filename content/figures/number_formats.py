"""Bits of sign, exponent and mantissa in the number formats of training."""

from __future__ import annotations

from svg import Drawing, save

FORMATS = [("fp32", 8, 23), ("tf32", 8, 10), ("bf16", 8, 7), ("fp16", 5, 10), ("fp8 E5M2", 5, 2), ("fp8 E4M3", 4, 3)]
CELL, LEFT = 13.5, 122

drawing = Drawing(640, 400)
for index, (name, exponent, mantissa) in enumerate(FORMATS):
    top = 70 + index * 54
    drawing.text(LEFT - 14, top + 25, name, size=22, anchor="end")
    hues = ["d"] + ["b"] * exponent + ["a"] * mantissa
    for position, hue in enumerate(hues):
        drawing.rect(LEFT + position * CELL, top, CELL - 2, 34, fill=hue, radius=2, opacity=0.85)
    drawing.text(LEFT + len(hues) * CELL + 8, top + 25, f"{exponent} + {mantissa}", size=20, fill="soft")
for left, hue, label in ((122, "d", "sign"), (228, "b", "exponent"), (382, "a", "mantissa")):
    drawing.rect(left, 22, 20, 20, fill=hue, radius=3, opacity=0.85)
    drawing.text(left + 28, 40, label, size=22)
save("number_formats.svg", drawing)
