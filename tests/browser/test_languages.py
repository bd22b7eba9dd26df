"""The interface in other languages: scripts write counts as the templates do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sites import made

from notegarden.render.theme import shipped
from notegarden.render.words import filters, load

Opener = Callable[..., Page]
COUNTS = [0, 1, 2, 3, 5, 11, 12, 21, 22, 100, 101, 2427, 1234567]


@pytest.mark.parametrize("language", ["pl", "ar", "he", "fa", "hi", "fr", "es", "ja", "pt-BR"])
def test_scripts_write_counts_as_templates_do(open_page: Opener, tmp_path: Path, language: str) -> None:
    (tmp_path / "garden" / "content").mkdir(parents=True)
    (tmp_path / "garden" / "notegarden.toml").write_text(f'language = "{language}"\n', "utf-8")
    (tmp_path / "garden" / "content" / "a.md").write_text("---\ntitle: A\n---\nText\n", "utf-8")
    site = made(tmp_path / "public", tmp_path / "garden")
    page = open_page(site.url)
    said = page.evaluate(
        """async (counts) => {
            const app = document.querySelector("script[type=module]").src;
            const { loadPhrases } = await import(new URL("phrases.js", app));
            const t = await loadPhrases();
            return counts.map((n) => t("notes", { n }));
        }""",
        COUNTS,
    )
    site.close()
    words = load(language, [shipped()[1] / "theme" / "words"])
    assert said == [filters(words)["plural"](count, words["notes"]) for count in COUNTS]
