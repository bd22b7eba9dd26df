"""Callouts without a title have the name of their kind in the language of the interface."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import built

from notegarden.errors import SiteError
from notegarden.notes.callout_kinds import CALLOUTS

TEXT = (
    "+++\ntitle = 'A'\n+++\n\n> [!TIP]\n> One\n\n> [!warning]- Tip\n> Two\n\n> [!myown]\n> Three\n\n"
    "> [!quote]+\n> Four\n\n> [!note]\n> [B](b.md)\n"
)


def titles(root: Path, language: str, words: str = "", page: str = "a") -> list[str]:
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content/a.md").write_text(TEXT)
    (root / "content/b.md").write_text('+++\ntitle = "B"\n+++\n\n{{< embed "a.md" >}}\n')
    (root / "notegarden.toml").write_text(f'language = "{language}"\nsearch = false\nmarkdown = true\n')
    if words:
        (root / f"static/theme/words/{language}.json").parent.mkdir(parents=True, exist_ok=True)
        (root / f"static/theme/words/{language}.json").write_text(words, encoding="utf-8")
    html = built(root, root / "public")[f"{page}/index.html"].decode()
    return re.findall(r'class="callout-title-inner">([^<]*)<', html)


def test_callout_names_are_translated_and_a_given_title_is_kept(tmp_path: Path) -> None:
    english = ["Tip", "Tip", "Myown", "Quote", "Note"]
    assert titles(tmp_path, "en") == english
    assert titles(tmp_path, "de") == ["Tipp", "Tip", "Myown", "Zitat", "Hinweis"]
    embedded = titles(tmp_path, "ru", page="b")
    assert embedded == ["Совет", "Tip", "Myown", "Цитата", "Примечание"]
    assert titles(tmp_path, "eo") == english
    assert "Tip\n" in (tmp_path / "public/a/index.md").read_text("utf-8")


def test_a_garden_may_name_its_callouts(tmp_path: Path) -> None:
    assert titles(tmp_path, "en", '{"callouts": {"tip": "Try <this>"}}')[0] == "Try &lt;this&gt;"
    with pytest.raises(SiteError, match='"callouts" must be an object'):
        titles(tmp_path, "de", '{"callouts": "Tipp"}')


def test_their_source_positions_are_unchanged() -> None:
    assert len(set(CALLOUTS)) == len(CALLOUTS) == 27
    assert CALLOUTS.index("cite") == 26
