"""Which cases a unit of work has touched (本次变更案件): noted where they are written, so that nobody can forget to say so."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

_TOUCHED = "touched"


def touch(session: Session, ids: Iterable[int]) -> None:
    """Note that cases were put down or changed, or that something happened in them."""
    touched_in(session).update(ids)


def touched_in(session: Session) -> set[int]:
    """Give the cases noted in a session so far."""
    found: set[int] = session.info.setdefault(_TOUCHED, set())
    return found
