"""How many tokens ten seconds of speech and one picture are."""

from __future__ import annotations

import math

from svg import Drawing, save

ROWS = [
    ("speech as text", round(10 * 2.5 * 1.3), "a"),
    ("speech, recogniser", 10 * 50, "a"),
    ("speech, Mimi", round(10 * 12.5 * 8), "a"),
    ("speech, EnCodec", 10 * 75 * 8, "a"),
    ("picture, 16 × 16", (224 // 16) ** 2, "b"),
    ("picture, 14 × 14", (336 // 14) ** 2, "b"),
]

drawing = Drawing(640, 400)
drawing.text(20, 30, "tokens, logarithmic", fill="soft")
for index, (name, count, hue) in enumerate(ROWS):
    y = 50 + index * 57 + (14 if hue == "b" else 0)
    width = 300 * math.log10(count / 10) / math.log10(600)
    drawing.text(232, y + 27, name, size=22, anchor="end")
    drawing.rect(246, y, width, 38, fill=hue, radius=4)
    drawing.text(256 + width, y + 27, f"{count:,}", size=22, fill=hue)
save("tokens_per_modality.svg", drawing)
