"""Limits on processor time and memory per note: beyond them the note is not published, and the others go on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial

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
    with time_limits(seconds) as limit, limit():
        yield


@contextmanager
def time_limits(seconds: float) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Yields `limited_time` for many pieces of work in turn: the signal handler is installed once for all of them."""
    if not hasattr(signal, "setitimer"):
        yield nullcontext
    elif threading.current_thread() is not threading.main_thread():
        yield partial(_by_watching, seconds)
    else:
        before = signal.signal(signal.SIGPROF, _stop)
        timer = _Timer(seconds, 2 * seconds + 1 if is_worker() else 0)
        try:
            yield lambda: timer
        finally:
            signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> None:
    raise OverTimeError


class _Timer(AbstractContextManager[None]):
    """Sends SIGPROF after some seconds of processor time.

    `fatal`: kill the process after so many, 0 for never: a library that never checks for signals cannot be stopped.
    """

    def __init__(self, seconds: float, fatal: float) -> None:
        self.seconds, self.fatal = seconds, fatal
        if fatal:
            import resource

            self.limits = resource.getrlimit(resource.RLIMIT_CPU)
            self.set_limits = partial(resource.setrlimit, resource.RLIMIT_CPU)
            self.endless = resource.RLIM_INFINITY

    def __enter__(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, self.seconds)
        if self.fatal:
            bound = int(time.process_time() + self.fatal) + 1
            if all(limit == self.endless or limit >= bound for limit in self.limits):
                self.set_limits((bound, self.limits[1]))

    def __exit__(self, *_: object) -> None:
        if self.fatal:
            with suppress(ValueError, OSError):
                self.set_limits(self.limits)
        signal.setitimer(signal.ITIMER_PROF, 0)


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
    import ctypes

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
