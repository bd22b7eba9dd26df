"""A long session of writing in a minute: random edits, renames and deletions while four clients read.

With Markdown and with Org files; a short session without `--long`.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from org_writing import WORDS, org_text
from support import ROOT, amount

from notegarden.pipeline.stages import Options, Pipeline
from notegarden.serve.live.inject import without_script

CHANGES = amount(100, long=1000)
CLIENTS = 4
NOTES = 40
FOLDERS = ("content/posts", "content/posts", "content/posts/sub", "content/other", "org", "org/sub")


class Writer:
    """Changes a garden at random, as people do: mostly text, sometimes everything else."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root = root
        self.chance = chance
        self.number = 0
        for _ in range(NOTES):
            self.add()

    def notes(self) -> list[Path]:
        return sorted([*(self.root / "content").rglob("*.md"), *(self.root / "org").rglob("*.org")])

    def text(self, path: Path) -> str:
        chance = self.chance
        if path.suffix == ".org":
            files = [note.name for note in self.notes() if note.suffix == ".org"] or ["none.org"]
            return org_text(chance, files, self.number)
        others = [f"{note.stem}.md" for note in self.notes()] or ["none.md"]
        parts = [f'+++\ntitle = "Note {chance.choice(WORDS)} {self.number}"']
        if chance.random() < 0.1:
            odd = ('slug = "same"', "draft = true", 'aliases = ["/old/"]', "date = 2999-01-01", "broken =")
            parts.append(chance.choice(odd))
        parts.append("+++\n")
        if chance.random() < 0.6:
            parts.append(f'tags\n: [T]({{{{< relref "{chance.choice(others)}" >}}}})\n')
        for _ in range(chance.randint(0, 5)):
            words = " ".join(chance.choices(WORDS, k=chance.randint(3, 40)))
            link = f'[to]({{{{< relref "{chance.choice(others)}" >}}}})'
            parts.append(f"## {chance.choice(WORDS)} {{#{chance.choice(WORDS)}}}\n\n{words} {link}.\n")
        if chance.random() < 0.1:
            parts.append(chance.choice(["{{< nothing >}}", "![](/pic-1.png)", "\\\\( x^ \\\\)", "\x00\x01"]))
        return "\n".join(parts)

    def path(self) -> Path:
        self.number += 1
        folder = self.chance.choice(FOLDERS)
        ending = "org" if folder.startswith("org") else "md"
        return self.root / folder / f"{self.chance.choice(WORDS)}-{self.number}.{ending}"

    def save(self, path: Path, text: str) -> None:
        """By writing in place, or as editors do, through another file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.chance.random() < 0.5:
            path.write_text(text, encoding="utf-8")
        elif path.exists() and self.chance.random() < 0.5:
            path.rename(f"{path}~")
            path.write_text(text, encoding="utf-8")
        else:
            part = path.with_name(f".{path.name}.part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)

    def add(self) -> None:
        path = self.path()
        self.save(path, self.text(path))

    def edit(self) -> None:
        note = self.chance.choice(self.notes())
        if self.chance.random() < 0.5:
            self.save(note, self.text(note))
        else:
            self.save(note, note.read_text(encoding="utf-8") + f"\nMore {self.chance.choice(WORDS)}.\n")

    def rename(self) -> None:
        note, to = self.chance.choice(self.notes()), self.path()
        to = self.root / ("org" if note.suffix == ".org" else "content/posts") / f"{to.stem}{note.suffix}"
        to.parent.mkdir(parents=True, exist_ok=True)
        note.rename(to)

    def delete(self) -> None:
        self.chance.choice(self.notes()).unlink()

    def move_folder(self) -> None:
        folders = self.chance.choice([("content/posts/sub", "content/moved"), ("org/sub", "org/moved")])
        folder, to = (self.root / each for each in folders)
        if to.exists():
            folder, to = to, folder
        if folder.exists() and not to.exists():
            folder.rename(to)

    def checkout(self) -> None:
        for note in self.chance.sample(self.notes(), 15):
            note.write_text(self.text(note), encoding="utf-8")

    def static(self) -> None:
        file = self.root / "static" / f"pic-{self.chance.randint(0, 2)}.png"
        file.parent.mkdir(exist_ok=True)
        if file.exists() and self.chance.random() < 0.5:
            file.unlink()
        else:
            file.write_bytes(self.chance.randbytes(200))

    def style(self) -> None:
        file = self.root / "static/theme/custom.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"h1 {{ margin: {self.chance.randint(0, 99)}px }}")

    def configuration(self) -> None:
        title = self.chance.choice(['"Soak"', '"Other"', "broken"])
        self.configure(title, self.chance.choice(["files", "headings"]))

    def configure(self, title: str, nodes: str) -> None:
        (self.root / "notegarden.toml").write_text(f'title = {title}\nnodes = "{nodes}"\nsearch = false\n')

    def change(self) -> None:
        kinds: list[tuple[int, Callable[[], None]]] = [
            (60, self.edit), (10, self.rename), (10, self.delete), (10, self.add), (2, self.move_folder),
            (1, self.checkout), (4, self.static), (1, self.style), (1, self.configuration),
        ]  # fmt: skip
        kind = self.chance.choices([each for _, each in kinds], [weight for weight, _ in kinds])[0]
        count = len(self.notes())
        if (kind != self.delete or count > NOTES // 2) and (kind != self.add or count < NOTES * 3 // 2):
            kind()


class Reader(threading.Thread):
    """Reads pages and follows their links; the last reader also listens to the live updates."""

    def __init__(self, base: str, seed: int, stop: threading.Event) -> None:
        super().__init__()
        self.base = base
        self.chance = random.Random(seed)
        self.stop = stop
        self.read = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        addresses = ["/"]
        with httpx.Client(base_url=self.base, timeout=60) as client:
            while not self.stop.is_set():
                address = self.chance.choice(addresses[-300:])
                try:
                    answer = client.get(address)
                except httpx.HTTPError as error:
                    self.wrong.append(f"{address}: {error!r}")
                    continue
                self.read += 1
                if answer.status_code not in (200, 307, 404):
                    self.wrong.append(f"{address}: {answer.status_code} {answer.text[:300]}")
                known = set(addresses[-300:])
                addresses += [each for each in re.findall(r'href="(/[^"#]*)', answer.text) if each not in known]
                time.sleep(0.002)


class Listener(threading.Thread):
    def __init__(self, base: str) -> None:
        super().__init__(daemon=True)
        self.base = base
        self.version = 0
        self.updates = 0

    def run(self) -> None:
        try:
            with httpx.stream("GET", f"{self.base}/_notegarden/events", timeout=120) as answer:
                for line in answer.iter_lines():
                    if found := re.search(r'"version":(\d+)', line):
                        assert int(found[1]) >= self.version
                        self.version = int(found[1])
                        self.updates += 1
        except httpx.HTTPError:
            return  # the server stops


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Writer, str, psutil.Process, Path]]:
    root = tmp_path / "garden"
    root.mkdir()
    writer = Writer(root, random.Random(7))
    writer.configure('"Soak"', "headings")
    log = tmp_path / "log.txt"
    program = Path(sys.executable).with_name("notegarden")
    with log.open("w") as out:
        process = subprocess.Popen([program, "serve", root, "--port", "0"], stdout=out, stderr=out, cwd=ROOT)
        try:
            yield writer, address_in(log), psutil.Process(process.pid), log
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130, log.read_text()


def address_in(log: Path) -> str:
    for _ in range(2400):
        if found := re.search(r"notes? at (http://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def test_the_server_survives_a_long_session_of_writing(
    server: tuple[Writer, str, psutil.Process, Path], tmp_path: Path
) -> None:
    writer, base, process, log = server
    stop = threading.Event()
    readers = [Reader(base, seed, stop) for seed in range(CLIENTS)]
    listener = Listener(base)
    for each in (*readers, listener):
        each.start()
    memory = []
    try:
        for number in range(CHANGES):
            writer.change()
            time.sleep(writer.chance.choice([0, 0.01, 0.05, 0.15]))
            if number % 10 == 9:
                memory.append(process.memory_info().rss)
        deadline = time.monotonic() + 120
        while any(reader.read <= CHANGES / 4 for reader in readers) and time.monotonic() < deadline:
            time.sleep(0.1)  # on a slow machine the writing ends before the readers have read much
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    writer.configure('"Soak"', "headings")
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert all(reader.read > CHANGES / 4 for reader in readers), [reader.read for reader in readers]
    assert listener.updates > CHANGES / 50
    assert_no_leak(memory)
    assert_as_built(writer.root, base, tmp_path)
    said = log.read_text()
    assert "Traceback" not in said
    assert not re.search(r"^(\x1b\[\S*?m)?error", said, re.MULTILINE), said  # findings begin with their file
    print(f"{CHANGES} changes, {listener.updates} updates, {sum(r.read for r in readers)} pages read; memory",
          [size >> 20 for size in memory[:: max(len(memory) // 10, 1)]])  # fmt: skip


def assert_no_leak(memory: list[int]) -> None:
    """From a third of the session on, memory does not grow by more than a tenth; a short one only checks a maximum."""
    later = memory[len(memory) // 3 :]
    first, last = (sorted(part)[len(part) // 2] for part in (later[: len(later) // 4 + 1], later[-len(later) // 4 :]))
    assert last < first * (1.1 if CHANGES >= 1000 else 1.5), [size >> 20 for size in memory]


def assert_as_built(root: Path, base: str, work: Path) -> None:
    """In the end every page equals that of a fresh build of a copy, and every removed note is gone."""
    shutil.copytree(root, work / "copy", ignore=shutil.ignore_patterns(".notegarden"))
    # `serve` shows its author the notes that a build withholds.
    pipeline = Pipeline(work / "copy", Options(output=work / "out", unreadable=True))
    try:
        pipeline.refresh()
        pipeline.publish()
    finally:
        pipeline.close()
    files = [path for path in (work / "out").rglob("*") if path.is_file() and not path.name.startswith("offline")]
    with httpx.Client(base_url=base, timeout=60) as client:
        deadline = time.monotonic() + 120
        while wrong := [file for file in files if not is_served(client, file, work / "out")]:
            assert time.monotonic() < deadline, wrong
            time.sleep(0.5)


def is_served(client: httpx.Client, file: Path, output: Path) -> bool:
    answer = client.get("/" + file.relative_to(output).as_posix().removesuffix("index.html"))
    content = without_script(answer.content) if file.suffix == ".html" else answer.content
    return answer.status_code == 200 and content == file.read_bytes()
