"""Cuts the fonts of static/theme/fonts out of what two pinned packages bring; `refresh.sh` runs it.

    cut_fonts.py LITERATA STIX OUTPUT

LITERATA is the folder `files` of npm's @fontsource-variable/literata, STIX the STIXTwoMath-Regular.ttf of PyPI's ziamath.

A reader waits for every byte of a font, so: only the letters of one `unicode-range` to a file; no hints, no names; few
units to the em, a tenth of a pixel in the largest title; kerning of a middle weight for all weights, pairs of less than
a 28th of an em left out; what weight does to a curve told to the 140th of an em. Formulas have STIX Two's signs, with
the measures of its MATH table, and its letters: Literata's italic stands too upright to tell a variable from a word.
Signs that grow stand apart, five sizes of each and the parts that grow without end.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.varLib.iup import iup_delta_optimize

BASIC = "20-7E A0 B7 D7 2013-2014 2018-2019 201C-201D 2022 2026 2212"
# What else English has: signs, and letters of names and borrowed words, the commonest first; then by where they are at
# home. Accents that stand alone are left to the reader's system: in formulas other fonts have them.
UPRIGHT = {
    "signs": "A3 A7 A9 AB-AC AE B0-B3 B5-B6 B9 BB 20AC 2122",
    "western": "E0-E1 E4 E7-EA ED F1 F3 F6 FC 131",
    "rare": "A1-A2 A4-A6 AA AD BA BC-D6 D8-DF E2-E3 E5-E6 EB-EC EE-F0 F2 F4-F5 F7-FB FD-FF 152-153 201A 201E 2039-203A",
    "central": "104-107 10C-10F 118-11B 141-144 147-148 158-15B 160-161 164-165 16E-16F 179-17E",
    "turkish": "11E-11F 130 15E-15F 218-21B",
    "baltic": "100-103 110-113 116-117 122-123 12A-12B 12E-12F 136-137 13B-13C 145-146 14C-14D 150-151 16A-16B 170-173",
    "extended": "108-10B 114-115 11C-11D 120-121 124-129 12C-12D 132-135 138-13A 13D-140 149-14B 14E-14F 154-157 15C-15D "
    "162-163 166-169 16C-16D 174-178 192 1E9E 1EF2-1EF9",
}
ITALIC = {
    "": "20 27 2C-2F 61-7A 2013-2014 2018-2019 201C-201D",
    "-capitals": "21 26 28-29 3A-3B 3F 41-5A",
    "-digits": "25 2B 30-39 3D 5F B7 D7 2212",
    "-signs": "22-24 2A 3C 3E 40 5B-5E 60 7B-7E A0 2022 2026",
    "-western": "C9 D6 DC DF-E2 E4-EF F1-F4 F6 F8-FC",
    "-rare": "A1-A7 A9-AE B0-B3 B5-B6 B9-C8 CA-D5 D8-DB DD-DE E3 F0 F5 F7 FD-FF 131 152-153 201A 201E 2039-203A 20AC 2122",
    "-extended": "100-130 132-151 154-17E 192 218-21B 1E9E 1EF2-1EF9",
}
# What else Literata has, by the files that have it: pages leave these scripts to the reader's system, and cards for shared
# links are drawn in them. Accents that stand alone are left out: nothing places them there.
CARDS = {
    "cyrillic": "401-44F 451-45F 490-491 4B0-4B1 2116",
    "cyrillic-ext": "462-463 46A-46B 492-493 496-497 49A-49B 4A2-4A3 4AE-4AF 4BA-4BB 4D8-4D9 4E8-4E9 20B4",
    "greek": "37E 386-38A 38C 38E-3A1 3A3-3CE 3D7-3E1",
    "greek-ext": "1F00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FBC 1FC2-1FC4 "
    "1FC6-1FCC 1FD0-1FD3 1FD6-1FDB 1FE0-1FEC 1FF2-1FF4 1FF6-1FFC",
    "vietnamese": "1A0-1A1 1AF-1B0 1EA0-1EF1 20AB",
    "latin-ext": "18F 1C4-1DC 1E6-1E7 1EA-1EB 1FA-217 22A-22D 230-233 237 251 259 261 2BC 2BE-2BF 1E08-1E09 1E0C-1E0F 1E14-1E17 "
    "1E1C-1E1D 1E20-1E21 1E24-1E25 1E2A-1E2B 1E2E-1E2F 1E36-1E3B 1E42-1E49 1E4C-1E53 1E5A-1E69 1E6C-1E6F 1E78-1E7B "
    "1E80-1E85 1E8E-1E8F 1E92-1E93 1E97 20A9 20B8-20BA 20BC-20BD",
    "latin": "2BB 2032-2033 2044 2215",
}
# Formulas take from each field a few letters and signs, so what is met together stands together: first what nearly all
# have, with the measures of them all; then by how often and in which company the rest is met.
FORMULAS = {
    "math": "20-21 28-2F 3A-3E 5B 5D 7B-7D D7 2016 2026 2032 2061-2063 2192 2208 220F 2211-2212 2217 221E 2223 222B 2248 "
    "2260 2264-2265 22C5 1D442 1D44E-1D454 1D456-1D467 210E",
    "math-capitals": "1D434-1D437 1D43F 1D441 1D443 1D447 1D449-1D44B",
    "math-capitals-2": "1D438-1D43E 1D440 1D444-1D446 1D448 1D44C-1D44D",
    "math-greek": "1D6FC-1D6FF 1D703 1D706-1D707 1D70B 1D70E 1D716",
    "math-greek-2": "1D700 1D702 1D705 1D708-1D709 1D70C 1D70F 1D711-1D715 1D719",
    "math-greek-3": "1D701 1D704 1D70A 1D70D 1D710 1D717-1D718 1D71A-1D71B",
    "math-greek-capitals": "393-394 398 39B 39E 3A0 3A3 3A6 3A8-3A9",
    "math-signs": "AF B1 2C6 2DC 20D7 2113 2202 2207 2218 221D 223C 2295 2297 2299 22A4 22EF 27E8-27E9",
    "math-logic": "AC 2200 2203 2205 2209 2216 2227-222A 2234-2235 2261 226A-226B 2282-2283 2286-2287 22A2 22A5 22A8 "
    "2308-230B 21D2 21D4 27F9",
    "math-arrows": "2190-2191 2193-2194 21A6 21D0 27F5-27F8 27FA",
    "math-signs-2": "A8 B0 B7 F7 2C7 2D9 2020-2021 2033-2034 2064 210F 2135 220B 2210 2213 221A 2220 2225 "
    "222E 2243 2245 2254 227A-227B 2296 22C0-22C3 22C6 22EE 22F1 23DE-23DF",
    "math-double": "2102 210D 2115 2119-211A 211D 2124 1D53C-1D53D 1D7D9",
    "math-double-2": "1D538-1D53B 1D53E 1D540-1D544 1D546 1D54A-1D550 1D552-1D56B",
    "math-script": "2112 2131 1D49F 1D4A9-1D4AA",
    "math-script-2": "210B 2110 211B 212C 2130 2133 1D49C 1D4A2 1D4A5-1D4A6 1D4AB-1D4AC 1D4AE-1D4B5",
    "math-bold": "1D41A-1D433",
    "math-bold-2": "1D400-1D419 1D7CE-1D7D7",
    "math-bold-italic": "1D482-1D49B",
    "math-bold-italic-2": "1D468-1D481",
    "math-bold-greek": "1D736-1D755",
}
GROWING = "()[]{|}‖√∏∑∫∣"
MORE_GROWING = "/∐∮∥⋀⋁⋂⋃⌈⌉⌊⌋⟨⟩⏞⏟←↑→↓↔⇐⇒⇔¯ˆ˜ˇ\u0302\u0303\u0304\u0305\u20d7\u0332"
STEPS = 5  # of a sign that grows
UNITS, LINE_UNITS = 400, 500  # to the em


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
    options.drop_tables += ["DSIG", "MVAR", "STAT", "BASE", "gasp", "vhea", "vmtx", *drop]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    return reread(font)


def literata(source: Path, points: list[int], weight: Any, *, kerned: bool = False) -> TTFont:
    def at(weight: Any) -> TTFont:
        font = reread(instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight}))
        drop = ("GSUB",) if kerned else ("GPOS", "GSUB", "GDEF")
        font = cut(font, points, drop=drop, features=("kern",) if kerned else ())
        scale_upem(font, units)
        return font

    # Where the space is: the height of lines goes by this font, upright and italic the same to the last digit.
    units = LINE_UNITS if 0x20 in points else UNITS
    font = at(weight)
    if "gvar" in font:
        fewer_deltas(font, units / 140)
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


def mirrored(font: TTFont) -> TTFont:
    """Closing brackets that mirror the opening ones refer to them: they are half of what grows."""
    variants, names = font["MATH"].table.MathVariants, font.getBestCmap()
    forms = dict(zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True))
    for left, right in ("()", "[]", "{}", "⌈⌉", "⌊⌋", "⟨⟩"):
        pair = [forms.get(names.get(ord(sign))) for sign in (left, right)]
        if None in pair:
            continue
        for opening, closing in zip(*map(glyphs_of, pair), strict=True):
            refer_to_mirror(font, closing, opening)
    return font


def glyphs_of(form: Any) -> list[str]:
    """Of a sign that grows: its sizes, then its parts."""
    sizes = [each.VariantGlyph for each in form.MathGlyphVariantRecord]
    return sizes + [each.glyph for each in (form.GlyphAssembly.PartRecords if form.GlyphAssembly else ())]


def refer_to_mirror(font: TTFont, glyph: str, other: str) -> None:
    outlines, width = font["glyf"], font["hmtx"][glyph][0]
    if glyph == other or outlines[glyph].isComposite() or outlines[other].isComposite():
        return
    points, others = outlines[glyph].coordinates, outlines[other].coordinates
    if any(all(abs(width - x - a) > 2 or abs(y - b) > 2 for a, b in others) for x, y in points):
        return
    component = GlyphComponent()
    component.glyphName, component.x, component.y = other, width, 0
    component.transform, component.flags = ((-1, 0), (0, 1)), 0x0002 | 0x0004 | 0x1000  # offsets, rounded, not scaled
    made = Glyph()
    made.numberOfContours, made.components = -1, [component]
    outlines[glyph] = made
    made.recalcBounds(outlines)


def italics_alone(font: TTFont) -> TTFont:
    """Of what MATH tells of single glyphs browsers use how far an integral leans."""
    glyphs = font["MATH"].table.MathGlyphInfo
    glyphs.MathTopAccentAttachment = glyphs.MathKernInfo = glyphs.ExtendedShapeCoverage = None
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
        source = extended if name in ("central", "turkish", "baltic", "extended") else latin
        made[f"text-{name}"] = literata(source["normal"], code_points(ranges), (400, 700))
    for name, ranges in ITALIC.items():
        source = extended if name == "-extended" else latin
        made[f"text-italic{name}"] = literata(source["italic"], code_points(ranges), 400)
    made |= formulas(stix)
    for name, ranges in CARDS.items():
        made[f"card-{name}"] = literata(folder / f"literata-{name}-wght-normal.woff2", code_points(ranges), (400, 700))
    return made


def formulas(stix: Path) -> dict[str, TTFont]:
    def signs() -> TTFont:
        return primes_for_scripts(fewer_steps(TTFont(stix, recalcTimestamp=False)))

    def growing(signs_that_grow: str) -> TTFont:
        return italics_alone(mirrored(cut(signs(), [0x20, *map(ord, signs_that_grow)], drop=plain)))

    plain = ("GPOS", "GSUB", "GDEF")
    made = {}
    for name, ranges in FORMULAS.items():
        if name == "math":
            made[name] = measures_alone(cut(without_growing(signs()), code_points(ranges), drop=plain))
        else:
            made[name] = cut(signs(), code_points(ranges), drop=(*plain, "MATH"))
    made |= {"math-growing": growing(GROWING), "math-growing-2": growing(GROWING + MORE_GROWING)}
    for font in made.values():
        scale_upem(font, UNITS)
    return made


if __name__ == "__main__":
    out = Path(sys.argv[3])
    for name, font in fonts(Path(sys.argv[1]), Path(sys.argv[2])).items():
        font.flavor = "woff2"
        font.save(out / f"{name}.woff2")
