"""Spread pure work over worker processes, in chunks; small amounts run in this process."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from typing import Any, Generic, NoReturn, TypeVar

from notegarden.errors import SiteError

_T = TypeVar("_T")
_R = TypeVar("_R")
_IN_FLIGHT = 3
_FEW_CALLS = 4


class InlineExecutor(Executor):
    """An executor that runs each call in this process, when it is submitted."""

    def submit(self, fn: Callable[..., _R], /, *args: Any, **kwargs: Any) -> Future[_R]:
        future: Future[_R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on through the future
            future.set_exception(error)
        return future


class ForkingExecutor(Executor):
    """An executor that runs each call in a forked process of its own, when it is submitted.

    A call that ends its process raises BrokenExecutor through the future. A fork takes a few milliseconds; starting
    a process pool takes ten times as long, even with one process.
    """

    def submit(self, fn: Callable[..., _R], /, *args: Any, **kwargs: Any) -> Future[_R]:
        future: Future[_R] = Future()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _answer(writing, fn, args, kwargs)
        os.close(writing)
        try:
            with open(reading, "rb") as pipe:  # noqa: PTH123 - a descriptor
                data = pipe.read()
        except BaseException:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise
        if os.waitpid(child, 0)[1] != 0:
            future.set_exception(BrokenExecutor("the process died"))
            return future
        result, error = pickle.loads(data)  # noqa: S301 - from this program's own process
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
        return future


def _answer(writing: int, fn: Callable[..., Any], args: Any, kwargs: Any) -> NoReturn:
    """Run the call in the forked process, write its result to the pipe, and exit at once."""
    try:
        _work_quietly()
        try:
            found: tuple[Any, Exception | None] = fn(*args, **kwargs), None
        except Exception as error:  # noqa: BLE001 - handed on through the future
            found = None, error
        with open(writing, "wb") as pipe:
            pipe.write(pickle.dumps(found))
        os._exit(0)
    finally:  # skip the parent's exit handlers
        os._exit(1)


def cores() -> int:
    """The number of CPU cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def executor(
    jobs: int, initialize: Callable[..., None], arguments: tuple[Any, ...], *, apart: int = 0, lean: bool = False
) -> Executor:
    """An executor with `jobs` worker processes; with 1 the work runs in this process, unless `apart` is set.

    `initialize` prepares each process once. `apart`: the number of calls that must not run in this process. A few get
    a process each; many share one, which keeps its imports and compiled code. `lean`: this process uses much memory,
    so workers are not forked from it, although they take longer to start (see BackgroundProcess).
    """
    if jobs <= 1 and 0 < apart <= _FEW_CALLS and threading.active_count() == 1 and can_fork_now():
        initialize(*arguments)
        return ForkingExecutor()
    if jobs <= 1 and not apart:
        initialize(*arguments)
        return InlineExecutor()
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking is safe only without other threads: it copies the locks that they hold, but not the threads.
    method = "fork" if can_fork_now() and not lean else "spawn"
    if method == "fork":
        gc.freeze()  # collection would touch existing objects, and so copy their memory pages in the workers
    return ProcessPoolExecutor(max(jobs, 1), multiprocessing.get_context(method), _begin, (initialize, arguments))


def can_fork_now() -> bool:
    """Whether a worker process can be started quickly, by a fork; only the main thread may fork."""
    return threading.current_thread() is threading.main_thread() and hasattr(os, "fork")


class KeptWorker:
    """A worker process that is reused for many calls. Forked early, while there are no other threads."""

    def __init__(self) -> None:
        self.pool: Executor | None = None

    def start(self) -> Executor:
        """The executor; starts the process if it is not running."""
        if self.pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            method = "fork" if threading.active_count() == 1 and can_fork_now() else "spawn"
            self.pool = ProcessPoolExecutor(1, multiprocessing.get_context(method), _begin, (_nothing, ()))
            self.pool.submit(_nothing)  # starts the process
        return self.pool

    def close(self) -> None:
        """End the process, even while it works; the next `start` starts a new one."""
        pool, self.pool = self.pool, None
        if pool is not None:
            stop(pool)


