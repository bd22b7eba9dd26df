"""What hosts of static sites read: `_headers` and `.nojekyll`."""

from __future__ import annotations

import json
from pathlib import Path

from support import build

KEPT = "/assets/cards/*\n  Cache-Control: public, max-age=31536000, immutable\n"


def site(root: Path, settings: str = "") -> Path:
    (root / "content").mkdir(exist_ok=True)
    (root / "content/a.md").write_text("Some words.\n")
    (root / "notegarden.toml").write_text(settings)
    build(root, root / "public")
    return root / "public"


def test_headers_set_caching_and_the_content_type_of_copies(tmp_path: Path) -> None:
    plain = (site(tmp_path) / "_headers").read_text("utf-8")
    assert KEPT in plain
    assert "markdown" not in plain
    built = site(tmp_path, "markdown = true\n")
    reported = (built / "_headers").read_text("utf-8")
    assert "/*.md\n  Content-Type: text/markdown; charset=utf-8\n" in reported
    assert (built / "a/index.md").is_file()
    assert (built / ".nojekyll").read_bytes() == b""
    assert "markdown" not in (site(tmp_path) / "_headers").read_text("utf-8"), "a later build"


def test_a_headers_file_of_the_garden_is_used_instead(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/_headers").write_text("/*\n  X-Mine: 1\n")
    assert (site(tmp_path) / "_headers").read_text("utf-8") == "/*\n  X-Mine: 1\n"


def test_hosting_files_are_not_stored_for_offline_reading(tmp_path: Path) -> None:
    """Some hosts answer 404 for them, and then the garden would not be stored."""
    kept = json.loads((site(tmp_path) / "offline-files.json").read_bytes())
    assert not {"/_headers", "/.nojekyll"} & kept.keys()
    assert "/a/" in kept
