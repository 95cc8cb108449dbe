"""Requests sent twice (重复请求): the same key with the same request gets the answer it got before.

The key, the change and the answer are kept by one commit: killed at any moment, a request has happened with its answer,
or not at all. Writers take turns, so of two with one key the second finds the answer of the first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: HTTP status and a text the caller can make the answer from again."""

    status: int
    body: str


def answer_once(context: Context, key: str, digest: str, run: Callable[[Context], Kept]) -> tuple[Kept, bool]:
    """Give the answer kept under the actor's key, or run the request and keep its answer; True when it was kept before.

    `digest` names the request; raises BadInput when the key was used for another one. `run` does the request in the
    context it is handed; what it raises undoes all, and nothing is kept: a refused request may be put right and sent
    again.
    """
    known = recall(context, key, digest)
    if known is not None:
        return known, True
    with context.database.writing() as uow:
        known = _recall(uow, context, key, digest)
        if known is not None:
            return known, True
        fresh = run(replace(context, database=context.database.within(uow)))
        uow.keys.forget(context.now() - KEPT_FOR)
        uow.keys.put(key, digest, fresh.status, fresh.body, context.actor, context.now())
        uow.commit()
    return fresh, False


def recall(context: Context, key: str, digest: str) -> Kept | None:
    """Give the answer kept under the actor's key, None when there is none; raises BadInput for another request."""
    with context.database.reading() as uow:
        return _recall(uow, context, key, digest)


def kept_under(context: Context, key: str) -> Kept | None:
    """Give the answer kept under the actor's key, whatever the request was; None when there is none."""
    with context.database.reading() as uow:
        found = uow.keys.get(key, context.actor)
        return Kept(found.status, found.body) if found else None


def _recall(uow: UnitOfWork, context: Context, key: str, digest: str) -> Kept | None:
    found = uow.keys.get(key, context.actor)
    if found is None:
        return None
    if found.digest != digest:
        raise key_reused()
    return Kept(found.status, found.body)


def key_reused() -> BadInput:
    """Make the error for a key that stands for another request already."""
    return BadInput(
        Text("该 Idempotency-Key 已用于另一请求。", "This Idempotency-Key was used for another request."),
        Text("请为每个新请求生成新的键。", "Make a new key for each new request."),
        code="key-reused",
    )
