"""Pure work over chunks, in worker processes where there is enough of it to pay, in line otherwise."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from typing import Any, Generic, TypeVar

from notegarden.errors import SiteError

_T = TypeVar("_T")
_R = TypeVar("_R")
_IN_FLIGHT = 3


class InlineExecutor(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, fn: Callable[..., _R], /, *args: Any, **kwargs: Any) -> Future[_R]:
        future: Future[_R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on through the future
            future.set_exception(error)
        return future


def cores() -> int:
    """Processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def executor(
    jobs: int, initialize: Callable[..., None], arguments: tuple[Any, ...], *, apart: bool = False
) -> Executor:
    """`jobs` worker processes, or this one where `jobs` is 1, unless the work is to be `apart` from it.

    `initialize` prepares each process once.
    """
    if jobs <= 1 and not apart:
        initialize(*arguments)
        return InlineExecutor()
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fork copies the locks that other threads hold, but not the threads; away from the main one there are others.
    is_alone = threading.current_thread() is threading.main_thread()
    can_fork = os.name == "posix" and "fork" in multiprocessing.get_all_start_methods()
    method = "fork" if can_fork and is_alone else "spawn"
    if method == "fork":
        gc.freeze()  # what is there now is neither collected nor, by being touched, copied in the workers
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _begin, (initialize, arguments))


class BackgroundProcess(Generic[_R]):
    """One piece of work in a process of its own, while this one goes on with others.

    The process starts from nothing: a forked one would hold on to this one's memory as it was at its start, so that
    all that changes meanwhile is there twice (some 80 MB in a garden of 10,000 notes).
    """

    def __init__(self, work: Callable[..., _R], *arguments: Any) -> None:
        import multiprocessing

        context: Any = multiprocessing.get_context("spawn")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work_aside, args=(theirs, work, arguments), daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> _R | None:
        """What the work gave, once it is there; None where the process died of it. To be asked for once."""
        try:
            found: _R = self._answer.recv()
        except EOFError:
            return None
        finally:
            self.stop()
        return found

    def stop(self) -> None:
        """End it, whether or not it is done."""
        self._process.kill()
        self._process.join()
        self._answer.close()


def _work_aside(answer: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    _begin(lambda: None, ())
    with suppress(BrokenPipeError):  # nobody waits for it any more
        answer.send(work(*arguments))


_is_worker = False


def _begin(initialize: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    global _is_worker
    _is_worker = True
    # Ctrl-C goes to the whole group; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Parsing makes no cycles worth collecting; without the collector it takes a quarter less time.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    initialize(*arguments)


def collect_garbage() -> None:
    """After a parcel of work: in a worker process, collect what it left behind in circles."""
    if _is_worker:
        gc.collect(0)


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers, and they would wait for work for ever."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def spread(pool: Executor, work: Callable[[Any], _R], parcels: Iterable[Any], jobs: int) -> Iterator[tuple[Any, _R]]:
    """(parcel, result) in order, with a few parcels a process under way, so that memory stays flat.

    The texts in a parcel name it. Raises SiteError with the parcel's name where a worker process dies.
    """
    waiting: deque[tuple[Any, Future[_R]]] = deque()
    for parcel in parcels:
        try:
            waiting.append((parcel, pool.submit(work, parcel)))
        except BrokenExecutor:
            raise _died(waiting[0][0] if waiting else parcel) from None
        if len(waiting) >= jobs * _IN_FLIGHT:
            yield _next(waiting)
    while waiting:
        yield _next(waiting)


def _next(waiting: deque[tuple[Any, Future[_R]]]) -> tuple[Any, _R]:
    parcel, future = waiting.popleft()
    try:
        return parcel, future.result()
    except BrokenExecutor:
        raise _died(parcel) from None


class WorkerDiedError(SiteError):
    """A worker process ended at its work: it was killed, or ran out of memory."""


def alone(
    work: Callable[[_T], _R], items: Iterable[_T], initialize: Callable[..., None], arguments: tuple[Any, ...]
) -> Iterator[tuple[_T, _R | None]]:
    """(item, result) with one item at a time in a process; None where the process died of it."""
    pool = executor(1, initialize, arguments, apart=True)
    try:
        for item in items:
            try:
                yield item, pool.submit(work, item).result()
            except BrokenExecutor:
                stop(pool)
                pool = executor(1, initialize, arguments, apart=True)
                yield item, None
    finally:
        stop(pool)


def _died(parcel: Any) -> WorkerDiedError:
    names = [each for each in parcel if isinstance(each, str)]
    shown = names[0] if len(names) == 1 else f"one of {names[0]} … {names[-1]}"
    return WorkerDiedError(
        f"a worker process died at {shown}", hint="build with --jobs 1 to see which, or with more memory"
    )


def stop(pool: Executor) -> None:
    """End a pool at once, work under way included."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
