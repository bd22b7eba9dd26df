"""`notegarden new --workflow`: each file is valid for its host, pins its actions, and builds the same site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from notegarden.cli import main
from notegarden.commands import workflows
from notegarden.commands.new import FILES, scaffold
from notegarden.commands.workflows import HOSTS, add_workflow, installed_from
from notegarden.errors import SiteError

SCHEMAS = {"github": "vendor.github-workflows", "cloudflare": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}


@pytest.mark.parametrize("host", SCHEMAS)
def test_the_workflow_matches_the_schema_of_its_host(tmp_path: Path, host: str) -> None:
    added = add_workflow(tmp_path, host)
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[host], tmp_path / added.path]
    done = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("host", ["github", "cloudflare"])
def test_actions_are_pinned_and_permissions_minimal(tmp_path: Path, host: str) -> None:
    workflow = yaml.safe_load(add_workflow(tmp_path, host).text)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert steps
    for step in steps:
        assert "uses" not in step or re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]), step
        assert "${{" not in step.get("run", ""), "an expression in a script could run its value"
    assert workflow["permissions"] == {"contents": "read"}
    allowed = {"contents": "read", "pages": "write", "id-token": "write"}
    assert workflow["jobs"]["publish"].get("permissions", {}).items() <= allowed.items()
    cached = next(step["with"]["path"].split() for step in steps if "actions/cache" in step.get("uses", ""))
    assert set(cached) == {".notegarden", "public", "~/.local/state/notegarden", "~/.cache/pip"}
    uses = [step.get("uses", step.get("name", "")).partition("@")[0] for step in steps]
    assert uses.index("actions/cache") < uses.index("Install"), "what pip downloaded is restored before pip runs"
    assert steps[0]["with"]["fetch-depth"] == 0, "dates come from the history"


def test_a_new_garden_has_the_workflow_of_github(tmp_path: Path) -> None:
    scaffold(tmp_path, FILES)
    text = (tmp_path / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    assert text == HOSTS["github"](installed_from(), "public").text


@pytest.mark.parametrize("host", ["gitlab", "github"])
def test_an_address_that_is_not_filled_in_stops_the_installation(tmp_path: Path, host: str) -> None:
    workflow = yaml.safe_load(HOSTS[host](workflows._UNKNOWN, "public").text)
    script = script_of(workflow)
    done = subprocess.run(["sh", "-ec", script], env={"NOTEGARDEN": workflows._UNKNOWN}, capture_output=True, text=True)
    assert done.returncode == 1
    assert "set NOTEGARDEN" in done.stdout


def script_of(workflow: dict[str, Any]) -> str:
    """The script that installs the program."""
    if "pages" in workflow:
        return str(workflow["pages"]["script"][0])
    return next(str(step["run"]) for step in workflow["jobs"]["publish"]["steps"] if step.get("name") == "Install")


@pytest.mark.parametrize(
    ("host", "published"),
    [
        ("github", "path: .public\n"), ("cloudflare", "pages deploy .public "), ("netlify", 'publish = ".public"'),
        ("gitlab", "- cp -a .public public "), ("rsync", " .public/ "),
    ],
)  # fmt: skip
def test_the_output_folder_of_a_vault_is_published(tmp_path: Path, host: str, published: str) -> None:
    (tmp_path / "a.md").write_text("[[b]]\n")
    assert CliRunner().invoke(main, ["build", str(tmp_path), "--no-search"]).exit_code == 0
    assert (tmp_path / ".public/a/index.html").is_file()
    text = add_workflow(tmp_path, host).text
    assert published in text
    assert "    public\n" not in text, "an empty folder would be cached"


def test_netlify_publishes_the_output_folder(tmp_path: Path) -> None:
    settings = tomllib.loads(add_workflow(tmp_path, "netlify").text)
    assert settings["build"]["publish"] == "public"
    assert settings["build"]["command"].endswith('notegarden build --base-url "$URL/"')
    assert settings["build"]["environment"]["NOTEGARDEN"] == installed_from()


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
def test_the_script_copies_the_site_and_deletes_removed_files(tmp_path: Path) -> None:
    garden, server = tmp_path / "garden", tmp_path / "server"
    scaffold(garden, FILES)
    add_workflow(garden, "rsync")
    server.mkdir()
    (server / "gone.html").write_text("old")
    program = tmp_path / "bin"
    program.mkdir()
    (program / "notegarden").write_text(f'#!/bin/sh\nexec {sys.executable} -m notegarden "$@"\n')
    (program / "notegarden").chmod(0o755)
    environment = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}"}
    run = ["sh", garden / "publish.sh", str(server), "https://example.org/notes/"]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (server / "index.html").is_file()
    assert "/notes/" in (server / "index.html").read_text("utf-8")
    assert not (server / "gone.html").exists()
    assert subprocess.run(["sh", garden / "publish.sh"], capture_output=True, check=False).returncode == 2


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "netlify.toml").write_text("mine")
    with pytest.raises(SiteError, match=r"netlify\.toml already exists"):
        add_workflow(tmp_path, "netlify")
    assert (tmp_path / "netlify.toml").read_text() == "mine"


@pytest.mark.parametrize(("host", "link"), [("github", ".github"), ("github", ".github/workflows"),
                                            ("gitlab", ".gitlab-ci.yml"), ("netlify", "netlify.toml")])  # fmt: skip
def test_nothing_is_written_through_a_link(tmp_path: Path, host: str, link: str) -> None:
    """A cloned garden may contain symlinks to anywhere, also to files that do not exist yet."""
    (tmp_path / "outside").mkdir()
    place = tmp_path / "garden" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "outside" / ("new" if place.suffix else ""))
    with pytest.raises(SiteError, match=r"cannot write|already exists"):
        add_workflow(tmp_path / "garden", host)
    assert not [*(tmp_path / "outside").iterdir()]


def test_an_unknown_host_names_the_known_ones(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["new", "--workflow", "geocities", str(tmp_path)])
    assert done.exit_code == 2
    assert "github, gitlab, netlify, cloudflare, rsync" in done.output
    done = CliRunner().invoke(main, ["new", "--workflow", "gitlab", str(tmp_path)])
    assert done.exit_code == 0
    assert (tmp_path / ".gitlab-ci.yml").is_file()
    assert "left to do" in done.output


@pytest.mark.parametrize(
    ("recorded", "source"),
    [
        (None, workflows._UNKNOWN),
        ({"url": "file:///home/x/notegarden", "dir_info": {"editable": True}}, workflows._UNKNOWN),
        ({"url": "file:///none/notegarden", "dir_info": {}}, workflows._UNKNOWN),
        (
            {"url": "https://example.org/n.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "git+https://example.org/n.git@abc",
        ),
    ],
)
def test_the_program_is_installed_from_its_original_source(
    monkeypatch: pytest.MonkeyPatch, recorded: dict[str, Any] | None, source: str
) -> None:
    text = json.dumps(recorded) if recorded else None
    monkeypatch.setattr(workflows, "distribution", lambda _: SimpleNamespace(read_text=lambda _: text))
    assert installed_from() == source


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("https://git.example.org/me/n.git", "git+https://git.example.org/me/n.git"),
        ("git@git.example.org:me/n.git", "git+https://git.example.org/me/n.git"),
        ("ssh://git@git.example.org/me/n.git", "git+https://git.example.org/me/n.git"),
        ("https://me:token@git.example.org/me/n.git", workflows._UNKNOWN),
        ("/srv/n.git", workflows._UNKNOWN),
        ("https://x.org/'; echo \"", workflows._UNKNOWN),
    ],
)
def test_a_program_installed_from_a_clone_has_the_clones_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str, source: str
) -> None:
    clone = tmp_path / "a clone"
    subprocess.run(["git", "init", "-q", clone], check=True)
    subprocess.run(["git", "-C", clone, "remote", "add", "origin", origin], check=True)
    text = json.dumps({"url": clone.as_uri(), "dir_info": {}})
    monkeypatch.setattr(workflows, "distribution", lambda _: SimpleNamespace(read_text=lambda _: text))
    assert installed_from() == source
