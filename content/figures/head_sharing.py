"""Eight query heads over eight, two and one key-value heads."""

from __future__ import annotations

from svg import Drawing, save

ARRANGEMENTS = [("multi-head", 8), ("grouped-query", 2), ("multi-query", 1)]
QUERIES = 8


def draw() -> Drawing:
    drawing = Drawing(640, 3 * 186)
    step = 78
    for row, (name, shared) in enumerate(ARRANGEMENTS):
        top = row * 186
        plural = "pair" if shared == 1 else "pairs"
        drawing.text(8, top + 26, name, size=25, bold=True)
        drawing.text(632, top + 26, f"{shared} key–value {plural}", size=23, anchor="end", fill="soft")
        group = QUERIES // shared
        for query in range(QUERIES):
            x = 8 + query * step
            centre = 8 + ((query // group) * group + (group - 1) / 2) * step + 33
            drawing.line(x + 33, top + 82, centre, top + 116, stroke="soft")
            drawing.rect(x, top + 42, 66, 40, fill="a-wash", stroke="a")
            drawing.text(x + 33, top + 70, "Q", size=23, anchor="middle")
        for pair in range(shared):
            width = 66 if shared == 8 else 130
            centre = 8 + (pair * group + (group - 1) / 2) * step + 33
            drawing.rect(centre - width / 2, top + 116, width, 40, fill="b-wash", stroke="b")
            drawing.text(centre, top + 144, "K V", size=23, anchor="middle")
    return drawing


if __name__ == "__main__":
    save("head-sharing.svg", draw())
