"""Span corruption as in T5: a sentence, what the encoder reads, what the decoder writes."""

from __future__ import annotations

from svg import Drawing, save

WORDS = ["the", "heron", "stood", "in", "cold", "water", "until", "the", "fish", "came", "back"]
SPANS = [(3, 5), (8, 9)]
MARKS = "XYZ"


def corrupt() -> tuple[list[str], list[str]]:
    """Encoder input and decoder target; sentinels are single capital letters."""
    source: list[str] = []
    target: list[str] = []
    last = 0
    for mark, (start, end) in zip(MARKS, SPANS, strict=False):
        source += [*WORDS[last:start], mark]
        target += [mark, *WORDS[start:end]]
        last = end
    return source + WORDS[last:], [*target, MARKS[len(SPANS)]]


def row(drawing: Drawing, y: float, title: str, words: list[str], dropped: set[int]) -> float:
    """Boxes that wrap at the right border; returns where the next row may start."""
    drawing.text(4, y, title, size=24, bold=True)
    x, y = 4.0, y + 14
    for index, word in enumerate(words):
        width = 13.2 * len(word) + 24
        if x + width > 636:
            x, y = 4.0, y + 54
        if word in MARKS:
            drawing.rect(x, y, width, 44, fill="b-wash", stroke="b")
        else:
            drawing.rect(
                x,
                y,
                width,
                44,
                fill="a-wash" if index in dropped else "none",
                stroke="a" if index in dropped else "rule",
            )
        drawing.text(x + width / 2, y + 30, word, size=23, anchor="middle", bold=word in MARKS)
        x += width + 7
    return y + 92


def draw() -> Drawing:
    drawing = Drawing(640, 444)
    source, target = corrupt()
    y = row(drawing, 28, "text", WORDS, {i for start, end in SPANS for i in range(start, end)})
    y = row(drawing, y, "encoder reads", source, set())
    row(drawing, y, "decoder writes", target, {i for i, word in enumerate(target) if word not in MARKS})
    return drawing


if __name__ == "__main__":
    save("span-corruption.svg", draw())
