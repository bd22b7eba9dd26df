"""How the residual stream grows with pre-norm and stays with post-norm, and what one more block changes.

A block is a random matrix with entries of variance 1 / width applied to the normalised stream.
"""

from __future__ import annotations

import math
import random

from svg import Axes, Drawing, save

WIDTH, BLOCKS = 96, 64


def rms(x: list[float]) -> float:
    return math.sqrt(sum(value * value for value in x) / len(x))


def normalised(x: list[float]) -> list[float]:
    size = rms(x)
    return [value / size for value in x]


def simulate(*, pre: bool) -> tuple[list[float], list[float]]:
    """Size of the stream after each block, and the size of each block's output relative to the stream it joins."""
    numbers = random.Random(7)
    x = normalised([numbers.gauss(0, 1) for _ in range(WIDTH)])
    sizes, changes = [1.0], []
    for _ in range(BLOCKS):
        read = normalised(x)
        written = [sum(numbers.gauss(0, 1) * value for value in read) / math.sqrt(WIDTH) for _ in range(WIDTH)]
        changes.append(rms(written) / rms(x))
        x = [a + b for a, b in zip(x, written, strict=True)]
        if not pre:
            x = normalised(x)
        sizes.append(rms(x))
    return sizes, changes


def draw() -> Drawing:
    drawing = Drawing(640, 440)
    axes = Axes(drawing, (60, 50, 615, 355), (0, BLOCKS), (0.08, 12), log_y=True)
    axes.frame(
        [(n, str(n)) for n in (0, 16, 32, 48, 64)],
        [(s, f"{s:g}") for s in (0.1, 0.3, 1, 3, 10)],
        x_label="blocks passed",
        y_label="size, log scale",
        size=22,
    )
    sizes, changes = simulate(pre=True)
    level, _ = simulate(pre=False)
    axes.curve(list(enumerate(sizes)), stroke="a")
    axes.curve(list(enumerate(level)), stroke="b")
    axes.curve(list(enumerate(changes)), stroke="c", dash="3 6")
    axes.label(26, sizes[26], "pre-norm", fill="a", anchor="end", dx=-8, dy=-14, size=24)
    axes.label(63, 1, "post-norm", fill="b", anchor="end", dy=-16, size=24)
    axes.label(63, changes[-1], "change by the next block", fill="c", anchor="end", dy=-46, size=23)
    return drawing


if __name__ == "__main__":
    save("stream-growth.svg", draw())
