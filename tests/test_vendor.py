"""Third-party browser code is what `static/vendor/CHECKSUMS` says, licensed, and the pinned versions made it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "static" / "vendor"


def checksums() -> dict[str, str]:
    lines = (VENDOR / "CHECKSUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_every_file_has_its_checksum() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    found |= {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.txt")}
    fonts = (VENDOR.parent / "theme" / "fonts").glob("*.woff2")
    found |= {f"../theme/fonts/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts}
    assert found == checksums()


def test_every_module_names_its_licence_and_pinned_version() -> None:
    pins = dict(re.findall(r"\b(\w+)=(\d+\.\d+\.\d+)", (VENDOR / "refresh.sh").read_text(encoding="utf-8")))
    modules = sorted(VENDOR.glob("*.js"))
    assert [module.stem for module in modules] == ["graphology", "idiomorph", "sigma"]
    for module in modules:
        first_line = module.read_text(encoding="utf-8").partition("\n")[0]
        assert first_line == f"/* {module.stem} {pins[module.stem]}; see {module.stem}.LICENSE.txt */"
        licence = (VENDOR / f"{module.stem}.LICENSE.txt").read_text(encoding="utf-8")
        assert "permi" in licence.lower()  # "permission is hereby granted", "is hereby permitted"
        assert f"== {module.stem} ==" in licence


def test_modules_reach_for_no_other_host() -> None:
    """The only address in them is the name of the XHTML namespace."""
    for module in VENDOR.glob("*.js"):
        addresses = set(re.findall(r"https?://[^\"'` )]+", module.read_text(encoding="utf-8")))
        assert addresses <= {"http://www.w3.org/1999/xhtml"}, module.name
