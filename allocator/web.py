"""The settings of the web server (网页服务设置): `gunicorn -c python:allocator.web wsgi:app`, as `fenliu serve` does."""

import gc
import threading
import time
from collections.abc import Callable
from typing import Any

from allocator.lifeline import end_with_parent
from allocator.services.context import Context
from allocator.services.warming import warm

worker_class = "gthread"
threads = 64
control_socket_disable = True
# Seconds for answers under way when told to stop: no page takes so long, and an import happens whole or not at all.
graceful_timeout = 15
# The most there is. The application refuses an address sooner, in a problem document instead of a page of the server.
limit_request_line = 8190


YOUNG, MIDDLE, NEVER = 700, 10, 2**30
SWEEP_SECONDS = 1.0
DUE, OVERDUE = 10, 500
"""Collections of what is young, since the last whole one, after which another is due: when it is quiet, and in any case."""


class Sweeper:
    """Looks through all that lives for cycles nobody needs (循环垃圾回收), while no request comes or goes.

    A whole collection stops every page of a process for some 60 ms, and Python begins one in the middle of a page.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def begin(self) -> None:
        """Leave only whole collections to the thread that is begun here: what dies young is let go of as ever."""
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        threading.Thread(target=self._go_on, name="sweeper", daemon=True).start()

    def note(self) -> None:
        """Note that a request came or went."""
        self._last = self._clock()

    def is_time(self) -> bool:
        """Say whether to look now: some while after the last whole look, and at the latest after very many requests."""
        since, is_quiet = gc.get_count()[2], self._clock() - self._last >= SWEEP_SECONDS
        return since >= (DUE if is_quiet else OVERDUE)

    def _go_on(self) -> None:
        while True:
            time.sleep(SWEEP_SECONDS)
            if self.is_time():
                gc.collect()


sweeper = Sweeper()


WARM_SECONDS, LONGEST_WAIT = 3600.0, 10.0
"""How often what a process keeps is read once more, as a new day's is another; how long its first page waits for it at most."""


def keep_warm(
    context: Context, read: Callable[[Context], None] = warm, every: float = WARM_SECONDS
) -> threading.Thread:
    """Read what a process keeps before anybody asks, and again every hour; waits until it is read, but not for ever.

    A large office takes seconds; the process has to answer before it is taken for dead.
    """
    is_read = threading.Event()

    def go_on() -> None:
        """Read and wait, until the process ends."""
        while True:
            try:
                read(context)
            finally:
                is_read.set()
            time.sleep(every)

    thread = threading.Thread(target=go_on, name="warming", daemon=True)
    thread.start()
    is_read.wait(LONGEST_WAIT)
    return thread


def on_starting(_server: Any) -> None:
    """End with the process that started this one."""
    end_with_parent()


def post_worker_init(worker: Any) -> None:
    """Let the application ask whether its process was told to stop: a stream would keep it up until it is killed.

    Its templates and what it keeps are read before anybody waits: else whoever opens a page first in each process waits up
    to a second for them. What it was built of stays, so the collector of cycles need not look through it ever again: doing so
    stopped every page for a quarter of a second each time.
    """
    worker.wsgi.config["STOPPING"] = lambda: not worker.alive
    for name in worker.wsgi.jinja_env.list_templates():
        worker.wsgi.jinja_env.get_template(name)
    keep_warm(worker.wsgi.extensions["fenliu"].context)
    gc.collect()
    gc.freeze()
    sweeper.begin()


def pre_request(_worker: Any, _request: Any) -> None:
    """Note that somebody waits for a page."""
    sweeper.note()


def post_request(_worker: Any, _request: Any) -> None:
    """Note that an answer was given, after which others of the same page are asked for."""
    sweeper.note()
