"""The link targets besides notes and files are those that a build writes, whatever the site has switched off."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import build

from notegarden.config.load import load_config
from notegarden.sources.snapshot import Snapshot
from notegarden.urls import output_file

_SETTINGS = [
    "",
    'base_url = "https://example.org/"\n',
    'base_url = "https://example.org/"\nexplorer = true\ntasks = true\n',
    'base_url = "https://example.org/"\nformat = "obsidian"\ncontent = "content"\n',
    'base_url = "https://example.org/"\njson_feed = false\nllms = false\n[feeds]\nsections = false\n',
    "search = false\noffline = false\n[pages]\nmap = false\nwanted = false\n",
]


@pytest.mark.parametrize("settings", _SETTINGS)
def test_known_addresses_are_those_of_the_written_files(tmp_path: Path, settings: str) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/a.md").write_text("---\ntitle: A\ntags: [b]\n---\nx\n")
    (tmp_path / "notegarden.toml").write_text(settings)
    build(tmp_path, tmp_path / "public")
    known = Snapshot(tmp_path, load_config(tmp_path)).files(["posts/a.md"])
    expected = {output_file(address) for address, (source, _) in known.items() if not source}
    written = {file.relative_to(tmp_path / "public").as_posix() for file in (tmp_path / "public").rglob("*.*")}
    # Not addresses to link to: what the scripts, the theme and hosts read, the note and its tag's page.
    own = {file for file in written if file.startswith(("assets/", "search-index/"))}
    own |= {"posts/a/index.html", "tags/b/index.html", ".nojekyll", "search.json", "offline.json", "offline-files.json"}
    assert written - own == expected
