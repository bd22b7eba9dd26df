"""Two real Org gardens compared with the exporter's output: pages that differ are known departures.

The reason next to each page is its row in the table of departures in docs/org.md, or what the golden answer lacks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hugo_twin import hugo
from support import GARDENS, ROOT, build

JUDGE = GARDENS.parent / "tools" / "org_parity.py"
LEVELS = "((org-mode . ((org-export-headline-levels . 4))))"  # the exporter's tests were made with these

DRAWING = "an SVG with `:inlined t`"
UNKNOWN_TYPE = "a link of an unknown type"
FOLDER = "a link to a folder"
CSL = "titles, dates and order of works in a CSL style, a given name in lower case"
PANDOC = "Pandoc's own ids, escapes and paragraphs around raw HTML"
FORMULA = "formulas as pictures"
OLD_READER = "Hugo's old reader"
SPACE = "a picture whose name has a space"
BULLETS = "a list in a code block inside a list"
SHORTCODE = "a block named in `hugo_paired_shortcodes`"
QUOTES = "smart quotes"
CODE_SHORTCODE = "a shortcode in a code block of the language `md`"
RUN = "a code block that is run for its result"
TIKZ = "`#+begin_tikzjax`"
VERSE = "`=code=` in a verse"
FILE_NAME = "`[[file:x.org]]` without a description"
NUMBERED = "a list in which a later item sets its number"
EQUATION = "a reference to an equation in text"
COLONS = "` :: ` in the brackets of a link"
BROKEN = "a link to a missing id, heading or target"
INCLUDED = "a missing include: the tables are in files that the garden lacks"

KNOWN = {
    "org-tests": {
        "/issues/470/": DRAWING,
        "/issues/issue-587-file-based-export/": UNKNOWN_TYPE,
        "/issues/issue-587-subtree-based-export/": UNKNOWN_TYPE,
        "/posts/build-front-matter/do-not-list/": FOLDER,
        "/posts/citation-csl/": CSL,
        "/posts/citation-csl-tr/": CSL,
        "/posts/citation-forms/": PANDOC,
        "/posts/citation-forms-apa-csl/": PANDOC,
        "/posts/citation-org-ref/": CSL,
        "/posts/citations-example-toml/": PANDOC,
        "/posts/citations-with-captions/": PANDOC,
        "/posts/equations-exported-to-png/": FORMULA,
        "/posts/equations-exported-to-svg/": FORMULA,
        "/posts/example-blocks-with-attr-html-blackfriday/": OLD_READER,
        "/posts/inline-images/": SPACE,
        "/posts/inlined-svg/": DRAWING,
        "/posts/links-to-equations/": EQUATION,
        "/posts/list-has-example-block-with-list-syntax/": BULLETS,
        "/posts/list-has-src-block-with-list-syntax/": BULLETS,
        "/posts/paired-shortcodes-special-blocks-named-arguments/": SHORTCODE,
        "/posts/paired-shortcodes-special-blocks-no-arguments/": SHORTCODE,
        "/posts/paired-shortcodes-special-blocks-positional-arguments/": SHORTCODE,
        "/posts/smart-quotes-enabled/": QUOTES,
        "/posts/source-block-md-with-hugo-shortcodes/": CODE_SHORTCODE,
        "/posts/source-block-with-highlighting/": RUN,
        "/posts/source-block-with-highlighting-blackfriday/": RUN,
        "/posts/source-block-with-line-numbers/": RUN,
        "/posts/source-block-with-line-numbers-blackfriday/": RUN,
        "/posts/tikzjax/": TIKZ,
        "/posts/verse-for-indentation/": VERSE,
        "/singles/post-toml/": FILE_NAME,
        "/singles/post-yaml/": FILE_NAME,
    },
    "org-garden": {
        "/docs/collections/history/": BROKEN,
        "/docs/documents/collaborate/": NUMBERED,
        "/docs/tools/primary_toolchest/": SHORTCODE,
        "/docs/tools/secondary_toolchest/": INCLUDED,
        "/docs/updates/syllabi/": COLONS,
        "/public_lists/bots/": INCLUDED,
    },
}
PAGES = {"org-tests": 440, "org-garden": 60}


@pytest.mark.parametrize("garden", KNOWN)
def test_pages_that_differ_from_the_exporters_are_known(garden: str, tmp_path: Path) -> None:
    if not JUDGE.is_file() or not (GARDENS / garden / "org").is_dir():
        pytest.skip(f"{JUDGE} or {GARDENS / garden} is missing")
    path = f"{Path(hugo()).parent}{os.pathsep}{os.environ['PATH']}"  # the script calls hugo by its name
    notes = shutil.copytree(GARDENS / garden / "org", tmp_path / "notes")
    if garden == "org-tests":
        (notes / ".dir-locals.el").write_text(LEVELS, encoding="utf-8")
    build(notes, tmp_path / "site", drafts=True, search=False)
    reported = tmp_path / "reported.json"
    command = [sys.executable, str(JUDGE), str(notes), str(GARDENS / garden / "exported"), str(tmp_path / "site")]
    subprocess.run(
        [*command, "--json", str(reported)], check=True, capture_output=True, env={**os.environ, "PATH": path}
    )
    found = json.loads(reported.read_text(encoding="utf-8"))
    assert found["counts"]["same"] + found["counts"]["differ"] > PAGES[garden]
    assert {each["page"] for each in found["notes"]} == KNOWN[garden].keys()


def test_each_reason_is_documented_in_the_manual_or_the_garden() -> None:
    table = (ROOT / "docs" / "org.md").read_text(encoding="utf-8")
    for reason in {each for garden in KNOWN.values() for each in garden.values()}:
        assert all(part in table for part in reason.partition(":")[0].split(", a "))
