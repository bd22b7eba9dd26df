"""Share of the operations for one token that attention takes, by the token's position, for two models."""

from __future__ import annotations

from svg import Axes, Drawing, save

MODELS = [("8B", 8.03e9, 32, 4_096, "a"), ("405B", 405.9e9, 126, 16_384, "b")]  # parameters, layers, width


def share(parameters: float, layers: int, width: int, position: float) -> float:
    """4 L d n of 2 N + 4 L d n operations."""
    attention = 4 * layers * width * position
    return attention / (2 * parameters + attention)


def draw() -> Drawing:
    drawing = Drawing(640, 440)
    axes = Axes(drawing, (86, 50, 610, 355), (500, 1_048_576), (0, 1), log_x=True)
    axes.frame(
        [(1e3, "1k"), (8_192, "8k"), (65_536, "64k"), (1_048_576, "1M")],
        [(0, "0"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")],
        x_label="position of the token",
        y_label="attention's share of the work",
        size=22,
    )
    for name, parameters, layers, width, hue in MODELS:
        positions = [500 * (1_048_576 / 500) ** (step / 100) for step in range(101)]
        axes.curve([(n, share(parameters, layers, width, n)) for n in positions], stroke=hue)
        even = parameters / (2 * layers * width)
        axes.dot(even, 0.5, fill=hue, radius=9)
        left = hue == "a"
        label = f"{name}: {even / 1000:.0f}k"
        axes.label(
            even,
            0.5,
            label,
            fill=hue,
            anchor="end" if left else "start",
            dx=-16 if left else 18,
            dy=-8 if left else 30,
            size=24,
        )
    return drawing


if __name__ == "__main__":
    save("context-cost.svg", draw())
