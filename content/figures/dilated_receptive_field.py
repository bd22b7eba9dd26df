"""Which inputs one output of four dilated causal convolutions of width 2 depends on."""

from __future__ import annotations

from svg import Drawing, save

DILATIONS, COUNT = [1, 2, 4, 8], 16
STEP, LEFT, ROW = 32, 138, 78

drawing = Drawing(640, 420)
levels = [{COUNT - 1}]
for dilation in reversed(DILATIONS):
    levels.append({p for top in levels[-1] for p in (top, top - dilation)})
assert levels[-1] == set(range(COUNT))


def place(position: int, level: int) -> tuple[float, float]:
    return LEFT + position * STEP, 44 + level * ROW


for level, dilation in enumerate(reversed(DILATIONS)):
    for position in sorted(levels[level]):
        for below in (position, position - dilation):
            drawing.line(*place(position, level), *place(below, level + 1), stroke="a", stroke_width=2.5)
for level in range(len(DILATIONS) + 1):
    for position in range(COUNT):
        lit = position in levels[level]
        drawing.circle(*place(position, level), 8, fill=("b" if level == 0 else "a") if lit else "rule")
    if level < len(DILATIONS):
        dilation = DILATIONS[-1 - level]
        drawing.text(8, 44 + level * ROW + 47, f"dilation {dilation}", size=20, fill="soft")
drawing.text(LEFT - 8, 396, "16 input samples", size=22)
drawing.text(628, 26, "one output", size=22, fill="b", anchor="end")
save("dilated_receptive_field.svg", drawing)
