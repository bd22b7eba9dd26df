"""Cuts the fonts of static/theme/fonts out of what two pinned packages bring; `refresh.sh` runs it.

    cut_fonts.py LITERATA STIX OUTPUT

LITERATA is the folder `files` of npm's @fontsource-variable/literata, STIX the STIXTwoMath-Regular.ttf of PyPI's ziamath.

A reader waits for every byte of a font, so: only the letters of one `unicode-range` to a file; no hints, no names; 500
units to the em, a tenth of a pixel in the largest title; kerning of a middle weight for all weights, pairs of less than
a 28th of an em left out; what weight does to a curve told to the 250th of an em. Formulas have STIX Two's
signs, with the measures of its MATH table, and its letters: Literata's italic stands too upright to tell a variable from
a word. Signs that grow stand apart, five sizes of each and the parts that grow without end.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.varLib.iup import iup_delta_optimize

BASIC = "20-7E A0 B7 D7 2013-2014 2018-2019 201C-201D 2022 2026 2212"
# What else English has: signs, and letters of names and borrowed words, the commonest first.
UPRIGHT = {
    "signs": "A7 A9 AB AE B0-B3 B5 BB 20AC 2122",
    "western": "E0-E1 E4 E7-EA ED F1 F3 F6 FC",
    "rare": "A1-A6 A8 AA AC-AD AF B4 B6 B8-BA BC-D6 D8-DF E2-E3 E5-E6 EB-EC EE-F0 F2 F4-F5 F7-FB FD-FF 152-153 201A 201E "
    "2039-203A",
    "extended": "100-13F 192 1E9E",
    "extended-2": "140-151 154-17F 218-21B 1EF2-1EF9",
}
ITALIC = {
    "": "20 27 2C-2F 61-7A 2013-2014 2018-2019 201C-201D",
    "-capitals": "21 26 28-29 3A-3B 3F 41-5A",
    "-signs": "22-25 2A-2B 30-39 3C-3E 40 5B-60 7B-7E A0 B7 D7 2022 2026 2212",
    "-western": "A7 A9 AB AE B0-B3 B5 BB C9 D6 DC DF-E2 E4-EF F1-F4 F6 F8-FC 20AC 2122",
    "-rare": "A1-A6 A8 AA AC-AD AF B4 B6 B8-BA BC-C8 CA-D5 D8-DB DD-DE E3 F0 F5 F7 FD-FF 131 152-153 201A 201E 2039-203A",
    "-extended": "100-130 132-151 154-17F 192 218-21B 1E9E 1EF2-1EF9",
}
# The signs of most formulas; the measures of all stand in the file that has these.
COMMON = " !()*+,-./:;<=>[]{|}×…′∈−∗∞≈≠≤≥⋅→\u2061\u2062\u2063"
SIGNS = "%&'\\_`~¬±·÷√∣≡⟹ΓΔΘΛΞΠΣΦΨΩ∂∅∀∃∉∏∑∫∴∵≪≫⊂⊆⌈⌉⌊⌋⇒⇔ˆ¯\u2064\u20d7"
RARE_SIGNS = (
    "\"#$?@^†‡″‴∇∋∐∓∘∝∠∥∧∨∩∪∮∼≃≅≔≺≻⊃⊇⊕⊖⊗⊙⊢⊤⊥⊨⋀⋁⋂⋃⋆⋮⋯⋱⟨⟩←↑↓↔↦⇐⟵⟶⟷⟸⟺˜ˇ˙¨⏞⏟ℏℓℵ‖°∖"
    "\u0302\u0303\u0304\u0305\u0307\u0332"
)
GROWING = "()/[]{|}‖√∏∐∑∫∮∣∥⋀⋁⋂⋃⌈⌉⌊⌋⟨⟩⏞⏟←↑→↓↔⇐⇒⇔¯ˆ˜ˇ\u0302\u0303\u0304\u0305\u20d7\u0332"
LETTERS = {
    "math-italic": "1D434-1D436 1D439 1D442 1D44B 1D44E-1D467 210E",
    "math-italic-capitals": "1D437-1D438 1D43A-1D441 1D443-1D44A 1D44C-1D44D",
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
    if "gvar" in font:
        fewer_deltas(font, 2)
    if kerned:
        font["GPOS"] = at(440)["GPOS"]
        del font["GDEF"]  # which says how kerning goes with the weight
        leave_small_pairs(font["GPOS"].table, 18)
    return font


def fewer_deltas(font: TTFont, tolerance: float) -> None:
    """Leaves out what the weight does to a point where its neighbours say it to within `tolerance` units."""
    for name, variations in font["gvar"].variations.items():
        points, control = font["glyf"]._getCoordinatesAndControls(name, font["hmtx"].metrics)
        points, ends = list(points), list(control.endPts)
        for variation in variations:
            variation.calcInferredDeltas(points, ends)
            variation.roundDeltas()
            variation.coordinates = iup_delta_optimize(variation.coordinates, points, ends, tolerance=tolerance)


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


def without_growing(font: TTFont) -> TTFont:
    font["MATH"].table.MathVariants = None
    return font


def measures_alone(font: TTFont) -> TTFont:
    """What MATH tells of single glyphs goes. Browsers' sanitiser refuses a table that lacks a part: the parts stay, empty."""
    math = font["MATH"].table
    math.MathGlyphInfo = otTables.MathGlyphInfo()
    math.MathVariants = otTables.MathVariants()
    math.MathVariants.MinConnectorOverlap = 0
    for direction in ("Vert", "Horiz"):
        setattr(math.MathVariants, f"{direction}GlyphCount", 0)
        setattr(math.MathVariants, f"{direction}GlyphConstruction", [])
    return font


def fonts(folder: Path, stix: Path) -> dict[str, TTFont]:
    made = {}
    latin = {style: folder / f"literata-latin-wght-{style}.woff2" for style in ("normal", "italic")}
    extended = {style: folder / f"literata-latin-ext-wght-{style}.woff2" for style in ("normal", "italic")}
    made["text"] = literata(latin["normal"], code_points(BASIC), (400, 700), kerned=True)
    for name, ranges in UPRIGHT.items():
        source = extended if name in ("extended", "extended-2") else latin
        made[f"text-{name}"] = literata(source["normal"], code_points(ranges), (400, 700), kerned=False)
    for name, ranges in ITALIC.items():
        source = extended if name == "-extended" else latin
        made[f"text-italic{name}"] = literata(source["italic"], code_points(ranges), 400, kerned=False)
    made |= formulas(stix)
    return made


def formulas(stix: Path) -> dict[str, TTFont]:
    def signs() -> TTFont:
        return primes_for_scripts(fewer_steps(TTFont(stix, recalcTimestamp=False)))

    plain = ("GPOS", "GSUB", "GDEF")
    made = {
        "math": measures_alone(cut(without_growing(signs()), [*map(ord, COMMON)], drop=plain)),
        "math-growing": cut(signs(), [0x20, *map(ord, GROWING)], drop=plain),
        "math-signs": cut(signs(), [*map(ord, SIGNS)], drop=(*plain, "MATH")),
        "math-signs-rare": cut(signs(), [*map(ord, RARE_SIGNS)], drop=(*plain, "MATH")),
    }
    for name in ("math-signs", "math-signs-rare"):
        scale_upem(made[name], 500)
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
