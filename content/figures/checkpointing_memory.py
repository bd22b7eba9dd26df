"""Activations alive over time, with and without gradient checkpointing, for 16 layers.

Time is in forward passes of one layer; a layer's backward pass takes two.
"""

from __future__ import annotations

from svg import Axes, Drawing, save

LAYERS, SEGMENT = 16, 4


def plain() -> list[tuple[int, int]]:
    """(time, activations alive) when everything is kept."""
    course, time = [(0, 0)], 0
    for layer in range(LAYERS):
        time += 1
        course.append((time, layer + 1))
    for layer in range(LAYERS, 0, -1):
        time += 2
        course += [(time, layer), (time, layer - 1)]
    return course


def checkpointed() -> list[tuple[int, int]]:
    """(time, activations alive) when only the input of each segment is kept."""
    course, time, alive = [(0, 0)], 0, 0
    for layer in range(LAYERS):
        time += 1
        if layer % SEGMENT == 0:
            alive += 1
        course.append((time, alive))
    for _ in range(LAYERS // SEGMENT):
        for position in range(SEGMENT):
            time += 1
            alive += position > 0
            course.append((time, alive))
        for _ in range(SEGMENT):
            time += 2
            course.append((time, alive))
            alive -= 1
            course.append((time, alive))
    return course


full, sparse = plain(), checkpointed()
end = sparse[-1][0]
drawing = Drawing(640, 400)
axes = Axes(drawing, (56, 60, 614, 325), (0, end + 1), (0, 17))
axes.frame(
    [(0, "0"), (16, "16"), (48, "48"), (end, str(end))],
    [(0, "0"), (4, "4"), (7, "7"), (16, "16")],
    x_label="time, in forward passes of one layer",
    y_label="activations held",
)
axes.curve(full, stroke="b")
axes.curve(sparse, stroke="a")
axes.label(25, 13, "all kept: peak 16", fill="b", dx=14, size=22)
top = max(alive for _, alive in sparse)
axes.label(36, top, f"checkpoints: peak {top}", fill="a", dx=6, dy=-10, size=22)
save("checkpointing_memory.svg", drawing)
