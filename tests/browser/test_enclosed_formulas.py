"""Boxes and strokes of formulas are drawn in a browser without native `menclose`."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Opener
from sites import made

pytestmark = pytest.mark.browser
_STROKE = "each => [getComputedStyle(each).position, each.getBoundingClientRect().width > 5]"


def test_a_box_and_a_stroke_are_drawn(tmp_path: Path, open_page: Opener) -> None:
    garden = tmp_path / "garden"
    (garden / "content").mkdir(parents=True)
    (garden / "content/a.md").write_text("---\ntitle: A\n---\n\\\\(\\boxed{xyz} + \\cancel{abc}\\\\)\n", "utf-8")
    (garden / "content/b.md").write_text("---\ntitle: B\n---\n\\\\(x^2\\\\)\n", "utf-8")
    site = made(tmp_path / "public", garden)
    try:
        page = open_page(f"{site.url}/a/")
        box = page.locator("menclose").first
        assert box.evaluate("each => getComputedStyle(each).borderTopStyle") == "solid"
        assert page.locator(".menclose-updiagonalstrike").evaluate(_STROKE) == ["absolute", True]
        page.goto(f"{site.url}/b/")
        assert page.locator("link[href*=math-enclosed]").count() == 0
    finally:
        site.close()
