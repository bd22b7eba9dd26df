"""What a command costs: its time, its processor time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

INTERVAL = 0.05  # seconds between two measurements of the memory
# Installed programs are compiled; where this is set, each run of a source tree would compile it again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Cost(NamedTuple):
    """`wall` and `cpu` in seconds; `cpu` is user and system time of the command and of all its child processes."""

    wall: float
    cpu: float


def run(command: Sequence[str | Path], log: Path) -> Cost:
    """Run the command to its end. Raises RuntimeError with the end of its output if it fails."""
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen([str(each) for each in command], stdout=output, stderr=output, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}\n{said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str | Path], log: Path) -> int:
    """The most bytes that the command and its descendants had at one moment, shared pages counted once.

    Measuring slows the command down, so its time is not measured here.
    """
    peak = 0
    done = threading.Event()

    def watch(pid: int) -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, memory_of(pid))
            done.wait(INTERVAL)

    with log.open("wb") as output:
        process = subprocess.Popen([str(each) for each in command], stdout=output, stderr=output, env=ENVIRONMENT)
        watcher = threading.Thread(target=watch, args=(process.pid,))
        watcher.start()
        code = process.wait()
        done.set()
        watcher.join()
    if code:
        raise RuntimeError(f"{process.args!r} ended with {code}; see {log}")
    return peak


def memory_of(pid: int) -> int:
    """Proportional set size, in bytes, of the process and its descendants."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    total = 0
    for each in family:
        try:
            total += each.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
    return total
