"""Half-width of the 95 % interval of an accuracy of 70 %, by number of questions."""

from __future__ import annotations

import math

from svg import Axes, Drawing, save

BENCHMARKS = [(164, "HumanEval", -16), (1319, "GSM8K", -44), (14042, "MMLU", -22)]  # the last: where the label goes


def half_width(questions: float, share: float = 0.7) -> float:
    return 100 * 1.96 * math.sqrt(share * (1 - share) / questions)


drawing = Drawing(640, 390)
axes = Axes(drawing, (60, 60, 600, 315), (50, 20_000), (0, 14), log_x=True)
axes.frame(
    [(100, "100"), (1_000, "1,000"), (10_000, "10,000")],
    [(0, "0"), (5, "± 5"), (10, "± 10")],
    x_label="questions",
    y_label="points, at 70 % right",
)
axes.curve([(50 * 400 ** (i / 60), half_width(50 * 400 ** (i / 60))) for i in range(61)])
for questions, name, lift in BENCHMARKS:
    value = half_width(questions)
    axes.dot(questions, value, fill="b")
    anchor = "end" if questions > 5_000 else "start"
    axes.label(
        questions,
        value,
        f"{name} ± {value:.1f}",
        fill="b",
        dx=10,
        dy=lift,
        anchor=anchor,
        size=22,
    )
save("evaluation_noise.svg", drawing)
