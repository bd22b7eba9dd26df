"""Which position may look at which, in the three families of language models."""

from __future__ import annotations

from collections.abc import Callable

from svg import Drawing, save

N, PREFIX = 6, 3
MASKS: list[tuple[str, str, Callable[[int, int], bool]]] = [
    ("encoder", "c", lambda _row, _column: True),
    ("decoder", "a", lambda row, column: column <= row),
    ("prefix", "b", lambda row, column: column <= row or column < PREFIX),
]


def draw() -> Drawing:
    cell = 32
    drawing = Drawing(640, N * cell + 60)
    for index, (name, hue, allowed) in enumerate(MASKS):
        left = 6 + index * 218
        drawing.text(left + N * cell / 2, 30, name, size=26, anchor="middle", bold=True)
        for row in range(N):
            for column in range(N):
                open_cell = allowed(row, column)
                place = (left + column * cell + 1, 50 + row * cell + 1, cell - 3, cell - 3)
                drawing.rect(
                    *place, fill=hue if open_cell else "none", stroke="none" if open_cell else "rule", radius=3
                )
    return drawing


if __name__ == "__main__":
    save("attention-masks.svg", draw())
