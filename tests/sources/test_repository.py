"""Which repository contains a garden and which commit its HEAD names, from files only: no program is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from notegarden.sources.repository import HistoryError, find_repository

ONE, OTHER = "1" * 40, "2" * 40


def repository(top: Path, files: dict[str, str]) -> Path:
    """A folder with these files in its `.git`."""
    for name, text in {"HEAD": "ref: refs/heads/main\n", **files}.items():
        path = top / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return top


def commit(top: Path) -> str:
    found = find_repository(top, top)
    assert found is not None
    return found.commit


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"HEAD": ONE}, ONE),
        ({"HEAD": "a" * 64}, "a" * 64),
        ({}, ""),
        ({"refs/heads/main": f"{ONE}\n"}, ONE),
        ({"refs/heads/main": "ref: refs/heads/other", "refs/heads/other": OTHER}, OTHER),
        ({"packed-refs": f"# pack\n{OTHER} refs/heads/not-main\n{ONE} refs/heads/main\n^{OTHER}\n"}, ONE),
        ({"packed-refs": f"{OTHER} refs/heads/main\n", "refs/heads/main": ONE}, ONE),
    ],
)
def test_head_names_a_commit_directly_or_through_references(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    assert commit(repository(tmp_path, files)) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": ""},
        {"HEAD": "1" * 39},
        {"HEAD": "1" * 41},
        {"HEAD": "ref: ../outside"},
        {"HEAD": "ref: refs/../../outside"},
        {"HEAD": "ref: config"},
        {"refs/heads/main": "ref: refs/heads/main"},
    ],
)
def test_a_head_without_a_commit_is_an_error(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "outside").write_text(ONE)
    with pytest.raises(HistoryError, match="HEAD"):
        commit(repository(tmp_path, files))


def test_references_in_an_unsupported_form_are_an_error_and_not_an_empty_branch(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="reftable"):
        commit(repository(tmp_path, {"reftable/tables.list": ""}))


def test_objects_of_another_repository_are_not_read(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="alternates"):
        commit(repository(tmp_path, {"HEAD": ONE, "objects/info/alternates": "/elsewhere"}))


def test_the_path_of_the_notes_folder_is_relative_to_the_repository(tmp_path: Path) -> None:
    repository(tmp_path, {"HEAD": ONE, "shallow": OTHER})
    (tmp_path / "sub/content").mkdir(parents=True)
    found = find_repository(tmp_path / "sub", tmp_path / "sub/content")
    assert found is not None
    assert (found.objects, found.prefix, found.shallow) == (tmp_path / ".git/objects", "sub/content/", OTHER.encode())
    whole = find_repository(tmp_path, tmp_path)
    assert whole is not None
    assert whole.prefix == ""


def test_a_garden_outside_of_repositories_has_none(tmp_path: Path) -> None:
    top = next((each for each in (tmp_path, *tmp_path.parents) if (each / ".git").exists()), None)
    assert top is None
    assert find_repository(tmp_path, tmp_path) is None


def test_notes_behind_a_symlink_have_the_repository_of_their_real_folder(tmp_path: Path) -> None:
    repository(tmp_path / "own", {"HEAD": ONE})
    repository(tmp_path / "notes", {"HEAD": OTHER})
    (tmp_path / "own/content").symlink_to(tmp_path / "notes")
    found = find_repository(tmp_path / "own", tmp_path / "own/content")
    assert found is not None
    assert (found.commit, found.prefix) == (OTHER, "")


def test_a_git_file_counts_if_the_repository_lists_the_folder(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", {"refs/heads/main": ONE, "worktrees/w/HEAD": "ref: refs/heads/main"})
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {main}/.git/worktrees/w\n")
    with pytest.raises(HistoryError, match="does not know"):
        commit(tree)
    (main / ".git/worktrees/w/gitdir").write_text(f"{tree}/.git\n")
    (main / ".git/worktrees/w/commondir").write_text("../..\n")
    assert commit(tree) == ONE
    (main / ".git/worktrees/w/commondir").write_text(f"{tmp_path}\n")
    with pytest.raises(HistoryError, match="commondir"):
        commit(tree)


def test_a_git_folder_that_is_a_symlink_is_refused(tmp_path: Path) -> None:
    repository(tmp_path / "other", {"HEAD": ONE})
    (tmp_path / "garden").mkdir()
    (tmp_path / "garden/.git").symlink_to(tmp_path / "other/.git")
    with pytest.raises(HistoryError, match="symbolic link"):
        commit(tmp_path / "garden")
