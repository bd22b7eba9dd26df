"""The right note comes first: queries made from the real garden's own headings and links, in a browser."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sites import MOGOZ, Site

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))  # the scripts there are not a package

from search import ranks
from search_queries import queries

ASK = """async (texts) => {
  const [script] = document.querySelectorAll("script[type=module][src*='/theme/']");
  const { search } = await import(new URL("search-index.js", script.src).href);
  const answers = [];
  for (const text of texts) {
    const notes = await (await search(text)).next(10);
    answers.push(notes.map((note) => decodeURI(note.url)));
  }
  return answers;
}"""


@pytest.mark.browser
@pytest.mark.skipif(not MOGOZ.is_dir(), reason=f"the garden mogoz is not available ({MOGOZ})")
def test_the_right_note_is_first(mogoz: Site, browser: object) -> None:
    made = queries(mogoz.folder)
    assert len(made) >= 300
    page = browser.new_page()  # type: ignore[attr-defined]
    page.set_default_timeout(300_000)
    page.goto(mogoz.url)
    places = ranks(made, page.evaluate(ASK, [query.text for query in made]))
    page.close()
    wrong = [query.text for query, place in zip(made, places, strict=True) if place > 3]
    assert sum(place == 1 for place in places) / len(places) >= 0.92
    assert 1 - len(wrong) / len(places) >= 0.99, wrong
