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
        drawing.rect(160, top, 470, 74, fill=f"{hue}-wash", stroke=hue)
        drawing.text(395, top + 46, examples, size=25, anchor="middle")
        drawing.text(146, top + 46, name, size=25, anchor="end", bold=True)
        if row:
            drawing.line(395, top - 1, 395, top - 22, stroke="soft", stroke_width=3, arrow=True)
    return drawing


if __name__ == "__main__":
    save("ai-stack.svg", draw())
