"""An embedded note is edited while an embedding note is open: the open page shows the edit in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Opener
from live import Plot, assert_not_reloaded, marked
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Taken = Callable[[dict[str, str]], Plot]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Taken]:
    """Starts a server for a folder of these files."""
    plots: list[Plot] = []

    def make(files: dict[str, str]) -> Plot:
        for name, text in files.items():
            (tmp_path / "garden" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "garden" / name).write_text(text, encoding="utf-8")
        plots.append(Plot(tmp_path / "garden"))
        plots[-1].up()
        return plots[-1]

    yield make
    for plot in plots:
        plot.close()


VAULT = {
    ".obsidian/app.json": "{}",
    "Outer.md": "Before.\n\n![[Middle]]\n\nBehind.\n",
    "Middle.md": "In the middle:\n\n![[Inner#Part]]\n",
    "Inner.md": "Not shown.\n\n## Part\n\nThe first words.\n\n## Other\n\nNot shown either.\n",
}
HUGO = {
    "content/outer.md": '+++\ntitle = "Outer"\n+++\n\nBefore.\n\n{{< embed "middle.md" >}}\n\nBehind.\n',
    "content/middle.md": '+++\ntitle = "Middle"\n+++\n\nIn the middle:\n\n{{< embed "inner.md#part" >}}\n',
    "content/inner.md": '+++\ntitle = "Inner"\n+++\n\nNot shown.\n\n## Part\n\nThe first words.\n\n## Other\n',
}


@pytest.mark.parametrize(
    ("files", "inner"), [(VAULT, "Inner.md"), (HUGO, "content/inner.md")], ids=["vault", "hugo garden"]
)
def test_an_edit_of_an_embedded_note_is_merged_into_the_page(
    served: Taken, open_live: Opener, files: dict[str, str], inner: str
) -> None:
    plot = served(files)
    page = open_live(plot.url("outer/"))
    body = page.locator("[data-note-body]")
    expect(body).to_contain_text("The first words.")
    marked(page)
    note = plot.root / inner
    note.write_text(files[inner].replace("The first words.", "Words of today."), encoding="utf-8")
    expect(body).to_contain_text("Words of today.")
    expect(body).not_to_contain_text("The first words.")
    note.write_text(files[inner].replace("## Part", "## Piece"), encoding="utf-8")
    expect(body).not_to_contain_text("Words of today.")
    note.write_text(files[inner], encoding="utf-8")
    expect(body).to_contain_text("The first words.")
    assert_not_reloaded(page)


def test_a_note_that_becomes_a_draft_disappears_from_the_page_that_embeds_it(served: Taken, open_live: Opener) -> None:
    plot = served(VAULT)
    page = open_live(plot.url("outer/"))
    body = page.locator("[data-note-body]")
    expect(body).to_contain_text("The first words.")
    marked(page)
    (plot.root / "Inner.md").unlink()
    expect(body).not_to_contain_text("The first words.")
    expect(body).to_contain_text("In the middle:")
    assert_not_reloaded(page)
