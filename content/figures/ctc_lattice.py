"""The CTC lattice for "to" over six frames; shading is the posterior of each state (forward-backward)."""

from __future__ import annotations

from svg import Drawing, save

STATES = ["-", "t", "-", "o", "-"]
FRAMES = [
    {"t": 0.2, "o": 0.1, "-": 0.7},
    {"t": 0.7, "o": 0.1, "-": 0.2},
    {"t": 0.5, "o": 0.2, "-": 0.3},
    {"t": 0.1, "o": 0.5, "-": 0.4},
    {"t": 0.1, "o": 0.7, "-": 0.2},
    {"t": 0.1, "o": 0.2, "-": 0.7},
]
Edge = tuple[int, int]
count, length = len(STATES), len(FRAMES)


def before(state: int) -> list[int]:
    """The states from which `state` can be reached in one frame."""
    skip = state > 1 and STATES[state] != "-" and STATES[state] != STATES[state - 2]
    return [s for s in (state, state - 1, *([state - 2] if skip else [])) if s >= 0]


alpha = [[FRAMES[0][s] if i < 2 else 0.0 for i, s in enumerate(STATES)]]
for frame in FRAMES[1:]:
    alpha.append([sum(alpha[-1][p] for p in before(i)) * frame[s] for i, s in enumerate(STATES)])
beta = [[1.0 if i >= count - 2 else 0.0 for i in range(count)]]
for frame in reversed(FRAMES[1:]):
    after = [b * frame[s] for b, s in zip(beta[0], STATES, strict=True)]
    beta.insert(0, [sum(after[n] for n in range(count) if i in before(n)) for i in range(count)])
total = sum(alpha[-1][-2:])
posterior = [[a * b / total for a, b in zip(x, y, strict=True)] for x, y in zip(alpha, beta, strict=True)]
assert all(abs(sum(row) - 1) < 1e-9 for row in posterior)


def place(t: int, state: int) -> tuple[float, float]:
    return 110 + t * 94, 52 + state * 82


drawing = Drawing(640, 450)
for t in range(1, length):
    for state in range(count):
        for earlier in before(state):
            if posterior[t][state] > 0.004 and posterior[t - 1][earlier] > 0.004:
                (x1, y1), (x2, y2) = place(t - 1, earlier), place(t, state)
                drawing.line(x1, y1, x2, y2, stroke="rule", stroke_width=2.5)
for t in range(length):
    for state in range(count):
        x, y = place(t, state)
        drawing.circle(x, y, 27, fill="paper", stroke="rule")
        if posterior[t][state] > 0.004:
            drawing.circle(x, y, 27, fill="a", stroke="a", opacity=0.08 + 0.62 * posterior[t][state])
            drawing.text(x, y + 8, f"{posterior[t][state]:.2f}".removeprefix("0"), size=20, anchor="middle")
    drawing.text(place(t, 0)[0], 436, str(t + 1), size=22, fill="soft", anchor="middle")
for state, symbol in enumerate(STATES):
    drawing.text(
        40, place(0, state)[1] + 8, "blank" if symbol == "-" else symbol, size=22, anchor="middle", bold=symbol != "-"
    )
drawing.text(40, 436, "frame", size=22, fill="soft", anchor="middle")
save("ctc_lattice.svg", drawing)
