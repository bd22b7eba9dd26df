"""Third-party browser code matches `static/vendor/CHECKSUMS`, is licensed, and is built from the pinned versions."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static" / "vendor"
THEME = VENDOR.parent / "theme"
FACE = re.compile(
    r'@font-face \{ font-family: "?([\w ]+)"?;[^}]*?url\("fonts/([\w-]+)\.woff2"\)[^}]*?unicode-range: ([^;]*);'
)


def checksums() -> dict[str, str]:
    lines = (VENDOR / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_every_file_has_its_checksum() -> None:
    ours = [*VENDOR.rglob("*.js"), *VENDOR.glob("*.txt")]
    found = {path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in ours}
    fonts = (THEME / "fonts").glob("*.woff2")
    found |= {f"../theme/fonts/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts}
    assert found == checksums()


def test_every_module_names_its_licence_and_pinned_version() -> None:
    pins = dict(re.findall(r"\b(\w+)=(\d+\.\d+\.\d+)", (VENDOR / "refresh.sh").read_text(encoding="utf-8")))
    modules = sorted(VENDOR.glob("*.js"))
    assert [module.stem for module in modules] == ["graphology", "idiomorph", "mermaid", "sigma"]
    for module in modules:
        first_line = module.read_text(encoding="utf-8").partition("\n")[0]
        assert first_line == f"/* {module.stem} {pins[module.stem]}; see {module.stem}.LICENSE.txt */"
        licence = (VENDOR / f"{module.stem}.LICENSE.txt").read_text(encoding="utf-8")
        assert "permi" in licence.lower()  # "permission is hereby granted", "is hereby permitted"
        assert f"== {module.stem} ==" in licence


def test_modules_request_no_other_host() -> None:
    """They contain no URLs except XML namespaces and, in Mermaid's chunks, pages named in messages."""
    for module in VENDOR.glob("*.js"):
        addresses = set(re.findall(r"https?://[^\"'` )]+", module.read_text(encoding="utf-8")))
        assert {each for each in addresses if not each.startswith("http://www.w3.org/")} == set(), module.name
    hosts: set[str] = set()
    for module in VENDOR.glob("mermaid/*.js"):
        text = module.read_text(encoding="utf-8")
        hosts |= set(re.findall(r"https?://([\w.-]+)", text))
        assert not re.search(r"new Function\(|\beval\(|new Worker\(|importScripts", text), module.name
    assert hosts <= {"www.w3.org", "chevrotain.io", "github.com", "en.wikipedia.org", "langium.org"}


def test_every_chunk_names_the_licence_and_version_of_its_module() -> None:
    for module in VENDOR.glob("*.js"):
        first_line = module.read_text(encoding="utf-8").partition("\n")[0]
        for chunk in VENDOR.glob(f"{module.stem}/*.js"):
            assert chunk.read_text(encoding="utf-8").startswith(f"{first_line}\n"), chunk.name


def test_each_font_face_has_the_range_of_its_file() -> None:
    faces = {}
    for style in ("site.css", "cards.css", "math.css"):
        for family, name, ranges in FACE.findall((THEME / style).read_text(encoding="utf-8")):
            if family != "Formula Text":  # the same file once more
                faces[name] = points(ranges.replace("U+", "").replace(",", ""))
    cut = cut_ranges()
    assert faces == cut
    assert {path.stem for path in (THEME / "fonts").glob("*.woff2")} == set(cut)


def cut_ranges() -> dict[str, set[int]]:
    """Font → code points, parsed from cut_fonts.py, which cannot be imported without its font tools."""
    script = ast.parse((VENDOR / "cut_fonts.py").read_text(encoding="utf-8"))
    known = {each.targets[0].id: each.value for each in script.body
             if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)}  # fmt: skip
    names = ("BASIC", "UPRIGHT", "ITALIC", "CARDS", "FORMULAS", "GROWING", "MORE_GROWING")
    basic, upright, italic, cards, formulas, growing, more = (ast.literal_eval(known[name]) for name in names)
    ranges = {"text": basic, **formulas}
    ranges |= {f"text-{name}": each for name, each in upright.items()}
    ranges |= {f"text-italic{name}": each for name, each in italic.items()}
    ranges |= {f"card-{name}": each for name, each in cards.items()}
    space = {0x20}  # the font with it is the one whose metrics are used
    return {name: points(each) for name, each in ranges.items()} | {
        "math-growing": space | set(map(ord, growing)),
        "math-growing-2": space | set(map(ord, growing + more)),
    }


def points(ranges: str) -> set[int]:
    ends = [part.partition("-") for part in ranges.split()]
    return {point for first, _, last in ends for point in range(int(first, 16), int(last or first, 16) + 1)}
