"""Which way of modelling language was the default in which years."""

from svg import Axes, Drawing, save

ERAS = [
    ("rules", 1954, 1990, "soft"),
    ("counts", 1988, 2013, "c"),
    ("recurrent", 2010, 2018, "b"),
    ("transformer", 2017, 2026, "a"),
]
MARKS = [(1966, "1966 ALPAC", 0), (1993, "1993 IBM models", 1), (2014, "2014 attention", 2), (2017, "2017", 3)]


def draw() -> Drawing:
    drawing = Drawing(640, 330)
    axes = Axes(drawing, (20, 10, 620, 270), (1950, 2028), (0, 4))
    axes.frame([(year, str(year)) for year in (1954, 1970, 1990, 2010, 2025)], grid=False, size=22)
    for row, (name, start, end, hue) in enumerate(ERAS):
        left, top = axes.place(start, 4 - row)
        right = axes.place(end, 0)[0]
        drawing.rect(
            left,
            top + 6,
            right - left,
            26,
            fill=hue if hue == "soft" else f"{hue}-wash",
            stroke=hue,
            radius=4,
            opacity=0.35 if hue == "soft" else 1,
        )
        if start > 2000:
            drawing.text(left - 12, top + 27, name, size=24, anchor="end", bold=True)
        else:
            drawing.text(right + 12, top + 27, name, size=24, bold=True)
    for year, name, row in MARKS:
        x, top = axes.place(year, 4 - row)
        drawing.line(x, top + 6, x, top + 38, stroke="ink", stroke_width=3)
        if row < 3:
            anchor = "end" if row == 2 else "start"
            drawing.text(x + (6 if row < 2 else 0), top + 56, name, size=22, fill="soft", anchor=anchor)
    return drawing


if __name__ == "__main__":
    save("nlp-timeline.svg", draw())
