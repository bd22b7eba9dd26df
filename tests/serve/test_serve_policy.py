"""The policies of a served garden: the theme's scripts run, and those of notes and of files do not."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from notegarden.serve.http.policy import file_policy, open_policy, page_policy


def scripts(page: str, host: str = "localhost:1313", *folders: str) -> list[str]:
    """The script sources that the policy allows."""
    return page_policy(page.encode(), host, *folders).partition(";")[0].split()[1:]


def digest(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_script_sources_are_the_folders_of_the_theme_and_of_live_update() -> None:
    allowed = ["localhost/sub/assets/1/", "localhost/_notegarden/", "'inline-speculation-rules'"]
    assert scripts("", "localhost", "/sub/assets/1/") == allowed


@pytest.mark.parametrize("host", ["[::1]:1313", "a b", "x;script-src *", "x,y", ""])
def test_a_host_that_no_source_can_express_is_only_the_same_origin(host: str) -> None:
    assert scripts("", host, "/assets/1/") == ["'self'", "'inline-speculation-rules'"]


def test_allowed_inline_scripts_are_those_before_the_body_of_the_note() -> None:
    page = "<script>own()</script><script src=a.js>x</script><div data-note-body><script>evil()</script></div>"
    allowed = scripts(page)
    assert digest("own()") in allowed
    assert digest("evil()") not in allowed
    assert digest("x") not in allowed


def test_no_policy_lets_another_site_frame_a_page() -> None:
    for policy in (page_policy(b"", "localhost"), file_policy("image/png"), open_policy()):
        assert "frame-ancestors 'self'" in policy
        assert "base-uri 'none'" in policy


@pytest.mark.parametrize(
    ("kind", "runs"),
    [
        ("text/html; charset=utf-8", False), ("Text/HTML", False), ("application/xhtml+xml", False),
        ("image/svg+xml", False), ("application/xml", False), ("text/xml", False), ("application/atom+xml", False),
        ("application/mathml+xml", False), ("image/png", True), ("text/javascript", True), ("text/plain", True),
        ("application/json", True), ("", True),
    ],
)  # fmt: skip
def test_a_file_that_a_browser_shows_as_a_document_runs_no_script(kind: str, runs: bool) -> None:
    assert ("script-src 'none'" not in file_policy(kind)) is runs
