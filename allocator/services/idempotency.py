"""Requests sent twice (重复请求): the same key with the same request gets the answer it got before.

What a request changes is guarded by the office's own keys (a case number is filed once, a file is imported once, a
run is put down once a key), so two of a kind at the same instant cannot both take effect; this keeps the answer.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from allocator.domain.errors import BadInput, Conflict
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context

KEPT_FOR = timedelta(days=7)
PATIENCE_STEPS, PATIENCE_SECONDS = 5, 0.05
_GUARD = threading.Lock()
_TURNS: dict[str, tuple[threading.Lock, int]] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: HTTP status and a text the caller can make the answer from again."""

    status: int
    body: str


def answer_once(context: Context, key: str, digest: str, run: Callable[[], Kept]) -> tuple[Kept, bool]:
    """Give the answer kept under the actor's key, or run the request and keep its answer; True when it was kept before.

    `digest` names the request; raises BadInput when the key was used for another one. Only an answer of success (2xx)
    is kept: a refused request may be put right and sent again.
    """
    with _turn(f"{context.actor} {key}"):
        known = recall(context, key, digest)
        if known is not None:
            return known, True
        try:
            fresh = run()
        except Conflict:
            first = _wait_for_the_first(context, key, digest)
            if first is None:
                raise
            return first, True
        return keep(context, key, digest, fresh) if 200 <= fresh.status < 300 else (fresh, False)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Let requests of one key in one process take turns: the second finds the answer of the first."""
    with _GUARD:
        turn, waiting = _TURNS.get(name, (threading.Lock(), 0))
        _TURNS[name] = (turn, waiting + 1)
    try:
        with turn:
            yield
    finally:
        with _GUARD:
            turn, waiting = _TURNS.pop(name)
            if waiting > 1:
                _TURNS[name] = (turn, waiting - 1)


def recall(context: Context, key: str, digest: str) -> Kept | None:
    """Give the answer kept under the actor's key, None when there is none; raises BadInput for another request."""
    with context.database.reading() as uow:
        return _recall(uow, context, key, digest)


def keep(context: Context, key: str, digest: str, fresh: Kept) -> tuple[Kept, bool]:
    """Keep an answer unless one of the same key was quicker; give the one that counts, True when it is the other one."""
    with context.database.writing() as uow:
        known = _recall(uow, context, key, digest)
        if known is not None:
            return known, True
        uow.keys.forget(context.now() - KEPT_FOR)
        uow.keys.put(key, digest, fresh.status, fresh.body, context.actor, context.now())
        uow.commit()
    return fresh, False


def _recall(uow: UnitOfWork, context: Context, key: str, digest: str) -> Kept | None:
    found = uow.keys.get(key, context.actor)
    if found is None:
        return None
    if found.digest != digest:
        raise BadInput(
            Text("该 Idempotency-Key 已用于另一请求。", "This Idempotency-Key was used for another request."),
            Text("请为每个新请求生成新的键。", "Make a new key for each new request."),
            code="key-reused",
        )
    return Kept(found.status, found.body)


def _wait_for_the_first(context: Context, key: str, digest: str) -> Kept | None:
    """A conflict may come from this very request, sent to another process too: give that a moment to keep its answer."""
    for _ in range(PATIENCE_STEPS):
        time.sleep(PATIENCE_SECONDS)
        known = recall(context, key, digest)
        if known is not None:
            return known
    return None
