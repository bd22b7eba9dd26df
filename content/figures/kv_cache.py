"""Gibibytes of key-value cache for one sequence in 16 bits, against its length."""

from __future__ import annotations

from svg import Axes, Drawing, save

MODELS = [  # bytes for one token: 2 (key and value) x layers x heads x width x 2 bytes; DeepSeek-V3 keeps one latent
    ("Llama 2 7B", 2 * 32 * 32 * 128 * 2, "b"),
    ("Llama 3 70B", 2 * 80 * 8 * 128 * 2, "d"),
    ("Llama 3 8B", 2 * 32 * 8 * 128 * 2, "a"),
    ("DeepSeek-V3", 61 * 576 * 2, "c"),
]
WINDOW, GIB, CEILING = 131_072, 2**30, 44
WEIGHTS = 16.06e9 / GIB


def draw() -> Drawing:
    drawing = Drawing(640, 460)
    axes = Axes(drawing, (56, 50, 610, 375), (0, WINDOW), (0, CEILING))
    axes.frame(
        [(k * 1024, f"{k}k" if k else "0") for k in (0, 32, 64, 96, 128)],
        [(g, str(g)) for g in (0, 10, 20, 30, 40)],
        x_label="tokens",
        y_label="GiB of cache",
        size=22,
    )
    axes.curve([(0, WEIGHTS), (WINDOW, WEIGHTS)], stroke="soft", stroke_width=3, dash="3 7")
    for name, per_token, hue in MODELS:
        end = min(WINDOW, CEILING * GIB / per_token)
        axes.curve([(0, 0), (end, end * per_token / GIB)], stroke=hue)
        at = {"b": 58_000, "d": 84_000, "a": 118_000, "c": 118_000}[hue]
        value = min(at * per_token / GIB, CEILING)
        dx, dy, anchor = {"b": (-14, 0, "end"), "d": (18, 22, "start"), "a": (14, -22, "end"), "c": (0, 42, "end")}[hue]
        axes.label(at, value, name, fill=hue, anchor=anchor, dx=dx, dy=dy, size=22)
    return drawing


if __name__ == "__main__":
    save("kv-cache.svg", draw())
