"""The layout of a safetensors file, with the sizes of a real example."""

from __future__ import annotations

import json

from svg import Drawing, save

SHAPES = {"up": (2, 3), "bias": (3,)}

header, place = {}, 0
for name, shape in SHAPES.items():
    size = 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
    header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [place, place + size]}
    place += size
length = len(json.dumps(header).encode())
length += -length % 8

drawing = Drawing(640, 470)
parts = [
    (20, 90, "d", "8 bytes"),
    (116, 264, "b", f"{length} bytes"),
    (386, 156, "a", "24 bytes"),
    (546, 78, "c", "12 bytes"),
]
for (left, width, hue, label), title in zip(parts, ("length", "header, JSON", "up", "bias"), strict=True):
    drawing.box(left, 60, width, 70, title, hue=hue, bold=True)
    drawing.text(left + width / 2, 46, label, size=20, fill="soft", anchor="middle")
drawing.text(20, 200, str(length), size=22, fill="d", mono=True)
drawing.line(50, 134, 50, 172, stroke="d", arrow=True)
drawing.line(160, 134, 160, 172, stroke="b", arrow=True)
y = 200.0
for (name, entry), hue in zip(header.items(), ("a", "c"), strict=True):
    first, last = entry["data_offsets"]
    drawing.text(116, y, f'"{name}":', size=22, fill=hue, mono=True)
    y = drawing.lines(
        150,
        y + 32,
        ['"dtype": "F32"', f'"shape": {entry["shape"]}', f'"data_offsets": [{first}, {last}]'],
        leading=32,
        mono=True,
    )
drawing.polyline([(510, 290), (560, 290), (560, 220), (464, 220), (464, 140)], stroke="a", stroke_width=3, arrow=True)
drawing.polyline([(524, 418), (600, 418), (600, 140)], stroke="c", stroke_width=3, arrow=True)
save("safetensors_layout.svg", drawing)
