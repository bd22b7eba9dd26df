"""Tiled attention: a block of queries stays, blocks of keys and values stream past."""

from __future__ import annotations

from svg import Drawing, save

BLOCKS, ROW, NOW = 6, 2, 3


def draw() -> Drawing:
    drawing = Drawing(640, 440)
    left, top, cell = 84, 80, 50
    for i in range(BLOCKS):
        current = i == NOW
        drawing.rect(left + i * cell + 3, 34, cell - 6, 34, fill="b" if current else "b-wash", stroke="b", radius=4)
        here = i == ROW
        drawing.rect(30, top + i * cell + 3, 38, cell - 6, fill="a" if here else "a-wash", stroke="a", radius=4)
        for j in range(BLOCKS):
            done = i < ROW or (i == ROW and j < NOW)
            place = (left + j * cell + 3, top + i * cell + 3, cell - 6, cell - 6)
            if i == ROW and j == NOW:
                drawing.rect(*place, fill="d", radius=4)
            else:
                drawing.rect(
                    *place,
                    fill="c-wash" if done else "none",
                    stroke="c" if done else "rule",
                    radius=4,
                    stroke_width=1.5,
                )
    drawing.text(left + 3 * cell, 22, "keys, values →", size=22, anchor="middle", fill="b")
    drawing.text(22, top + 3 * cell, "queries", size=22, anchor="middle", fill="a", rotate=-90)
    drawing.line(
        left + BLOCKS * cell + 4,
        top + (ROW + 0.5) * cell,
        424,
        top + (ROW + 0.5) * cell,
        stroke="soft",
        stroke_width=3,
        arrow=True,
    )
    drawing.rect(428, 122, 204, 172, fill="none", stroke="ink", radius=8)
    drawing.lines(446, 160, ["kept per row:", "m  maximum", "ℓ  sum", "o  output"], size=24, leading=38)
    for x, hue, name in ((40, "c", "done"), (190, "d", "in fast memory"), (440, "rule", "to come")):
        drawing.rect(
            x, 400, 24, 24, fill="c-wash" if hue == "c" else hue if hue == "d" else "none", stroke=hue, radius=4
        )
        drawing.text(x + 34, 420, name, size=23)
    return drawing


if __name__ == "__main__":
    save("flash-tiles.svg", draw())
