"""The token sequence of Whisper's decoder."""

from __future__ import annotations

from svg import Drawing, save

ROWS = [
    ("context, optional", [("startofprev", "d", 160), ("text so far …", "d", 180)]),
    ("the task", [("startoftranscript", "b", 218), ("en", "b", 90), ("transcribe", "b", 150)]),
    ("either with times", [("0.00", "c", 84), ("Mind the gap.", "a", 200), ("1.80", "c", 84), ("endoftext", "b", 144)]),
    ("or without", [("notimestamps", "c", 180), ("Mind the gap.", "a", 200), ("endoftext", "b", 144)]),
]

drawing = Drawing(640, 470)
for index, (title, boxes) in enumerate(ROWS):
    top = 10 + index * 116
    drawing.text(20, top + 24, title, size=22, fill="soft")
    left = 20.0
    for label, hue, width in boxes:
        drawing.box(left, top + 36, width, 58, label, hue=hue, size=22)
        left += width + 10
save("whisper_tokens.svg", drawing)