def _nothing() -> None:
    """The initializer of a process that gets all its data with each call."""


class BackgroundProcess(Generic[_R]):
    """One call that runs in its own process, in the background.

    The process is spawned: a forked one would keep a copy of this process's memory as it was at the start, so every
    page that changes later would exist twice (about 80 MB in a garden of 10,000 notes).
    """

    def __init__(self, work: Callable[..., _R], *arguments: Any) -> None:
        import multiprocessing

        context: Any = multiprocessing.get_context("spawn")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work_aside, args=(theirs, work, arguments), daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> _R | None:
        """Wait for the result; None if the process died. May be called once."""
        try:
            found: _R = self._answer.recv()
        except EOFError:
            return None
        finally:
            self.stop()
        return found

    def stop(self) -> None:
        """Stop the process, finished or not."""
        self._process.kill()
        self._process.join()
        self._answer.close()


def _work_aside(answer: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    _begin(lambda: None, ())
    with suppress(BrokenPipeError):  # the parent no longer waits
        answer.send(work(*arguments))


_is_worker = False


def is_worker() -> bool:
    """Whether this process is a worker, so that its crash would be noticed and handled by the parent."""
    return _is_worker


def _work_quietly() -> None:
    global _is_worker
    _is_worker = True
    # Ctrl-C goes to the whole process group; only the parent handles it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Parsing creates very few reference cycles; disabling the collector makes it a quarter faster.
    gc.disable()


def _begin(initialize: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    _work_quietly()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    initialize(*arguments)


def collect_garbage() -> None:
    """Collect reference cycles in a worker process, after each chunk of work."""
    if _is_worker:
        gc.collect(0)


def _end_with_parent() -> None:
    """End this worker when its parent dies: a killed parent cannot stop its workers, which would wait forever."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def spread(pool: Executor, work: Callable[[Any], _R], chunks: Iterable[Any], jobs: int) -> Iterator[tuple[Any, _R]]:
    """Yield (chunk, result) in order. Only a few chunks per process are in flight, so memory use is bounded.

    The strings in a chunk name it. Raises SiteError with these names if a worker process dies.
    """
    waiting: deque[tuple[Any, Future[_R]]] = deque()
    for chunk in chunks:
        try:
            waiting.append((chunk, pool.submit(work, chunk)))
        except BrokenExecutor:
            raise _died(waiting[0][0] if waiting else chunk) from None
        if len(waiting) >= jobs * _IN_FLIGHT:
            yield _next(waiting)
    while waiting:
        yield _next(waiting)


def _next(waiting: deque[tuple[Any, Future[_R]]]) -> tuple[Any, _R]:
    chunk, future = waiting.popleft()
    try:
        return chunk, future.result()
    except BrokenExecutor:
        raise _died(chunk) from None


class WorkerDiedError(SiteError):
    """A worker process died: it was killed or ran out of memory."""


def alone(
    work: Callable[[_T], _R], items: Iterable[_T], initialize: Callable[..., None], arguments: tuple[Any, ...]
) -> Iterator[tuple[_T, _R | None]]:
    """Yield (item, result), one item per process at a time; the result is None if the process died."""
    pool = executor(1, initialize, arguments, apart=1)
    try:
        for item in items:
            try:
                yield item, pool.submit(work, item).result()
            except BrokenExecutor:
                stop(pool)
                pool = executor(1, initialize, arguments, apart=1)
                yield item, None
    finally:
        stop(pool)


def _died(chunk: Any) -> WorkerDiedError:
    names = [each for each in chunk if isinstance(each, str)]
    shown = f"one of {names[0]} … {names[-1]}" if names[1:] else "".join(names)
    return WorkerDiedError(
        f"a worker process died at {shown}", hint="build with --jobs 1 to see which, or with more memory"
    )


def stop(pool: Executor) -> None:
    """Stop a pool at once, running work included."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
