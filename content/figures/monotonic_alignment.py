"""Monotonic alignment search on four phones and twelve frames: the likeliest path that never goes back."""

from __future__ import annotations

from svg import Drawing, save

PHONES = {"HH": 0.2, "AH": 1.0, "L": 0.4, "OW": 1.6}
FRAMES = [0.35, 0.1, 0.9, 1.2, 0.8, 0.5, 0.25, 0.5, 1.1, 1.5, 1.8, 1.6]
means = list(PHONES.values())
fit = [[-((z - mean) ** 2) / 0.08 for z in FRAMES] for mean in means]


def durations() -> list[int]:
    """Frames of each phone on the likeliest monotonic path."""
    best = [[float("-inf")] * len(FRAMES) for _ in means]
    for t in range(len(FRAMES)):
        for i in range(min(t + 1, len(means))):
            before = 0.0 if t == i == 0 else max(best[i][t - 1], best[i - 1][t - 1] if i else float("-inf"))
            best[i][t] = before + fit[i][t]
    counts, i = [0] * len(means), len(means) - 1
    for t in reversed(range(len(FRAMES))):
        counts[i] += 1
        if i and t and best[i - 1][t - 1] > best[i][t - 1]:
            i -= 1
    return counts


def nearest(z: float) -> int:
    """The phone a frame would take by itself."""
    return min(range(len(means)), key=lambda i: abs(z - means[i]))


counts = durations()
assert counts == [2, 3, 3, 4]
owner = [i for i, count in enumerate(counts) for _ in range(count)]
CELL, LEFT, TOP = 44.0, 88.0, 20.0
drawing = Drawing(640, 306)
for i, phone in enumerate(PHONES):
    y = TOP + i * (CELL + 8)
    drawing.text(LEFT - 14, y + CELL / 2 + 8, phone, anchor="end", bold=True)
    for t in range(len(FRAMES)):
        x = LEFT + t * CELL
        drawing.rect(x + 2, y, CELL - 4, CELL, fill="a", stroke="rule", opacity=0.75 * 2 ** fit[i][t], stroke_width=1)
        if owner[t] == i:
            drawing.rect(x + 2, y, CELL - 4, CELL, stroke="b", stroke_width=5)
        elif nearest(FRAMES[t]) == i:
            drawing.circle(x + CELL / 2, y + CELL / 2, 8, fill="b")
bottom = TOP + len(means) * (CELL + 8)
for t in range(0, len(FRAMES), 2):
    drawing.text(LEFT + (t + 0.5) * CELL, bottom + 20, str(t + 1), size=20, fill="soft", anchor="middle")
drawing.text(LEFT - 14, bottom + 20, "frame", size=20, fill="soft", anchor="end")
drawing.rect(LEFT + 2, bottom + 36, 22, 22, stroke="b", stroke_width=5)
drawing.text(LEFT + 36, bottom + 54, "best path", size=20)
drawing.circle(LEFT + 190, bottom + 47, 8, fill="b")
drawing.text(LEFT + 208, bottom + 54, "best phone for the frame alone", size=20)
save("monotonic_alignment.svg", drawing)
