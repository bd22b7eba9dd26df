"""The five layers that text, speech and image models share."""

from svg import Drawing, save

LAYERS = [
    ("use", "b", "decode · sample · serve"),
    ("head", "d", "next token · alignment · noise"),
    ("backbone", "a", "transformer blocks, L times"),
    ("units", "c", "tokens · mel frames · patches"),
    ("signal", "c", "text · waveform · pixels"),
]


def draw() -> Drawing:
    drawing = Drawing(640, 500)
    for row, (name, hue, examples) in enumerate(LAYERS):
        top = 8 + row * 98
        drawing.rect(150, top, 480, 74, fill=f"{hue}-wash", stroke=hue)
        drawing.text(390, top + 46, examples, size=25, anchor="middle")
        drawing.text(134, top + 46, name, size=25, anchor="end", bold=True)
        if row:
            drawing.line(390, top - 1, 390, top - 22, stroke="soft", stroke_width=3, arrow=True)
    return drawing


if __name__ == "__main__":
    save("ai-stack.svg", draw())
