"""The same task with no, one and three examples in the prompt."""

from __future__ import annotations

from svg import Drawing, save

TASK = "Give the plural."
EXAMPLES = ["mouse → mice", "ox → oxen", "heron → herons"]
QUERY = "goose →"


def draw() -> Drawing:
    drawing = Drawing(640, 330)
    for panel, (name, count) in enumerate((("zero-shot", 0), ("one-shot", 1), ("few-shot", 3))):
        left = 6 + panel * 214
        rows = [TASK, *EXAMPLES[:count], QUERY]
        drawing.text(left + 100, 28, name, size=25, anchor="middle", bold=True)
        drawing.rect(left, 44, 200, 60 + 42 * (len(rows) - 1) + 4, stroke="rule")
        for index, row in enumerate(rows):
            y = 82 + index * 42
            last = index == len(rows) - 1
            if last:
                drawing.rect(left + 6, y - 27, 188, 40, fill="b-wash", stroke="b")
            elif index:
                drawing.rect(left + 6, y - 27, 188, 40, fill="a-wash", radius=4)
            drawing.text(left + 16, y, row, size=21)
    return drawing


if __name__ == "__main__":
    save("shots.svg", draw())
