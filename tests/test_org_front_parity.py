"""The front matter of two real Org gardens compared with the exporter's: the differences are known."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from support import GARDENS

from notegarden.notes.note import FrontMatter
from notegarden.pipeline.stages import Options, Pipeline

KNOWN = {
    "org-tests": {
        ("issues/430-disabling-exporting-of-code-blocks.md", "tags"): "a tag that selects is no tag of the page",
        ("posts/custom-front-matter-with-nested-maps-toml.md", "tags"): "one spelling of a tag for all notes",
        ("posts/custom-front-matter-with-nested-maps-yaml.md", "tags"): "one spelling of a tag for all notes",
    },
    "org-garden": {},
}
MORE = {
    "org-tests": {
        "posts/resources-no-src.md": "the exporter's tests leave it out",
        "singles/empty_tag.md": "the exporter's tests leave it out",
        "mandatory-EXPORT_FILE_NAME-for-subtree-export.org.md": "a file without a page, for its finding",
        "template.org.md": "a file without a page, for its finding",
    },
    "org-garden": {},
}
LEFT = {"params", "lastmod", "awaited"}
"""`params` holds the fields once more; the exporter's `lastmod` is the time of the export; `awaited` is ours."""


def fronts(garden: Path) -> dict[str, FrontMatter]:
    """Path → front matter of every note."""
    pipeline = Pipeline(garden, Options(search=False, jobs=1, drafts=True))
    try:
        pipeline.refresh()
        return {path: pipeline.garden.note(path).front for path in pipeline.garden.nodes}
    finally:
        pipeline.close()


def shown(front: FrontMatter, name: str) -> object:
    """A field without differences in notation only."""
    value = getattr(front, name)
    if name == "description":  # the exporter writes Markdown, with its line ends
        return bool(value)
    if name == "title":
        return "" if value in (None, "None") else " ".join(str(value).split())
    return value


@pytest.mark.parametrize("name", KNOWN)
def test_the_front_matter_equals_the_exporters(name: str, tmp_path: Path) -> None:
    folder = GARDENS / name
    if not (folder / "org").is_dir():
        pytest.skip(f"{folder} is missing")
    ours, theirs = (fronts(shutil.copytree(folder / kind, tmp_path / kind)) for kind in ("org", "exported"))
    both = ours.keys() & theirs.keys()
    assert len(both) == len(theirs)
    assert ours.keys() - theirs.keys() == MORE[name].keys()
    left = LEFT | ({"authors"} if name == "org-garden" else set())  # the author's Emacs knows the name
    fields = [field.name for field in msgspec.structs.fields(FrontMatter) if field.name not in left]
    differ = {
        (path, field) for path in both for field in fields
        if shown(ours[path], field) != shown(theirs[path], field)
    }  # fmt: skip
    assert differ == KNOWN[name].keys()
