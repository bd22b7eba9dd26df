"""A build that is killed leaves complete files, and the next build equals a fresh one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
from org_writing import org_text
from support import amount, snapshot

KILLS = amount(6, long=50)
NOTES = 90
ORG_FILES = 20


def write_garden(root: Path) -> None:
    (root / "content/posts").mkdir(parents=True)
    (root / "static").mkdir()
    (root / "static/x.css").write_text("a{}")
    for number in range(NOTES):
        links = " ".join(f'[{n}]({{{{< relref "n{n}.md" >}}}})' for n in range(number % 7, NOTES, 17))
        (root / f"content/posts/n{number}.md").write_text(
            f'+++\ntitle = "Note {number}"\n+++\n\n## A {{#a}}\n\n{links}\n\n' + "- item of a list\n" * 40
        )
    (root / "org").mkdir()
    rng = random.Random(3)
    for number in range(ORG_FILES):
        write_org(root / f"org/o{number}.org", rng, number)


def write_org(path: Path, rng: random.Random, number: int) -> None:
    path.write_text(org_text(rng, [f"o{each}.org" for each in range(ORG_FILES)], number))


def start(garden: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "notegarden", "build", str(garden), "-o", str(output), "-q", "-j2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def test_killed_builds_leave_complete_files_and_are_repaired(tmp_path: Path) -> None:
    garden, output = tmp_path / "garden", tmp_path / "out"
    write_garden(garden)
    began = time.monotonic()
    assert start(garden, tmp_path / "timed").wait() == 0
    whole = time.monotonic() - began
    rng = random.Random(7)
    killed = 0
    for turn in range(KILLS):
        for path in rng.sample(sorted((garden / "content/posts").glob("*.md")), 25):
            path.write_text(path.read_text().replace("item", "item" if turn % 2 else "thing", 3) + f"turn {turn}\n")
        for number in rng.sample(range(ORG_FILES), 5):
            write_org(garden / f"org/o{number}.org", rng, number)
        if turn % 7 == 3:
            (garden / "notegarden.toml").write_text(f'nodes = "{rng.choice(("files", "headings"))}"\n')
        if turn % 5 == 4:
            rng.choice(sorted((garden / "content/posts").glob("n*.md"))).rename(
                garden / f"content/posts/moved{turn}.md"
            )
        began = time.monotonic()
        build = start(garden, output)
        time.sleep(rng.uniform(0.1, 1.0) * whole)
        if build.poll() is None:
            os.killpg(build.pid, signal.SIGKILL)
            killed += 1
        else:
            whole = min(whole, time.monotonic() - began)  # the machine has become faster
        build.wait()
        for page in output.rglob("*.html"):
            assert page.read_bytes().rstrip().endswith(b"</html>"), page
    assert killed > KILLS // 4
    assert start(garden, output).wait() == 0
    fresh = tmp_path / "fresh"
    subprocess.run(["rm", "-rf", garden / ".notegarden"], check=True)
    assert start(garden, fresh).wait() == 0
    assert snapshot(output) == snapshot(fresh)


def members(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for process in psutil.process_iter(["status"]):
        with suppress(ProcessLookupError):
            if os.getsid(process.pid) == session and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def test_the_workers_of_a_killed_build_end(tmp_path: Path) -> None:
    garden = tmp_path / "garden"
    write_garden(garden)
    for number in range(600):
        (garden / f"content/posts/more{number}.md").write_text("- item of a list\n" * 200)
    build = start(garden, tmp_path / "out")
    deadline = time.monotonic() + 60
    while len(members(build.pid)) < 3 and build.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(members(build.pid)) > 1, "the build ended before it had workers"
    build.kill()
    build.wait()
    while members(build.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert members(build.pid) == []
