"""One transformer layer with the residual stream as a line that blocks read from and add to."""

from __future__ import annotations

from svg import Drawing, save

STREAM = 150


def branch(drawing: Drawing, bottom: float, name: str, hue: str) -> None:
    """Read at `bottom`, through a norm and a block, and add 170 units further up."""
    top = bottom - 170
    drawing.polyline([(STREAM, bottom), (385, bottom), (385, bottom - 22)], stroke="soft", stroke_width=3, arrow=True)
    drawing.box(285, bottom - 72, 200, 46, "norm", hue="c", size=25)
    drawing.line(385, bottom - 74, 385, bottom - 92, stroke="soft", stroke_width=3, arrow=True)
    drawing.box(285, bottom - 146, 200, 52, name, hue=hue, size=25, bold=True)
    drawing.polyline([(385, bottom - 148), (385, top), (STREAM + 24, top)], stroke="soft", stroke_width=3, arrow=True)
    drawing.circle(STREAM, top, 20, fill="paper", stroke="ink", stroke_width=3)
    drawing.line(STREAM - 10, top, STREAM + 10, top, stroke_width=3)
    drawing.line(STREAM, top - 10, STREAM, top + 10, stroke_width=3)


def draw() -> Drawing:
    drawing = Drawing(640, 590)
    drawing.line(STREAM, 536, STREAM, 64, stroke="ink", stroke_width=6, arrow=True)
    branch(drawing, 500, "attention", "a")
    branch(drawing, 290, "feed-forward", "b")
    drawing.text(STREAM, 574, "embeddings", size=25, anchor="middle")
    drawing.text(STREAM, 44, "logits", size=25, anchor="middle")
    drawing.polyline([(528, 100), (546, 100), (546, 505), (528, 505)], stroke="soft", stroke_width=3)
    drawing.text(562, 312, "× L", size=27, bold=True)
    drawing.text(104, 330, "residual stream", size=24, anchor="middle", rotate=-90, fill="soft")
    return drawing


if __name__ == "__main__":
    save("transformer-block.svg", draw())
