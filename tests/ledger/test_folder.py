"""`.notegarden/` is used only if this user's own builds made it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from notegarden.cli import main
from notegarden.files import user
from notegarden.ledger.folder import own_folder
from notegarden.ledger.ledger import Ledger


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "garden").mkdir()
    return tmp_path / "garden"


def remember(garden: Path) -> None:
    ledger = Ledger.open(garden)
    with ledger.commit():
        ledger.set_key("known", b"yes")
    ledger.close()


def recall(garden: Path) -> tuple[bytes, str]:
    ledger = Ledger.open(garden)
    known = ledger.key("known"), ledger.warning
    ledger.close()
    return known


def test_the_users_own_folder_is_used(garden: Path) -> None:
    remember(garden)
    assert recall(garden) == (b"yes", "")


def test_a_folder_copied_with_the_garden_is_created_again(garden: Path, tmp_path: Path) -> None:
    remember(garden)
    shutil.copytree(garden, tmp_path / "clone")
    known, warning = recall(tmp_path / "clone")
    assert known == b""
    assert "not made here" in warning
    assert recall(tmp_path / "clone") == (b"", "")


def test_a_folder_of_another_user_is_created_again(garden: Path) -> None:
    remember(garden)
    shutil.rmtree(user.state_folder())
    assert recall(garden)[0] == b""


@pytest.mark.parametrize("name", ["lock", "ledger.sqlite", "ledger.sqlite-wal", "links.json", "stamp", ".gitignore"])
def test_a_link_in_the_folder_is_not_followed(garden: Path, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    (garden / ".notegarden").mkdir()
    (garden / ".notegarden" / name).symlink_to(victim)
    remember(garden)
    assert victim.read_text() == "precious\n"
    assert recall(garden)[0] == b"yes"


@pytest.mark.parametrize("name", ["lock", "ledger.sqlite", ".gitignore"])
def test_a_dangling_link_does_not_create_a_file(garden: Path, tmp_path: Path, name: str) -> None:
    (garden / ".notegarden").mkdir()
    (garden / ".notegarden" / name).symlink_to(tmp_path / "new")
    remember(garden)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_link_is_not_touched(garden: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim/ledger.sqlite").write_text("mine")
    (garden / ".notegarden").symlink_to(tmp_path / "victim")
    known, warning = recall(garden)
    assert (known, [path.name for path in (tmp_path / "victim").iterdir()]) == (b"", ["ledger.sqlite"])
    assert "cannot use .notegarden/" in warning


def test_other_files_in_the_folder_are_kept(garden: Path) -> None:
    (garden / ".notegarden").mkdir()
    (garden / ".notegarden/own.txt").write_text("mine")
    (garden / ".notegarden/ledger.sqlite").write_text("foreign")
    remember(garden)
    assert (garden / ".notegarden/own.txt").read_text() == "mine"


def test_all_files_of_commands_are_deleted_from_a_foreign_folder(garden: Path) -> None:
    (garden / "content").mkdir()
    (garden / "content/a.md").write_text("Some words.\n")
    for command in (["build"], ["check", "--external"], ["preflight", "--accept"], ["graph"]):
        assert CliRunner().invoke(main, [*command, str(garden)]).exit_code == 0, command
    kept = {path.name for path in (garden / ".notegarden").iterdir()}
    assert {"ledger.sqlite", "links.json", "published.json"} <= kept
    (garden / ".notegarden/stamp").write_text("foreign")
    own_folder(garden)
    assert {path.name for path in (garden / ".notegarden").iterdir()} == {"stamp", ".gitignore"}


def test_a_lock_that_is_a_folder_or_a_pipe_makes_the_build_fresh(garden: Path) -> None:
    remember(garden)
    (garden / ".notegarden/lock").unlink()
    (garden / ".notegarden/lock").mkdir()
    assert "rebuilding everything" in recall(garden)[1]
    (garden / ".notegarden/lock").rmdir()
    os.mkfifo(garden / ".notegarden/lock")
    recall(garden)


def test_without_a_writable_state_folder_each_build_is_fresh(garden: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    assert "rebuilding everything" in recall(garden)[1]
    assert not (garden / ".notegarden").exists()


def test_the_key_is_created_once_and_only_the_user_can_read_it(garden: Path) -> None:
    folder, _ = own_folder(garden)
    first = (folder / "stamp").read_text()
    shutil.rmtree(folder)
    own_folder(garden)
    assert (folder / "stamp").read_text() == first
    assert (user.state_folder() / "key").stat().st_mode & 0o077 == 0
