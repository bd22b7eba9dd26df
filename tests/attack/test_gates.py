"""What a hostile garden makes each command start, read and write, seen by an audit hook in every process."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

import pytest
import test_git

ROOT = Path(__file__).parents[2]
# Python imports it when it starts, in workers too. `open` relative to a folder's descriptor has no folder in its event,
# so `os.open` reports the real path of the opened file.
HOOK = """
import os, sys
_log = os.open(os.environ["GATES_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_STARTS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"}
_open, _write, _link, _real, _code = os.open, os.write, os.readlink, os.path.realpath, os.fsencode

def _tell(kind, what):
    _write(_log, _code(f"{kind}\\t{what}".replace("\\n", " ")) + b"\\n")

def _opened(path, flags, mode=0o777, *, dir_fd=None):
    handle = _open(path, flags, mode, dir_fd=dir_fd)
    _tell("write" if flags & _WRITING else "read", _link(f"/proc/self/fd/{handle}"))
    return handle

def _hook(event, arguments):
    if event == "open" and arguments[1] is not None and not isinstance(arguments[0], int):
        _tell("write" if arguments[2] & _WRITING else "read", _real(os.fsdecode(arguments[0])))
    elif event == "sqlite3.connect":
        name = os.fsdecode(arguments[0])
        if name not in ("", ":memory:"):
            _tell("write", _real(name.removeprefix("file:").partition("?")[0]))
    elif event in _STARTS:
        _tell("start", repr((event, *arguments)))

os.supports_dir_fd.add(_opened)
os.open = _opened
sys.addaudithook(_hook)
"""
CODE = "{{ cycler.__init__.__globals__.os.system('touch TRACE') }}"
_OURS = [ROOT, Path(sys.prefix), Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))]
_SYSTEM = ("/dev/null", "/dev/urandom", "/proc/", "/usr/share/zoneinfo", "/etc/localtime", "/etc/mime.types")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """`g`: a garden with what must not run, be read or be written; `home`: the user's folders; `outside`: the rest."""
    for name in ("home", "temp", "hook", "outside"):
        (tmp_path / name).mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(HOOK)
    (tmp_path / "outside/secret.md").write_text("SECRET\n")
    (tmp_path / "outside/secret.json").write_text("{}")
    garden = tmp_path / "g"
    script = garden / "script.sh"
    _repository(garden, script)
    write(garden / "notegarden.toml", f'editor = "{script} {{path}}"\n')
    for number in range(40):  # enough chunks for two workers
        write(garden / f"content/posts/n{number}.md", f'+++\ntitle = "N{number}"\n+++\n\n[x](a.md) {{{{< x >}}}}\n')
    write(garden / "content/a.md", "A good note.\n\n![x](/p.png) ![y](../../outside/secret.md)\n")
    includes = "".join(f"#+{what}: ../../outside/secret.md\n" for what in ("include", "setupfile", "bibliography"))
    write(garden / "content/o.org", f"#+title: O\n{includes}text\n")
    write(garden / "templates/404.html", CODE.replace("TRACE", str(tmp_path / "outside/trace")))
    write(garden / "templates/shortcodes/x.html", CODE.replace("TRACE", str(tmp_path / "outside/trace")))
    write(garden / ".notegarden/templates/x.cache", "cposix\nsystem\n(S'touch trace'\ntR.")
    write(garden / "sitecustomize.py", "import os; os.system('touch trace')\n")
    os.mkfifo(garden / "content/pipe.md")
    for name, target in {
        ".notegarden/lock": "secret.md", "content/link.md": "secret.md", "content/folder": "",
        "static/s.txt": "secret.md",
        "static/theme/custom.css": "secret.md", "static/theme/words/de.json": "secret.json", "public/posts": "",
        "templates/search.html": "secret.md", "static/p.png": "secret.md",
    }.items():  # fmt: skip
        (garden / name).parent.mkdir(parents=True, exist_ok=True)
        (garden / name).symlink_to(tmp_path / "outside" / target)
    return tmp_path


def _repository(garden: Path, script: Path) -> None:
    garden.mkdir()
    repo = test_git.Repo(garden.parent / "repo")
    repo.sign()
    for key, value in {"log.showSignature": "true", "gpg.program": str(script), "core.fsmonitor": str(script)}.items():
        repo.git("config", key, value)
    shutil.copytree(repo.root / ".git", garden / ".git")
    write(script, f"#!/bin/sh\ntouch {garden.parent}/outside/trace\n")
    script.chmod(0o755)
    for name in ("HEAD", "config", "objects", "refs"):  # a bare repository among the notes
        source, target = garden / ".git" / name, garden / "content" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def started(work: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {
        "PATH": os.environ["PATH"], "HOME": str(work / "home"), "TMPDIR": str(work / "temp"),
        "GATES_LOG": str(work / "log"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": f"{work / 'hook'}{os.pathsep}{ROOT / 'src'}",
    }  # fmt: skip
    command = [sys.executable, "-P", "-m", "notegarden", *arguments]
    return subprocess.Popen(
        command, cwd=work / "g", env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def broken(work: Path) -> list[str]:
    """The events that no command may cause."""
    events = [line.partition("\t")[::2] for line in (work / "log").read_text("utf-8", "replace").splitlines()]
    assert len(events) > 50  # the hook is installed
    mine = [work / name for name in ("g", "home", "temp")]
    written = [work / "g/public", work / "g/.notegarden", work / "g/new", *mine[1:]]
    ignored = [str(work / name) for name in ("", "log", "hook/sitecustomize.py")]
    found = []
    for kind, what in events:
        if kind == "start":
            if not _is_closed_git(what):
                found.append(what)
        elif what.startswith(_SYSTEM) and (kind == "read" or what == "/dev/null"):
            continue
        elif "(deleted)" not in what and what not in ignored:
            allowed = written if kind == "write" else [*mine, *_OURS]
            if not any(Path(what).is_relative_to(each) for each in allowed):
                found.append(f"{kind} {what}")
    return sorted(set(found))


def _is_closed_git(what: str) -> bool:
    event, program, arguments, _, env = ast.literal_eval(what)
    closed = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ALLOW_PROTOCOL": "none"}
    return (
        event == "subprocess.Popen"
        and program == arguments[0] == shutil.which("git")
        and closed.items() <= env.items()
        and not any(name.startswith(("GIT_SSH", "GIT_EXTERNAL", "GIT_ASKPASS")) for name in env)
    )


@pytest.mark.parametrize(
    "command",
    [
        ["build", ".", "--jobs", "2"], ["build", ".", "--fresh", "--no-search", "-v"], ["check", "."],
        ["check", ".", "--format", "sarif"], ["graph", "."], ["new", "new"], ["preflight", "."],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_command_stays_in_the_garden_and_runs_nothing_of_it(work: Path, command: list[str]) -> None:
    outputs = []
    for _ in range(2):
        process = started(work, *command)
        outputs.append((process.communicate(timeout=300)[0], process.returncode))
        (work / "g/templates/404.html").unlink(missing_ok=True)  # it ends a build with an error: what runs without it?
    assert "SECRET" not in str(outputs)
    assert broken(work) == []
    assert sorted(each.name for each in (work / "outside").iterdir()) == ["secret.json", "secret.md"]
    assert (work / "outside/secret.md").read_text() == "SECRET\n"
    if command[0] == "build":
        assert outputs[0][1] != 0
        assert "\nstart\t" in (work / "log").read_text("utf-8", "replace")  # git is run for the dates
        assert "A good note." in (work / "g/public/a/index.html").read_text(), outputs


def test_serve_stays_in_the_garden_and_runs_nothing_of_it(work: Path) -> None:
    process = started(work, "serve", ".", "--port", "0")
    assert process.stdout is not None
    try:
        for line in process.stdout:
            address = re.search(r"notes? at (http://[^\s\x1b]+)", line)
            if address is not None:
                break
        else:
            pytest.fail("serve ended")
        with urllib.request.urlopen(f"{address[1]}a/", timeout=60) as answer:
            assert b"A good note." in answer.read()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert broken(work) == []
    assert sorted(each.name for each in (work / "outside").iterdir()) == ["secret.json", "secret.md"]
