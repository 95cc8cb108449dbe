"""How a job tells how far it is, and asks whether to stop (进度与取消): often asked, seldom written."""

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text

POLL_SECONDS = 0.5


class Report(Protocol):
    """What a job calls to tell how far it is: per mille, best value and bound so far, and a sentence."""

    def __call__(
        self,
        progress: int | None = None,
        *,
        value: int | None = None,
        bound: int | None = None,
        message: Text | None = None,
    ) -> None:
        """Tell; cheap to call often, written at most twice a second."""


Cancelled = Callable[[], bool]
Function = Callable[[str, Report, Cancelled], str]
"""A job: given the run's id, how to tell progress and how to ask whether to stop, it gives its document's digest."""


class Teller:
    """Tells progress by `write`; what comes too soon after the last writing waits for the next telling."""

    def __init__(self, write: Callable[..., None], seconds: float = POLL_SECONDS) -> None:
        self._write = write
        self._seconds = seconds
        self._lock = threading.Lock()
        self._due = 0.0
        self._news: dict[str, Any] = {}

    def __call__(
        self,
        progress: int | None = None,
        *,
        value: int | None = None,
        bound: int | None = None,
        message: Text | None = None,
    ) -> None:
        """Tell how far the job is; a busy database costs the news, never the job."""
        told = {"progress": progress, "value": value, "bound": bound, "message": message}
        with self._lock:
            self._news |= {name: fact for name, fact in told.items() if fact is not None}
            if time.monotonic() < self._due or not self._news:
                return
            news, self._news = self._news, {}
            self._due = time.monotonic() + self._seconds
        try:
            self._write(**news)
        except Unavailable:
            self._news = news | self._news


class Asker:
    """Asks by `read` whether to stop, at most twice a second; a yes stays a yes."""

    def __init__(self, read: Callable[[], bool], seconds: float = POLL_SECONDS) -> None:
        self._read = read
        self._seconds = seconds
        self._due = 0.0
        self._yes = False

    def __call__(self) -> bool:
        """Say whether the job shall stop."""
        if not self._yes and time.monotonic() >= self._due:
            self._due = time.monotonic() + self._seconds
            self._yes = self._read()
        return self._yes
