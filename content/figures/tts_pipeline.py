"""The classical chain from text to speech with its shapes, for two seconds of sound."""

from __future__ import annotations

from svg import Drawing, save

SECONDS, HOP, RATE = 2.0, 0.0125, 24_000
STAGES = [
    ("text", "30 letters", "d", "front end"),
    ("phones", "24 sounds", "b", "acoustic model"),
    ("mel spectrogram", f"80 × {SECONDS / HOP:.0f}", "c", "vocoder"),
    ("waveform", f"{SECONDS * RATE:,.0f} samples", "a", ""),
]

drawing = Drawing(640, 520)
for index, (name, shape, hue, step) in enumerate(STAGES):
    top = 16 + index * 132
    drawing.box(30, top, 230, 84, f"{name}\n{shape}", hue=hue)
    if step:
        drawing.line(145, top + 88, 145, top + 128, stroke="soft", stroke_width=4, arrow=True)
        drawing.text(168, top + 116, step, size=22, fill="soft")
for first, last, label, hue, x in (
    (1, 3, ["in one:", "VITS"], "c", 356),
    (0, 2, ["Tacotron 2,", "letters in"], "b", 508),
):
    top, bottom = 58 + first * 132, 58 + last * 132
    drawing.polyline([(x - 30, top), (x, top), (x, bottom), (x - 30, bottom)], stroke=hue, stroke_width=3, arrow=True)
    drawing.lines(x + 8, (top + bottom) / 2 - 8, label, size=20, fill=hue, leading=26)
save("tts_pipeline.svg", drawing)
