"""A served garden of Org files: editing one subtree, and the link from a page to its source line."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.pipeline.report import Options
from notegarden.pipeline.stages import Pipeline
from notegarden.serve.live.live_garden import LiveGarden
from notegarden.serve.live.source_lines import Block, place_of

POSTS = """#+title: Posts
* One
:PROPERTIES:
:EXPORT_FILE_NAME: one
:END:
First words of the first post.
* Two
:PROPERTIES:
:EXPORT_FILE_NAME: two
:END:
Other words of the second post.
"""


@pytest.fixture
def live(tmp_path: Path) -> LiveGarden:
    (tmp_path / "posts.org").write_text(POSTS)
    pipeline = Pipeline(tmp_path, Options(search=False, ledger="serve"))
    pipeline.refresh(whole=True)
    return LiveGarden(pipeline)


def test_an_edit_of_one_subtree_sends_the_address_of_its_page(live: LiveGarden) -> None:
    file = live.pipeline.root / "posts.org"
    file.write_text(POSTS.replace("Other words", "New words"))
    update = live.update({"posts.org"})
    assert update is not None
    assert update.saved == "/posts/two/"
    live.close()


def test_the_source_line_of_a_block_is_found_in_the_org_file(live: LiveGarden) -> None:
    note = live.note("posts/two.md")
    assert note is not None
    place = place_of(
        Block("Other words of the second post."), live.pipeline.root / live.pipeline.source_of("posts/two.md"), note
    )
    assert place == (live.pipeline.root / "posts.org", 11)
    live.close()
