"""A link without a description shows the title of what it leads to, but never one that readers may not see."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import built

LINKS = "To [[id:11111111-aaaa]] and [[#custom]].\n"


def page_with(tmp_path: Path, drawer: str, state: str = "") -> str:
    """The page of a subtree that links to another one, `Plan of escape`, with these lines in its drawer."""
    (tmp_path / "garden" / "org").mkdir(parents=True)
    text = f"* One\n:PROPERTIES:\n:EXPORT_FILE_NAME: one\n:END:\n{LINKS}\n"
    text += f"* {state}Plan of escape\n:PROPERTIES:\n:EXPORT_FILE_NAME: two\n:ID: 11111111-aaaa\n"
    text += f":CUSTOM_ID: custom\n{drawer}:END:\nText.\n"
    (tmp_path / "garden" / "org" / "file.org").write_text(text, encoding="utf-8")
    files = built(tmp_path / "garden", tmp_path / "public")
    assert not any(b"Text." in content for name, content in files.items() if name.startswith("posts/one/"))
    return files["posts/one/index.html"].decode().partition("data-note-body")[2].partition("</div>")[0]


def test_the_title_of_a_published_page_is_shown(tmp_path: Path) -> None:
    assert page_with(tmp_path, "").count("Plan of escape") == 2


@pytest.mark.parametrize(
    ("drawer", "state"),
    [
        (":EXPORT_HUGO_DRAFT: true\n", ""),
        (":EXPORT_HUGO_DRAFT: maybe\n", ""),
        ("", "TODO "),
        (":EXPORT_DATE: 2999-01-01\n", ""),
        (":EXPORT_HUGO_PUBLISHDATE: 2999-01-01\n", ""),
        (":EXPORT_HUGO_EXPIRYDATE: 2001-01-01\n", ""),
        (":EXPORT_HUGO_CUSTOM_FRONT_MATTER: :headless true\n", ""),
    ],
)
def test_the_title_of_one_that_is_held_back_is_not(tmp_path: Path, drawer: str, state: str) -> None:
    shown = page_with(tmp_path, drawer, state)
    assert "escape" not in shown
    assert "11111111-aaaa" in shown
