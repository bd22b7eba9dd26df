"""Cuts the fonts of static/theme/fonts out of what two pinned packages bring; `refresh.sh` runs it.

    cut_fonts.py LITERATA STIX OUTPUT

LITERATA is the folder `files` of npm's @fontsource-variable/literata, STIX the STIXTwoMath-Regular.ttf of PyPI's ziamath.

A reader waits for every byte of a font, so: only the letters of one `unicode-range` to a file; no hints, no names; 500
units to the em, a tenth of a pixel in the largest title; kerning of a middle weight for all weights, pairs of less than
a hundredth of an em left out. Formulas have STIX Two's signs with its MATH table, five sizes of each that grows and the
parts that grow without end, and its letters: Literata's italic stands too upright to tell a variable from a word.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

BASIC = "20-7E A0 B7 D7 2013-2014 2018-2019 201C-201D 2022 2026 2212"
# Letters of Western European languages as running English has them: names, borrowed words; a few signs.
WESTERN = "A7 A9 AB AE B0-B3 B5 BB C9 D6 DC DF-E2 E4-EF F1-F4 F6 F8-FC 20AC 2122"
RARE = "A1-A6 A8 AA AC-AD AF B4 B6 B8-BA BC-C8 CA-D5 D8-DB DD-DE E3 F0 F5 F7 FD-FF 131 152-153 201A 201E 2039-203A"
EXTENDED = "100-130 132-151 154-17F 192 218-21B 1E9E 1EA0-1EF9"
# What `math.woff2` has besides ASCII's signs and italic letters.
SIGNS = (
    "¬±×÷·†‡…′″‴∂∅∇∈∉∋∏∐∑−∓∗∘√∝∞∠∣∥∧∨∩∪∫∮∴∵∼≃≅≈≔≠≡≤≥≪≫≺≻⊂⊃⊆⊇⊕⊖⊗⊙⊢⊤⊥⊨⋀⋁⋂⋃⋅⋆⋮⋯⋱⌈⌉⌊⌋⟨⟩←↑→↓↔↦⇐⇒⇔⟵⟶⟷⟸⟹⟺"
    "¯ˆ˜ˇ˙¨⏞⏟ℏℓℵ∀∃‖°∖ΓΔΘΛΞΠΣΦΨΩ\u2061\u2062\u2063\u2064\u0302\u0303\u0304\u0305\u0307\u20d7\u0332"
)
ASCII_SIGNS = [point for point in range(0x20, 0x7F) if not chr(point).isalnum()]
ITALIC = "1D434-1D467 210E"
LETTERS = {
    "math-greek": "1D6FC-1D71B",
    "math-bold": "1D400-1D433 1D7CE-1D7D7",
    "math-bold-italic": "1D468-1D49B 1D736-1D755",
    "math-script": "2102 210B 210D 2110 2112 2115 2119-211B 211D 2124 212C 2130-2131 2133 1D49C-1D4B5 1D538-1D56B",
}
STEPS = 5  # of a sign that grows


def code_points(ranges: str) -> list[int]:
    ends = [part.partition("-") for part in ranges.split()]
    return [point for first, _, last in ends for point in range(int(first, 16), int(last or first, 16) + 1)]


def reread(font: TTFont) -> TTFont:
    """The font as a file of it would be read: the tools want tables that belong together."""
    data = BytesIO()
    font.flavor = None
    font.save(data)
    data.seek(0)
    return TTFont(data, recalcTimestamp=False)


def cut(font: TTFont, points: list[int], *, drop: tuple[str, ...] = (), features: tuple[str, ...] = ()) -> TTFont:
    options = Options()
    options.layout_features = list(features)
    options.hinting = False
    options.name_IDs = []
    options.drop_tables += ["DSIG", "MVAR", "STAT", "BASE", "vhea", "vmtx", *drop]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    return reread(font)


def literata(source: Path, points: list[int], weight: Any, *, kerned: bool) -> TTFont:
    def at(weight: Any) -> TTFont:
        font = reread(instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight}))
        drop = ("GSUB",) if kerned else ("GPOS", "GSUB", "GDEF")
        font = cut(font, points, drop=drop, features=("kern",) if kerned else ())
        scale_upem(font, 500)
        return font

    font = at(weight)
    if kerned:
        font["GPOS"] = at(440)["GPOS"]
        del font["GDEF"]  # which says how kerning goes with the weight
        leave_small_pairs(font["GPOS"].table, 4)
    return font


def leave_small_pairs(gpos: Any, least: int) -> None:
    for lookup in gpos.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            if pairs.Format == 1:
                for first in pairs.PairSet:
                    first.PairValueRecord = [p for p in first.PairValueRecord if abs(p.Value1.XAdvance) >= least]
                    first.PairValueCount = len(first.PairValueRecord)
                continue
            for row in pairs.Class1Record:
                for cell in row.Class2Record:
                    if cell.Value1 is not None and abs(cell.Value1.XAdvance) < least:
                        cell.Value1.XAdvance = 0


def fewer_steps(font: TTFont) -> TTFont:
    variants = font["MATH"].table.MathVariants
    for sign in (*variants.VertGlyphConstruction, *variants.HorizGlyphConstruction):
        steps = sign.MathGlyphVariantRecord
        if len(steps) > STEPS:
            last = len(steps) - 1
            sign.MathGlyphVariantRecord = [steps[at] for at in (0, 1, 2, 2 + (last - 2) // 2, last)]
            sign.VariantCount = STEPS
    return font


def primes_for_scripts(font: TTFont) -> TTFont:
    """Primes of the size they have as superscripts, since that is what they always are; the choice by size is cut."""
    names = dict(font.getBestCmap())
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            others = getattr(getattr(part, "ExtSubTable", part), "alternates", {})
            for point in (0x2032, 0x2033, 0x2034):
                if f"{names[point]}.ssty" in others.get(names[point], ()):
                    for table in font["cmap"].tables:
                        table.cmap[point] = others[names[point]][0]
    return font


def fonts(folder: Path, stix: Path) -> dict[str, TTFont]:
    made = {}
    for style, ending, weight in (("normal", "", (400, 700)), ("italic", "-italic", 400)):
        latin, extended = (folder / f"literata-{part}-wght-{style}.woff2" for part in ("latin", "latin-ext"))
        made[f"text{ending}"] = literata(latin, code_points(BASIC), weight, kerned=not ending)
        made[f"text-western{ending}"] = literata(latin, code_points(WESTERN), weight, kerned=False)
        made[f"text-rare{ending}"] = literata(latin, code_points(RARE), weight, kerned=False)
        made[f"text-extended{ending}"] = literata(extended, code_points(EXTENDED), weight, kerned=False)
    plain = ("GPOS", "GSUB", "GDEF")
    signs = primes_for_scripts(fewer_steps(TTFont(stix, recalcTimestamp=False)))
    made["math"] = cut(signs, [*ASCII_SIGNS, *map(ord, SIGNS), *code_points(ITALIC)], drop=plain)
    for name, ranges in LETTERS.items():
        font = cut(TTFont(stix, recalcTimestamp=False), code_points(ranges), drop=(*plain, "MATH"))
        scale_upem(font, 500)
        made[name] = font
    return made


if __name__ == "__main__":
    out = Path(sys.argv[3])
    for name, font in fonts(Path(sys.argv[1]), Path(sys.argv[2])).items():
        font.flavor = "woff2"
        font.save(out / f"{name}.woff2")
