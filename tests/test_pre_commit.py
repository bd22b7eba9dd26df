"""The hook as git runs it: a commit that breaks the garden is rejected with the reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from support import ROOT

pytest.importorskip("pre_commit")
PARTS = ("src", "templates", "static/theme", "static/vendor", "pyproject.toml", "README.md", "LICENSE")
CONFIGURATION = "repos:\n  - repo: {repo}\n    rev: {rev}\n    hooks:\n      - id: notegarden-check\n"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run `command` in `folder`, with a separate home folder.

    The dependencies are those of this environment, so that pre-commit installs only the program, without network.
    (pip reads 0 as "no isolation".)
    """
    home = str(folder.parent)
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": home, "PRE_COMMIT_HOME": f"{home}/hooks",
        "PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.org", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b.org", "LANG": "C.UTF-8",
    }  # fmt: skip
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    assert run(folder, "git", "add", "--all").returncode == 0
    return run(folder, "git", "commit", "--message", "a change")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as a git repository."""
    folder = tmp_path_factory.mktemp("hook") / "program"
    for part in PARTS:
        source, copy = ROOT / part, folder / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, copy)
    shutil.copyfile(ROOT / ".pre-commit-hooks.yaml", folder / ".pre-commit-hooks.yaml")
    run(folder, "git", "init", "--quiet")
    assert commit(folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def garden(program: Path) -> Path:
    """A garden under git with the hook, and a first commit that the hook accepted."""
    folder = program.parent / "garden"
    (folder / "content").mkdir(parents=True)
    (folder / "content/_index.md").write_text('[a]({{< relref "a.md" >}})\n', encoding="utf-8")
    (folder / "content/a.md").write_text("text\n", encoding="utf-8")
    rev = run(program, "git", "rev-parse", "HEAD").stdout.strip()
    (folder / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(repo=program, rev=rev), encoding="utf-8")
    run(folder, "git", "init", "--quiet")
    installed = run(folder, sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stderr
    done = commit(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stderr
    return folder


def test_a_commit_with_a_broken_link_is_rejected(garden: Path) -> None:
    (garden / "content/a.md").write_text('[b]({{< relref "b.md" >}})\n', encoding="utf-8")
    done = commit(garden)
    assert done.returncode == 1
    assert 'a.md:1:5: error: relref "b.md" finds no note' in done.stderr
    run(garden, "git", "reset", "--hard", "--quiet")


def test_a_commit_that_deletes_a_linked_note_is_rejected(garden: Path) -> None:
    """Only a deletion: no file is left to pass to a hook."""
    (garden / "content/a.md").unlink()
    done = commit(garden)
    assert done.returncode == 1
    assert '_index.md:1:5: error: relref "a.md" finds no note' in done.stderr
    run(garden, "git", "reset", "--hard", "--quiet")


def test_checking_leaves_nothing_to_commit(garden: Path) -> None:
    assert run(garden, "git", "status", "--porcelain").stdout == ""
