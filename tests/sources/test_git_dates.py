"""First and last dates of notes from `git log`, over real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support import report_of, write

from notegarden.ledger.ledger import Ledger
from notegarden.notes.node import note_dates
from notegarden.notes.note import FrontMatter, Note
from notegarden.sources.git_dates import history_of, repository_of

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str, when: str = "2020-01-01T00:00:00Z") -> None:
    given = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": "2030-01-01T00:00:00Z", "GIT_CONFIG_GLOBAL": "/dev/null"}
    names = ["-c", "user.name=n", "-c", "user.email=a@b.c"]
    subprocess.run(["git", "-C", str(folder), *names, *words], env=os.environ | given, check=True, capture_output=True)


def commit(root: Path, files: dict[str, str], when: str) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "c", when=when)


def dates(root: Path, ledger: Path) -> tuple[dict[str, tuple[str, str]], str]:
    repository, problem = repository_of(root, root / "content")
    memory = Ledger.temporary(str(ledger))
    history, cut = history_of(repository, memory)
    memory.close()
    return dict(history.dates), problem or cut


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    root.mkdir()
    git(root, "init", "-q")
    text = "some text that is long enough to be known again\n" * 5
    commit(root, {"content/a.md": text, "content/b.md": "b\n"}, "2019-01-02T23:30:00-05:00")
    return root


def test_dates_are_those_of_the_author(garden: Path, tmp_path: Path) -> None:
    found, problem = dates(garden, tmp_path)
    assert (found["b.md"][0][:10], problem) == ("2019-01-02", "")


def test_a_moved_note_keeps_its_first_date_and_is_not_updated(garden: Path, tmp_path: Path) -> None:
    (garden / "content/new").mkdir()
    git(garden, "mv", "content/a.md", "content/new/c.md")
    commit(garden, {}, "2022-01-02T00:00:00Z")
    found, _ = dates(garden, tmp_path)
    assert found["new/c.md"] == ("2019-01-02T23:30:00-05:00", "2019-01-02T23:30:00-05:00")
    git(garden, "mv", "content/new/c.md", "content/d.md")
    text = (garden / "content/d.md").read_text()
    commit(garden, {"content/d.md": f"{text}more\n"}, "2023-01-02T00:00:00Z")
    found, _ = dates(garden, tmp_path)
    assert [each[:10] for each in found["d.md"]] == ["2019-01-02", "2023-01-02"]


def test_a_shallow_clone_leaves_unknown_dates_out(garden: Path, tmp_path: Path) -> None:
    commit(garden, {"content/new.md": "n\n"}, "2023-01-02T00:00:00Z")
    commit(garden, {"content/b.md": "b2\n"}, "2024-01-02T00:00:00Z")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{garden}", "shallow")
    found, problem = dates(tmp_path / "shallow", tmp_path)
    assert {path: each[1][:10] for path, each in found.items()} == {"b.md": "2024-01-02"}
    assert "fetch-depth: 0" in problem


def test_sources_of_dates_have_a_fixed_order() -> None:
    git_dates = {"20180304-a.md": ("2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z")}
    note = Note("20180304-a.md", FrontMatter(date="2017-01-01T00:00:00Z", lastmod="2021-01-01T00:00:00Z"), "A")
    assert note_dates(note, git_dates) == ("2017-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
    plain = Note("20180304-a.md", FrontMatter(), "A")
    assert note_dates(plain, git_dates) == git_dates["20180304-a.md"]
    assert note_dates(plain, {}) == ("2018-03-04T00:00:00Z", "2018-03-04T00:00:00Z")
    early = Note("20180304-a.md", FrontMatter(date="2022-01-01T00:00:00+02:00"), "A")
    assert note_dates(early, git_dates) == ("2022-01-01T00:00:00+02:00", "2022-01-01T00:00:00+02:00")


ASKED = "no dates from git, which the configuration asks for: "


@pytest.mark.parametrize(
    "text",
    ["enableGitInfo = true\n", '[frontmatter]\ndate = [":git"]\n', '[frontmatter]\nlastmod = [":git", "lastmod"]\n'],
)
def test_a_site_configured_for_git_dates_is_warned_if_there_are_none(tmp_path: Path, text: str) -> None:
    root = tmp_path / "garden"
    write(root, {"hugo.toml": text, "content/a.md": "---\ntitle: A\nlastmod: 2024-01-02\n---\n"})
    lines = [line for line in report_of(root, tmp_path / "public", search=False).warnings if "git" in line]
    assert [line.partition(";")[0] for line in lines] == [f"{ASKED}the garden is not in a repository"]
    git(root, "init", "-q")
    lines = [line for line in report_of(root, tmp_path / "public", search=False).warnings if "git" in line]
    assert [line.partition(";")[0] for line in lines] == [f"{ASKED}the repository has no commits yet"]
    git(root, "add", "-A")
    git(root, "commit", "-qm", "c")
    assert [line for line in report_of(root, tmp_path / "public", search=False).warnings if "git" in line] == []


def test_a_folder_not_configured_for_git_dates_gets_no_warning(tmp_path: Path) -> None:
    write(tmp_path / "garden", {"hugo.toml": "enableGitInfo = false\n", "content/a.md": "---\ntitle: A\n---\n"})
    report = report_of(tmp_path / "garden", tmp_path / "public", search=False)
    assert [line for line in report.warnings if "git" in line] == []
