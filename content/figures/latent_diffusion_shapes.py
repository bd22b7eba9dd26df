"""Stable Diffusion 1 with the shapes of what passes between its parts."""

from __future__ import annotations

from svg import Drawing, save

SIDE, FACTOR, CHANNELS = 512, 8, 4

drawing = Drawing(640, 560)
drawing.text(150, 34, "text, 77 tokens", anchor="middle")
drawing.line(150, 44, 150, 78, stroke="soft", stroke_width=4, arrow=True)
drawing.box(40, 84, 220, 66, "text encoder", hue="d", bold=True)
drawing.text(490, 34, "noise", anchor="middle")
drawing.text(490, 62, f"{SIDE // FACTOR} × {SIDE // FACTOR} × {CHANNELS}", anchor="middle", fill="soft")
drawing.polyline([(150, 154), (150, 200), (220, 246)], stroke="soft", stroke_width=4, arrow=True)
drawing.text(140, 196, "77 × 768", size=20, fill="soft", anchor="end")
drawing.polyline([(490, 74), (490, 200), (420, 246)], stroke="soft", stroke_width=4, arrow=True)
drawing.box(180, 252, 280, 78, "denoiser\n860M parameters", hue="a", bold=True)
drawing.polyline([(464, 310), (560, 310), (560, 272), (470, 272)], stroke="b", stroke_width=4, arrow=True)
drawing.text(568, 286, "20–50", size=20, fill="b")
drawing.text(568, 310, "times", size=20, fill="b")
drawing.line(320, 334, 320, 392, stroke="soft", stroke_width=4, arrow=True)
drawing.text(
    338, 370, f"{SIDE // FACTOR} × {SIDE // FACTOR} × {CHANNELS} = {(SIDE // FACTOR) ** 2 * CHANNELS:,}", fill="soft"
)
drawing.box(180, 398, 280, 66, "decoder, once", hue="c", bold=True)
drawing.line(320, 468, 320, 512, stroke="soft", stroke_width=4, arrow=True)
drawing.text(320, 544, f"{SIDE} × {SIDE} × 3 = {SIDE * SIDE * 3:,}", anchor="middle")
save("latent_diffusion_shapes.svg", drawing)
