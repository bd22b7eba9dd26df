"""Draw a figure as SVG that reads well on a phone and in both colour schemes.

A figure is 640 units wide and is shown at about 390 pixels on a phone, so letters are 20 units high or more and
elements are few. Colours are named, never given as numbers: the names are bound to one palette for light pages and one
for dark pages inside the picture itself, because a picture loaded through `<img>` sees no style sheet of its page.

    from svg import Drawing, save

    drawing = Drawing(640, 200)
    drawing.rect(20, 20, 120, 60, fill="a-wash", stroke="a")
    drawing.text(80, 58, "token", anchor="middle")
    save("my-figure.svg", drawing)

Colours: `ink` (letters), `soft` (lesser letters), `rule` (grid lines), `paper` (the page's ground), four hues
`a b c d` (blue, orange, green, violet) and their pale washes `a-wash b-wash c-wash d-wash` for areas under letters.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

LIGHT = {
    "ink": "#1c2430",
    "soft": "#596474",
    "rule": "#c9d0d9",
    "paper": "#ffffff",
    "a": "#1f5fa8",
    "b": "#b4500f",
    "c": "#23744a",
    "d": "#7440a0",
    "a-wash": "#dbe8f7",
    "b-wash": "#fae3d0",
    "c-wash": "#d7eede",
    "d-wash": "#eadff5",
}
DARK = {
    "ink": "#e8ebf0",
    "soft": "#a6b0bd",
    "rule": "#4a5360",
    "paper": "#15181d",
    "a": "#7db4f0",
    "b": "#f0a066",
    "c": "#74c998",
    "d": "#c39bea",
    "a-wash": "#1e3a5c",
    "b-wash": "#5a3417",
    "c-wash": "#1d4730",
    "d-wash": "#432c5c",
}
SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,'DejaVu Sans Mono',monospace"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "ox-hugo"

Point = tuple[float, float]


def number(value: float) -> str:
    """Two decimals at most and no negative zero, so that the same figure is the same bytes on every machine."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def _palette(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


class Drawing:
    """Shapes in the order they are drawn, on a transparent ground; lengths are in units of the view box."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._shapes: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        stroke_width: float = 2,
        radius: float = 6,
        opacity: float = 1,
        dash: str = "",
    ) -> None:
        """A rectangle; `opacity` is that of the fill alone, so a heat map fades while its borders stay."""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        rounding = f' rx="{number(radius)}"' if radius else ""
        self._add("rect", place + rounding, fill, stroke, stroke_width, opacity, dash)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "ink",
        stroke: str = "none",
        stroke_width: float = 2,
        opacity: float = 1,
    ) -> None:
        place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._add("circle", place, fill, stroke, stroke_width, opacity, "")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = "ink",
        stroke_width: float = 2,
        dash: str = "",
        arrow: bool = False,
    ) -> None:
        """A straight line; `arrow` puts a head at its end."""
        place = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        self._add("line", place, "none", stroke, stroke_width, 1, dash)
        if arrow:
            self._head((x1, y1), (x2, y2), stroke, stroke_width)

    def polyline(
        self,
        points: Sequence[Point],
        *,
        stroke: str = "a",
        stroke_width: float = 4,
        dash: str = "",
        arrow: bool = False,
    ) -> None:
        """A curve through `points`; `arrow` puts a head at the last one."""
        route = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._add("polyline", f'points="{route}" stroke-linejoin="round"', "none", stroke, stroke_width, 1, dash)
        if arrow:
            self._head(points[-2], points[-1], stroke, stroke_width)

    def path(
        self,
        commands: str,
        *,
        fill: str = "none",
        stroke: str = "ink",
        stroke_width: float = 2,
        opacity: float = 1,
        dash: str = "",
    ) -> None:
        """Any shape, in SVG's own path commands."""
        self._add("path", f'd="{commands}"', fill, stroke, stroke_width, opacity, dash)

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = 22,
        fill: str = "ink",
        anchor: str = "start",
        bold: bool = False,
        italic: bool = False,
        mono: bool = False,
        rotate: float = 0,
    ) -> None:
        """One line of letters whose baseline starts (`start`), centres (`middle`) or ends (`end`) at the point."""
        style = f'font-size="{number(size)}" text-anchor="{anchor}"'
        style += ' font-weight="600"' if bold else ""
        style += ' font-style="italic"' if italic else ""
        classes = f"f-{fill} mono" if mono else f"f-{fill}"
        turn = f' transform="rotate({number(rotate)} {number(x)} {number(y)})"' if rotate else ""
        self._shapes.append(
            f'<text class="{classes}" x="{number(x)}" y="{number(y)}" {style}{turn}>{escape(content)}</text>'
        )

    def lines(
        self, x: float, y: float, contents: Iterable[str], *, leading: float = 28, size: float = 22, **style: object
    ) -> float:
        """Several lines of letters, one under the other; returns the baseline after the last."""
        for content in contents:
            self.text(x, y, content, size=size, **style)  # type: ignore[arg-type]
            y += leading
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        label: str,
        *,
        hue: str = "a",
        size: float = 22,
        bold: bool = False,
    ) -> None:
        """A labelled box in a hue's wash, the piece that block diagrams are made of; `\\n` breaks the label."""
        self.rect(x, y, width, height, fill=f"{hue}-wash", stroke=hue)
        rows = label.split("\n")
        leading = size * 1.2
        first = y + height / 2 + size * 0.36 - leading * (len(rows) - 1) / 2
        for index, row in enumerate(rows):
            self.text(x + width / 2, first + index * leading, row, size=size, anchor="middle", bold=bold)

    def render(self) -> str:
        """The whole picture as SVG."""
        used = [name for name in LIGHT if any(f"f-{name}" in s or f"s-{name}" in s for s in self._shapes)]
        rules = "".join(f".f-{n}{{fill:var(--{n})}}.s-{n}{{stroke:var(--{n})}}" for n in used)
        style = (
            f"svg{{{_palette({n: LIGHT[n] for n in used})}}}"
            f"@media(prefers-color-scheme:dark){{svg{{{_palette({n: DARK[n] for n in used})}}}}}"
            f"{rules}text{{font-family:{SANS}}}.mono{{font-family:{MONO};white-space:pre}}"
        )
        size = f"{number(self.width)} {number(self.height)}"
        dimensions = f'width="{number(self.width)}" height="{number(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" {dimensions}>'
        return "\n".join([head, f"<style>{style}</style>", *self._shapes, "</svg>", ""])

    def _add(self, tag: str, place: str, fill: str, stroke: str, width: float, opacity: float, dash: str) -> None:
        classes = " ".join(f"{kind}-{hue}" for kind, hue in (("f", fill), ("s", stroke)) if hue != "none")
        rest = ' fill="none"' if fill == "none" else ""
        rest += f' stroke-width="{number(width)}"' if stroke != "none" else ""
        rest += f' fill-opacity="{number(opacity)}"' if opacity != 1 else ""
        rest += f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(f'<{tag} class="{classes}" {place}{rest}/>')

    def _head(self, start: Point, end: Point, stroke: str, width: float) -> None:
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        size = 6 + 2.5 * width
        wings = [(end[0] - size * math.cos(angle + s), end[1] - size * math.sin(angle + s)) for s in (0.42, -0.42)]
        route = " ".join(f"{number(x)},{number(y)}" for x, y in [wings[0], end, wings[1]])
        self._shapes.append(f'<polygon class="f-{stroke}" points="{route}"/>')


