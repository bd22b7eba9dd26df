"""Trainable parameters of LoRA on Llama 7B (32 layers, width 4096, feed-forward 11008)."""

from __future__ import annotations

from svg import Axes, Drawing, save

LAYERS, D, FF = 32, 4096, 11008
QUERY_VALUE = [(D, D)] * 2
EVERY = [(D, D)] * 4 + [(FF, D)] * 2 + [(D, FF)]
RANKS = [4, 8, 16, 32, 64]


def millions(rank: int, shapes: list[tuple[int, int]]) -> float:
    return LAYERS * sum(rank * (rows + columns) for rows, columns in shapes) / 1e6


drawing = Drawing(640, 420)
axes = Axes(drawing, (66, 100, 614, 345), (0, 5), (0, 170))
axes.frame(
    [(i + 0.5, str(rank)) for i, rank in enumerate(RANKS)],
    [(0, "0"), (50, "50"), (100, "100"), (150, "150")],
    x_label="rank",
    y_label="million trainable parameters",
)
for index, rank in enumerate(RANKS):
    for hue, shapes, shift in (("a", QUERY_VALUE, 0.08), ("b", EVERY, 0.5)):
        value = millions(rank, shapes)
        left, top = axes.place(index + shift, value)
        drawing.rect(left, top, 44, axes.bottom - top, fill=hue, radius=3)
        drawing.text(left + 22, top - 7, f"{value:.0f}", size=20, fill=hue, anchor="middle")
for left, hue, label in ((66, "a", "query, value"), (250, "b", "all linear maps")):
    drawing.rect(left, 22, 20, 20, fill=hue, radius=3)
    drawing.text(left + 28, 40, label, size=22)
save("lora_parameters.svg", drawing)
