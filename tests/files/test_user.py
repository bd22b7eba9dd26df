"""Files outside of gardens are private to the user; a key that others may know is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.files import user


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    for kind in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    return tmp_path


def test_folders_are_those_of_the_xdg_variables_or_below_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert user.state_folder() == home / ".local/state/notegarden"
    assert user.cache_folder() == home / ".cache/notegarden"
    assert user.config_file() == home / ".config/notegarden/config.toml"
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert user.cache_folder() == Path("/elsewhere/notegarden")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert user.cache_folder() == home / ".cache/notegarden", "a relative folder is ignored, as the standard says"


def test_a_stamp_depends_on_its_text_and_this_installation(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = user.stamp("a")
    assert len(one) == 64
    assert user.stamp("a") == one
    assert user.stamp("b") != one
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "other"))
    assert user.stamp("a") != one


def test_the_key_is_private_to_the_user(home: Path) -> None:
    user.stamp("a")
    folder = home / ".local/state/notegarden"
    assert [path.name for path in folder.iterdir()] == ["key"]
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("spoilt", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_wrong_length_is_replaced(home: Path, spoilt: bytes) -> None:
    before = user.stamp("a")
    key = home / ".local/state/notegarden/key"
    key.write_bytes(spoilt)
    assert user.stamp("a") != before
    assert len(key.read_bytes()) == 32


def test_a_key_of_another_user_is_replaced(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = user.stamp("a")
    answers = iter([False, True, True])  # for the key, the folder, the new key
    monkeypatch.setattr(user, "is_own", lambda _: next(answers))
    assert user.stamp("a") != before


def test_a_folder_that_others_can_write_to_is_refused(home: Path) -> None:
    folder = home / "shared"
    user.make_private(folder)
    user.make_private(folder)
    for mode in (0o720, 0o702):
        folder.chmod(mode)
        with pytest.raises(PermissionError, match="is not the user's own"):
            user.make_private(folder)
    (home / "link").symlink_to(home)
    with pytest.raises(PermissionError, match="is not the user's own"):
        user.make_private(home / "link")
