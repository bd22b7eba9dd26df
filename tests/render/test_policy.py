"""Pages contain a policy that allows the theme's inline scripts and not those of a note."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from click.testing import CliRunner

from notegarden.cli import main
from notegarden.render.policy import with_policy


def digest(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_only_scripts_outside_the_body_are_allowed() -> None:
    body = "<p>text</p><script>evil()</script>"
    page = with_policy(f'<head><meta charset="utf-8"><script>own()</script></head>{body}', body)
    assert digest("own()") in page
    assert digest("evil()") not in page


def test_scripts_in_templates_are_allowed_from_their_hosts() -> None:
    body = '<p>text</p><script src="https://evil.example/x.js"></script>'
    own = (
        '<script defer src="https://Stats.example.org:8443/a/b.js"></script><script src="//cdn.example/x.js"></script>'
    )
    page = with_policy(f'<head><meta charset="utf-8">{own}<script src="/own.js"></script></head>{body}', body)
    assert "script-src 'self' cdn.example https://stats.example.org:8443 'wasm-unsafe-eval';" in page


def test_only_a_garden_without_raw_html_has_a_policy(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("text\n")
    policies = []
    for setting in ("false", "true"):
        (tmp_path / "notegarden.toml").write_text(f"unsafe_html = {setting}\n")
        assert CliRunner().invoke(main, ["build", str(tmp_path), "-q", "--no-search", "--jobs", "1"]).exit_code == 0
        policies.append("Content-Security-Policy" in (tmp_path / "public/a/index.html").read_text())
    assert policies == [True, False]
