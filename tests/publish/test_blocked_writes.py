"""The message for a page that cannot be written, by its reason."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from support import build

from notegarden.errors import SiteError
from notegarden.publish import render_pages


@pytest.mark.parametrize(
    ("reason", "hint"),
    [(errno.ENOSPC, "free disk space"), (errno.EACCES, "permission"), (errno.EROFS, "--output"), (errno.EIO, "")],
)
def test_the_hint_fits_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int, hint: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Text.\n", encoding="utf-8")

    def refused(*_: Any) -> bool:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(render_pages, "write_if_changed", refused)
    with pytest.raises(SiteError) as raised:
        build(tmp_path, tmp_path / "site", search=False)
    assert os.strerror(reason) in raised.value.message
    assert hint in raised.value.hint
    assert bool(raised.value.hint) == bool(hint)
