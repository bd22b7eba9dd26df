"""The U-Net of Stable Diffusion 1: side and channels per level."""

from __future__ import annotations

from svg import Drawing, save

LEVELS = [(64, 320), (32, 640), (16, 1280), (8, 1280)]
HEIGHT, STEP = 62, 96

drawing = Drawing(640, 404)
for index, (side, channels) in enumerate(LEVELS):
    width, inset, top = 168, 24 + index * 36, 44 + index * STEP
    if index == len(LEVELS) - 1:
        drawing.box(208, top, 224, HEIGHT, f"{side} × {side} × {channels}", hue="c", size=20)
        continue
    drawing.box(inset, top, width, HEIGHT, f"{side}² × {channels}", hue="a")
    drawing.box(640 - inset - width, top, width, HEIGHT, f"{side}² × {channels}", hue="b")
    drawing.line(
        inset + width + 6,
        top + HEIGHT / 2,
        640 - inset - width - 8,
        top + HEIGHT / 2,
        stroke="soft",
        stroke_width=3,
        dash="7 6",
        arrow=True,
    )
    x = inset + width / 2
    drawing.line(x + 6, top + HEIGHT + 4, x + 26, top + STEP - 4, stroke="a", stroke_width=4, arrow=True)
    drawing.line(640 - x - 26, top + STEP - 4, 640 - x - 6, top + HEIGHT + 4, stroke="b", stroke_width=4, arrow=True)
drawing.text(320, 62, "handed across", size=20, fill="soft", anchor="middle")
drawing.text(24, 30, "down", size=22, fill="a")
drawing.text(616, 30, "up", size=22, fill="b", anchor="end")
save("unet_shape.svg", drawing)