class Axes:
    """A plot's frame: turns data into places. Give `log=True` for a logarithmic axis.

    `box` is (left, top, right, bottom) of the plotting area in the drawing's units; `x` and `y` are the data ranges.
    """

    def __init__(
        self,
        drawing: Drawing,
        box: tuple[float, float, float, float],
        x: tuple[float, float],
        y: tuple[float, float],
        *,
        log_x: bool = False,
        log_y: bool = False,
    ) -> None:
        self.drawing = drawing
        self.left, self.top, self.right, self.bottom = box
        self._x, self._y = x, y
        self._log_x, self._log_y = log_x, log_y

    def place(self, x: float, y: float) -> Point:
        """Where the data point (x, y) lies in the drawing."""
        across = _share(x, self._x, self._log_x)
        up = _share(y, self._y, self._log_y)
        return (self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top))

    def frame(
        self,
        x_ticks: Iterable[tuple[float, str]] = (),
        y_ticks: Iterable[tuple[float, str]] = (),
        *,
        x_label: str = "",
        y_label: str = "",
        size: float = 20,
        grid: bool = True,
    ) -> None:
        """Axes, ticks as (value, label), and names: the x name below, the y name above the axis, read level."""
        d = self.drawing
        for value, label in y_ticks:
            y = self.place(self._x[0], value)[1]
            if grid:
                d.line(self.left, y, self.right, y, stroke="rule", stroke_width=1)
            d.text(self.left - 10, y + size * 0.36, label, size=size, fill="soft", anchor="end")
        for value, label in x_ticks:
            x = self.place(value, self._y[0])[0]
            d.line(x, self.bottom, x, self.bottom + 7, stroke="soft")
            d.text(x, self.bottom + 12 + size, label, size=size, fill="soft", anchor="middle")
        d.line(self.left, self.top, self.left, self.bottom, stroke="soft")
        d.line(self.left, self.bottom, self.right, self.bottom, stroke="soft")
        if x_label:
            middle = (self.left + self.right) / 2
            d.text(middle, self.bottom + 20 + 2.2 * size, x_label, size=size, anchor="middle")
        if y_label:
            d.text(max(8, self.left - 50), self.top - 16, y_label, size=size)

    def curve(self, points: Iterable[Point], *, stroke: str = "a", stroke_width: float = 4, dash: str = "") -> None:
        """A line through data points."""
        self.drawing.polyline(
            [self.place(x, y) for x, y in points], stroke=stroke, stroke_width=stroke_width, dash=dash
        )

    def dot(self, x: float, y: float, *, fill: str = "a", radius: float = 7) -> None:
        """A mark at a data point."""
        px, py = self.place(x, y)
        self.drawing.circle(px, py, radius, fill=fill)

    def label(
        self,
        x: float,
        y: float,
        content: str,
        *,
        fill: str = "ink",
        anchor: str = "start",
        dx: float = 0,
        dy: float = 0,
        size: float = 20,
    ) -> None:
        """Letters at a data point, moved by (dx, dy) units."""
        px, py = self.place(x, y)
        self.drawing.text(px + dx, py + dy, content, size=size, fill=fill, anchor=anchor)


def _share(value: float, extent: tuple[float, float], logarithmic: bool) -> float:
    low, high = extent
    if logarithmic:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def save(name: str, drawing: Drawing) -> None:
    """Write the picture into the folder given on the command line, else into the garden's `static/ox-hugo`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    folder.joinpath(name).write_text(drawing.render(), encoding="utf-8", newline="\n")
