"""An unlisted note has a page, but nothing on the site gives its URL or title."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import built, write

SETTINGS = """title = "G"
base_url = "https://example.org/g/"
markdown = true
cards = true
explorer = true
tasks = true
mentions = true
"""
UNLISTED = """+++
title = "Whispered words"
date = 2026-01-02
aliases = ["/old-whisper/"]
tags = ["soil"]
{listing}
+++

Of [rain]({{{{< relref "rain.md" >}}}}), and an open task.

- [ ] buy whispering seeds
"""
NOTES = {
    "posts/rain.md": "+++\ntitle = 'Rain'\ndate = 2026-01-01\ntags = ['soil']\n+++\n\nIt falls.\n",
    "posts/soil.md": "+++\ntitle = 'Soil'\ndate = 2026-01-01\n+++\n\n[rain]({{< relref \"rain.md\" >}})\n",
}
OWN = {"posts/whisper/index.html", "posts/whisper/index.md", "old-whisper/index.html"}


def site(folder: Path, listing: str) -> dict[str, bytes]:
    for name, text in {**NOTES, "posts/whisper.md": UNLISTED.format(listing=listing)}.items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, encoding="utf-8")
    (folder / "notegarden.toml").write_text(SETTINGS, encoding="utf-8")
    return built(folder, folder / "site")


def naming(files: dict[str, bytes]) -> set[str]:
    return {file for file, data in files.items() if file not in OWN and b"whisper" in data.lower()}


@pytest.mark.parametrize("listing", ["build = {list = 'never'}", "[build]\nlist = 'never'"])
def test_nothing_names_an_unlisted_note(tmp_path: Path, listing: str) -> None:
    files = site(tmp_path, listing)
    assert files.keys() > OWN
    assert naming(files) == set()


def test_a_tag_with_its_name_does_not_name_it(tmp_path: Path) -> None:
    soil = NOTES["posts/soil.md"].replace("[rain]", 'Tags\n: [hush]({{< relref "hush.md" >}})\n\n[rain]')
    texts = {**NOTES, "posts/soil.md": soil, "posts/hush.md": UNLISTED.format(listing="build = {list = 'never'}")}
    texts["posts/rain.md"] = NOTES["posts/rain.md"].replace("'soil'", "'hush'")
    write(tmp_path, {f"content/{name}": text for name, text in texts.items()} | {"notegarden.toml": SETTINGS})
    files = built(tmp_path, tmp_path / "site")
    assert {file for file in naming(files) if not file.startswith("posts/hush/")} == set()
    reported = {file for file, data in files.items() if b"posts/hush" in data}
    assert {file for file in reported if not file.startswith(("posts/", "old-whisper/"))} == set()


def test_pages_that_named_a_note_no_longer_do_when_it_becomes_unlisted(tmp_path: Path) -> None:
    before = naming(site(tmp_path, ""))
    assert {"offline-files.json", "sitemap.xml", "graph.json", "llms.txt", "feed.json", "all/index.html"} <= before
    assert naming(site(tmp_path, "build = {list = 'never'}")) == set()
