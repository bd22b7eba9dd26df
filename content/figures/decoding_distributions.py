"""One distribution over eight tokens at three temperatures, and what top-p keeps of it."""

from __future__ import annotations

import math

from svg import Drawing, save

LOGITS = [3.0, 2.3, 1.6, 1.1, 0.6, 0.0, -0.8, -1.5]
TEMPERATURES = (0.5, 1.0, 1.5)
TOP = 0.9


def softmax(logits: list[float], temperature: float) -> list[float]:
    exponentials = [math.exp(logit / temperature) for logit in logits]
    return [value / sum(exponentials) for value in exponentials]


def kept(shares: list[float]) -> int:
    """How many of the likeliest reach the probability TOP together."""
    total = 0.0
    for count, share in enumerate(shares, 1):
        total += share
        if total >= TOP:
            return count
    return len(shares)


def draw() -> Drawing:
    drawing = Drawing(640, 300)
    for panel, temperature in enumerate(TEMPERATURES):
        left = 8 + panel * 214
        shares = softmax(LOGITS, temperature)
        count = kept(shares)
        drawing.text(left + 98, 28, f"T = {temperature}", size=25, anchor="middle", bold=True)
        for i, share in enumerate(shares):
            height = max(2, share * 240)
            drawing.rect(left + i * 25, 254 - height, 20, height, fill="a" if i < count else "rule", radius=2)
        drawing.text(left + 28, 254 - shares[0] * 240 + 18, f"{shares[0]:.2f}", size=22)
        drawing.line(left - 2, 255, left + 196, 255, stroke="soft")
        drawing.text(left + 98, 286, f"{count} kept", size=23, anchor="middle", fill="a")
    return drawing


if __name__ == "__main__":
    save("decoding-distributions.svg", draw())
