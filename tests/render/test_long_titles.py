"""A heading may break after a slash: titles like `Masterplan/Roadmap/Goals` are wider than a phone."""

from __future__ import annotations

from pathlib import Path

from support import build, write

SITE = {
    "notegarden.toml": 'title = "Garden"\n',
    "content/a.md": '+++\ntitle = "Plan/Road <b>/Goals"\ntags = ["AWS/IAM"]\n+++\nText.\n',
}


def test_headings_of_notes_and_lists_may_break_after_a_slash(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    build(tmp_path, tmp_path / "public")
    assert "<h1>Plan/<wbr>Road &lt;b&gt;/<wbr>Goals</h1>" in (tmp_path / "public/a/index.html").read_text()
    assert "<h1>AWS/<wbr>IAM</h1>" in (tmp_path / "public/tags/aws/iam/index.html").read_text()
    assert "Plan/Road &lt;b&gt;/Goals · Garden</title>" in (tmp_path / "public/a/index.html").read_text()
