"""Which editor `serve` may start: the user's own at once, a garden's only with the user's consent."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.serve.live.consent import agree, trusted_editor

EVIL = "evil {path}"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user who has configured nothing and given no consent."""
    for variable, name in (("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(variable, str(tmp_path / name))
    return tmp_path


def test_a_gardens_editor_is_not_started_without_consent(tmp_path: Path) -> None:
    assert trusted_editor(tmp_path / "garden", EVIL) == ""
    assert trusted_editor(tmp_path / "garden", "") == ""


def test_consent_is_for_one_command_of_one_garden(tmp_path: Path) -> None:
    agree(tmp_path / "garden", EVIL)
    assert trusted_editor(tmp_path / "garden", EVIL) == EVIL
    assert trusted_editor(tmp_path / "garden", f"{EVIL} --more") == ""
    assert trusted_editor(tmp_path / "other", EVIL) == ""


def test_a_garden_is_identified_by_its_real_folder(tmp_path: Path) -> None:
    (tmp_path / "garden").mkdir()
    (tmp_path / "link").symlink_to("garden")
    agree(tmp_path / "link", EVIL)
    assert trusted_editor(tmp_path / "garden", EVIL) == EVIL
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("elsewhere")
    assert trusted_editor(tmp_path / "link", EVIL) == ""


def test_an_empty_command_starts_nothing(tmp_path: Path) -> None:
    agree(tmp_path / "garden", "")
    assert trusted_editor(tmp_path / "garden", "") == ""


def test_several_consents_are_kept(tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        agree(tmp_path / name, EVIL)
    assert trusted_editor(tmp_path / "one", EVIL) == trusted_editor(tmp_path / "two", EVIL) == EVIL
    assert [path.name for path in (tmp_path / "state/notegarden").iterdir()] == ["editors"]
    assert len((tmp_path / "state/notegarden/editors").read_text().split()) == 2


def test_the_users_own_editor_comes_before_the_gardens(home: Path, tmp_path: Path) -> None:
    agree(tmp_path / "garden", EVIL)
    (home / "config/notegarden").mkdir(parents=True)
    (home / "config/notegarden/config.toml").write_text('editor = "own"\n')
    assert trusted_editor(tmp_path / "garden", EVIL) == trusted_editor(tmp_path / "garden", "") == "own"


def test_an_unreadable_record_of_consents_is_empty(tmp_path: Path) -> None:
    agree(tmp_path / "garden", EVIL)
    record = tmp_path / "state/notegarden/editors"
    record.write_bytes(record.read_bytes() + b"\n\xff")
    assert trusted_editor(tmp_path / "garden", EVIL) == ""


def test_consents_are_not_stored_where_others_may_write(tmp_path: Path) -> None:
    (tmp_path / "state/notegarden").mkdir(parents=True, mode=0o777)
    (tmp_path / "state/notegarden").chmod(0o777)
    with pytest.raises(PermissionError):
        agree(tmp_path / "garden", EVIL)
