"""Limits on processor time and memory per note: beyond them the note is not published, and the others go on."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

from notegarden.workers import is_worker

SECONDS = 5.0
"""Processor time for one note."""
MEMORY = 1 << 30
"""Bytes that a process may grow by while it parses some notes."""
_LOOK = 0.25  # seconds between checks of a thread's clock


class OverTimeError(BaseException):
    """A note took too long. Not an Exception, so that a rule that catches a library's exceptions does not continue."""


@contextmanager
def limited_time(seconds: float = SECONDS) -> Iterator[None]:
    """Raises OverTimeError inside after this thread has used so many seconds of processor time."""
    if not hasattr(signal, "setitimer"):
        yield
    elif threading.current_thread() is threading.main_thread():
        with _by_timer(seconds):
            yield
    else:
        with _by_watching(seconds):
            yield


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise OverTimeError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        with _killed_past(2 * seconds + 1) if is_worker() else nullcontext():
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _killed_past(seconds: float) -> AbstractContextManager[None]:
    """Kills the process after so much processor time: a library that never checks for signals cannot be stopped."""
    import resource

    return _limited(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1)


@contextmanager
def _limited(resource_kind: int, bound: int) -> Iterator[None]:
    """Sets a limit of the operating system for this process, unless a lower one is set already."""
    import resource

    limits = soft, hard = resource.getrlimit(resource_kind)
    if any(limit != resource.RLIM_INFINITY and limit < bound for limit in limits):
        yield
        return
    resource.setrlimit(resource_kind, (bound, hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource_kind, (soft, hard))


@contextmanager
def _by_watching(seconds: float) -> Iterator[None]:
    """Only the main thread gets signals: for any other, a second thread checks its clock."""
    me = threading.get_ident()
    clock = time.pthread_getcpuclockid(me)
    end = time.clock_gettime(clock) + seconds
    done = threading.Event()
    lock = threading.Lock()

    def watch() -> None:
        while not done.wait(_LOOK):
            with lock:
                if not done.is_set() and time.clock_gettime(clock) > end:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(me), ctypes.py_object(OverTimeError))
                    return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            done.set()
        watcher.join()


@contextmanager
def limited_memory(more: int = MEMORY) -> Iterator[None]:
    """Raises MemoryError inside if this process would grow by more than so many bytes."""
    try:
        import resource

        used = _used()
    except (ImportError, OSError):
        yield
        return
    with _limited(resource.RLIMIT_AS, used + more):
        yield


def _used() -> int:
    """Bytes of address space that this process uses. Raises OSError on systems that do not tell."""
    with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - once a chunk
        return int(file.read(64).split()[0]) * os.sysconf("SC_PAGE_SIZE")
