"""The likeliest segmentations of one word under a toy Unigram model, and their share of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from svg import Drawing, save

WORD = "tokens"
PIECES = {
    "t": 0.01, "o": 0.01, "k": 0.005, "e": 0.02, "n": 0.02, "s": 0.03, "to": 0.04, "tok": 0.004,
    "token": 0.0008, "ken": 0.006, "kens": 0.0002, "en": 0.03, "ens": 0.004,
}  # fmt: skip
SHOWN = 5


def paths(text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every segmentation into known pieces, with its probability."""
    if not text:
        yield (), 1.0
    for end in range(1, len(text) + 1):
        if text[:end] in PIECES:
            for rest, share in paths(text[end:]):
                yield (text[:end], *rest), PIECES[text[:end]] * share


def draw() -> Drawing:
    ranked = sorted(paths(WORD), key=lambda path: -path[1])
    total = sum(share for _, share in ranked)
    letter, height = 82, 52
    drawing = Drawing(640, SHOWN * 70 + 48)
    for row, (pieces, share) in enumerate(ranked[:SHOWN]):
        x, y = 6, 6 + row * 70
        hue = "" if row else "a"
        for piece in pieces:
            width = letter * len(piece) - 6
            drawing.rect(x, y, width, height, fill="a-wash" if hue else "none", stroke=hue or "soft")
            drawing.text(x + width / 2, y + 35, piece, size=27, anchor="middle", mono=True)
            x += letter * len(piece)
        drawing.text(630, y + 35, f"{share / total * 100:.0f} %", size=27, anchor="end", bold=not row)
    others = ranked[SHOWN:]
    rest = sum(share for _, share in others) / total
    drawing.text(6, SHOWN * 70 + 34, f"{len(others)} other ways together: {rest * 100:.0f} %", size=24, fill="soft")
    return drawing


if __name__ == "__main__":
    save("unigram-paths.svg", draw())
