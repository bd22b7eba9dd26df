"""Loss against parameters at fixed compute, from the fit of Besiroglu et al. (2024), with the best size for each."""

from __future__ import annotations

from svg import Axes, Drawing, save

E, A, ALPHA, B, BETA = 1.8172, 482.01, 0.3478, 2085.43, 0.3658
BUDGETS = [(1e20, "10²⁰", "b"), (1e22, "10²²", "a"), (1e24, "10²⁴", "c")]


def loss(parameters: float, tokens: float) -> float:
    """Nats per token."""
    return E + A / parameters**ALPHA + B / tokens**BETA


def best(compute: float) -> float:
    """Parameters with the least loss for so many operations, C = 6 N D."""
    scale = (ALPHA * A / (BETA * B)) ** (1 / (ALPHA + BETA))
    return scale * (compute / 6) ** (BETA / (ALPHA + BETA))


def draw() -> Drawing:
    drawing = Drawing(640, 480)
    axes = Axes(drawing, (66, 50, 620, 395), (5e7, 2e12), (1.8, 3.0), log_x=True)
    axes.frame(
        [(1e8, "0.1"), (1e9, "1"), (1e10, "10"), (1e11, "100"), (1e12, "1000")],
        [(value, f"{value:.1f}") for value in (1.8, 2.2, 2.6, 3.0)],
        x_label="billion parameters",
        y_label="loss, nats per token",
        size=22,
    )
    for compute, name, hue in BUDGETS:
        points = []
        for step in range(201):
            parameters = 5e7 * (2e12 / 5e7) ** (step / 200)
            value = loss(parameters, compute / 6 / parameters)
            if value <= 3.0:
                points.append((parameters, value))
        axes.curve(points, stroke=hue)
        n = best(compute)
        least = loss(n, compute / 6 / n)
        axes.dot(n, least, fill=hue, radius=9)
        axes.label(
            n,
            least,
            f"{name} FLOP",
            fill=hue,
            anchor="middle",
            dy=34 if compute > 1e23 else -22,
            size=23,
        )
    axes.curve([(5e7, E), (2e12, E)], stroke="soft", stroke_width=2, dash="6 6")
    return drawing


if __name__ == "__main__":
    save("scaling-law.svg", draw())
