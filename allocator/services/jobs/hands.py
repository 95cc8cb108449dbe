"""Helping processes (并行进程) for a run that does the same work many times; they end with the one that called them."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any

AHEAD = 3
"""Pieces of work each process has before it: enough that none waits, few enough to hold in memory."""


def usual_hands() -> int:
    """Give how many processes this machine has room for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Ahead(Executor):
    """An executor that hands out work a little ahead; subclasses say to whom, and how much is ahead."""

    _pool: Executor
    _ahead: int

    def map(
        self, fn: Callable[..., Any], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1
    ) -> Iterator[Any]:
        """Hand out work a little ahead and give what comes of it in its order; what nobody waits for is dropped."""
        del chunksize  # pieces are dealt out one by one
        pending: deque[Future[Any]] = deque()
        try:
            for args in zip(*iterables, strict=True):
                pending.append(self.submit(fn, *args))
                if len(pending) >= self._ahead:
                    yield pending.popleft().result(timeout)
            while pending:
                yield pending.popleft().result(timeout)
        finally:
            for one in pending:
                one.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's own
        """Let the workers go."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


class Afresh(SpawnContext):
    """How processes begin that bring in nothing but the work they are handed: the caller's own program is none of it."""

    class Process(SpawnProcess):
        """A process that does not run the caller's script a second time."""

        @staticmethod
        def _Popen(process_obj: multiprocessing.process.BaseProcess) -> Any:  # noqa: N802 - the name by which it is begun
            main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
            try:
                return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - there is no other place to say it
            finally:
                sys.modules["__main__"] = main


class Hands(Ahead):
    """Processes that begin afresh (spawn): a job's process has threads and open databases, which a copy must not share.

    What they are handed must have a module of its own to be found in, not stand in the caller's script.

    Work is packed by who hands it out, not by the pool's own thread: a value that still works something out for itself
    the first time it is asked must not be packed meanwhile.
    """

    def __init__(self, count: int) -> None:
        self._pool = ProcessPoolExecutor(count, Afresh(), initializer=_begin)
        self._ahead = count * AHEAD

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand out one piece of work."""
        return self._pool.submit(do, packed(fn, args, kwargs))


@contextmanager
def hands(count: int) -> Iterator[Executor | None]:
    """Hold so many processes ready for a while; None for one alone, who does the work in place.

    Work not yet begun when the caller leaves, in whatever way, is dropped.
    """
    if count <= 1:
        yield None
        return
    pool = Hands(count)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def packed(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """Pack a piece of work, to be done somewhere else."""
    return pickle.dumps((fn, args, kwargs))


def do(work: bytes) -> Any:
    """Do a piece of work as it was packed."""
    function, args, kwargs = pickle.loads(work)  # noqa: S301 - packed by our own process
    return function(*args, **kwargs)


def _begin() -> None:
    """Leave the keyboard to the caller, and go when it is gone, even killed outright."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_go_with, args=(parent,), daemon=True).start()


def _go_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
