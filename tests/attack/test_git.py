"""A garden's git repository is read, and nothing that its configuration names is run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from notegarden.ledger.ledger import Ledger
from notegarden.sources.git_dates import History, history_of, repository_of

_SIGNATURE = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----"
_WHEN = "2020-09-13T12:26:40Z"


class Repo:
    """A garden in a repository, and a script that writes a file when it is run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.trace = folder / "trace"
        self.script = folder / "script.sh"
        self.script.write_text(f"#!/bin/sh\ntouch {self.trace}\n")
        self.script.chmod(0o755)
        self.root = folder / "garden"
        (self.root / "content").mkdir(parents=True)
        (self.root / "content/a.md").write_text("text\n")
        self.git("init", "-q")
        self.commit()

    def git(self, *arguments: str, text: str | None = None, where: Path | None = None) -> str:
        names = {f"GIT_{who}_{what}": "x@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": "1600000000 +0000", "GIT_COMMITTER_DATE": "1600000000 +0000"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=where or self.root,
            env={"PATH": os.environ["PATH"], "HOME": str(self.root.parent), **names, **dates},
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, where: Path | None = None) -> None:
        self.git("add", "-A", where=where)
        self.git("commit", "-qm", "x", where=where)

    def sign(self, where: Path | None = None) -> None:
        """Sign the last commit, so that git runs a program when signatures are shown."""
        head, _, message = self.git("cat-file", "commit", "HEAD", where=where).partition("\n\n")
        signed = f"{head}{_SIGNATURE}\n\n{message}\n"
        commit = self.git("hash-object", "-t", "commit", "-w", "--stdin", text=signed, where=where)
        self.git("update-ref", "HEAD", commit, where=where)

    def history(self) -> tuple[History, str]:
        repository, problem = repository_of(self.root, self.root / "content")
        ledger = Ledger.temporary("")
        try:
            history, later = history_of(repository, ledger)
        finally:
            ledger.close()
        return history, problem or later


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path)


def test_a_signature_program_is_not_run(repo: Repo) -> None:
    repo.sign()
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "gpg.program", str(repo.script))
    history, problem = repo.history()
    assert (history.dates, problem) == ({"a.md": (_WHEN, _WHEN)}, "")
    assert not repo.trace.exists()


@pytest.mark.parametrize(
    "key",
    [
        "core.fsmonitor", "core.pager", "pager.log", "core.sshCommand", "diff.external", "diff.x.textconv",
        "diff.x.command", "filter.x.clean", "filter.x.process", "core.editor", "core.askPass", "credential.helper",
        "core.alternateRefsCommand", "uploadpack.packObjectsHook", "trailer.x.command", "gpg.ssh.defaultKeyCommand",
    ],
)  # fmt: skip
def test_no_program_of_the_configuration_is_run(repo: Repo, key: str) -> None:
    (repo.root / ".gitattributes").write_text("*.md diff=x filter=x\n")
    repo.git("config", key, str(repo.script))
    (repo.root / "content/a.md").write_text("another text\n")
    assert repo.history()[0].dates == {"a.md": (_WHEN, _WHEN)}
    assert not repo.trace.exists()


def test_a_missing_object_is_not_fetched(repo: Repo) -> None:
    (repo.root / "content/a.md").write_text("second\n")
    repo.commit()
    tree = repo.git("rev-parse", "HEAD:content")
    (repo.root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{repo.script}",
        "protocol.ext.allow": "always",
    }.items():
        repo.git("config", key, value)
    history, problem = repo.history()
    assert history.dates == {}
    assert "no dates from git" in problem
    assert not repo.trace.exists()


def test_a_bare_repository_inside_the_notes_is_not_a_repository(repo: Repo, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a.md").write_text("text\n")
    repo.git("init", "-q", where=inner)
    repo.commit(inner)
    repo.sign(inner)
    for name in ("HEAD", "objects", "refs"):
        source, target = inner / ".git" / name, repo.root / "content" / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    config = f"[core]\n\tbare = true\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {repo.script}\n"
    (repo.root / "content/config").write_text(config)
    assert repo.history()[0].dates == {"a.md": (_WHEN, _WHEN)}
    assert not repo.trace.exists()


def test_a_repository_of_the_notes_folder_does_not_replace_the_gardens(repo: Repo) -> None:
    repo.git("init", "-q", where=repo.root / "content")
    assert repo.history()[0].dates == {"a.md": (_WHEN, _WHEN)}


def test_a_submodule_is_read(repo: Repo, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "b.md").write_text("text\n")
    repo.git("init", "-q", where=notes)
    repo.commit(notes)
    repo.git("rm", "-rq", "content")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(notes), "content")
    history, problem = repo.history()
    assert (history.dates, problem) == ({"b.md": (_WHEN, _WHEN)}, "")


def test_a_linked_working_tree_is_read(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    repo.root = tmp_path / "linked"
    assert repo.history()[0].dates == {"a.md": (_WHEN, _WHEN)}


@pytest.mark.parametrize("way", ["file", "link", "commondir", "alternates"])
def test_another_repository_is_not_read(repo: Repo, tmp_path: Path, way: str) -> None:
    other = Repo(tmp_path / "other")
    git = repo.root / ".git"
    if way in ("file", "link"):
        shutil.rmtree(git)
    if way == "file":
        git.write_text(f"gitdir: {other.root}/.git\n")
    elif way == "link":
        git.symlink_to(other.root / ".git")
    elif way == "commondir":
        (git / "commondir").write_text(f"{other.root}/.git\n")
    else:
        (git / "objects/info/alternates").write_text(f"{other.root}/.git/objects\n")
    history, problem = repo.history()
    assert history.dates == {}
    assert problem.startswith("no dates from git: ")


@pytest.mark.parametrize("name", ["HEAD", "packed-refs", "config", "shallow"])
def test_a_pipe_in_the_repository_does_not_block_the_build(repo: Repo, name: str) -> None:
    (repo.root / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(repo.root / ".git" / name)
    history, problem = repo.history()
    assert history.dates == {"a.md": (_WHEN, _WHEN)} or problem.startswith("no dates from git: ")


def test_the_program_is_not_taken_from_the_current_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(repo.script, repo.root / "git")
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    assert repo.history()[0].dates == {"a.md": (_WHEN, _WHEN)}
    assert not repo.trace.exists()


def test_an_amended_commit_changes_the_date_of_an_unchanged_note(tmp_path: Path) -> None:
    from notegarden.pipeline.stages import Options, Pipeline

    repo = Repo(tmp_path)
    options = Options(output=tmp_path / "out", search=False)

    def updated() -> str:
        pipeline = Pipeline(repo.root, options)
        pipeline.refresh()
        pipeline.publish()
        pipeline.close()
        return (tmp_path / "out/a/index.html").read_text()

    assert _WHEN in updated()
    tree = repo.git("rev-parse", "HEAD^{tree}")
    commit = f"tree {tree}\nauthor x <x> 1700000000 +0000\ncommitter x <x> 1700000000 +0000\n\nlater\n"
    repo.git("reset", "-q", repo.git("hash-object", "-t", "commit", "-w", "--stdin", text=commit))
    assert "2023-11-14T22:13:20Z" in updated()
