"""Sessions (会话): kept in the database, so that they can be listed and ended; the cookie alone opens one, and only its hash is kept."""

import secrets
from dataclasses import dataclass

from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.accounts import Session, User
from allocator.persistence.sign_ins import Grant
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.access_rules import SessionRules
from allocator.services.access.permissions import SECRET_BYTES, Access, hashed, may_of
from allocator.services.access.users import the_user, user_name
from allocator.services.context import Context
from allocator.services.transaction import writing

LONGEST_NOTE = 200
NOTED_TEN_TIMES = 10  # a session in use is noted ten times within its idle span, not at every request


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request comes from (来访): the address, the browser's name, and the secret that tells browsers apart."""

    address: str
    browser: str
    secret: str

    @property
    def device(self) -> str:
        """The form in which a browser is kept."""
        return hashed(self.secret)


def begin(uow: UnitOfWork, here: Context, user: str, visitor: Visitor, rules: SessionRules) -> str:
    """Begin a session within a unit of work and give the value of its cookie."""
    cookie = secrets.token_urlsafe(SECRET_BYTES)
    now = here.now()
    uow.sessions.forget(now - rules.longest, now - rules.idle)
    uow.sessions.add(hashed(cookie), user, now, visitor.address[:LONGEST_NOTE], visitor.browser[:LONGEST_NOTE])
    return cookie


def who_is(context: Context, cookie: str, rules: SessionRules) -> Access | None:
    """Give who a session speaks for; None when it is unknown or over, or its user is disabled."""
    now = context.now()
    with context.database.reading() as uow:
        found = uow.sessions.find(hashed(cookie))
        if found is None or found[1].disabled or _is_over(found[0], context, rules):
            return None
        session, user = found
        grants = uow.grants.of(user.name, now)
    if now - session.seen_at >= rules.idle / NOTED_TEN_TIMES:
        _touch(context, session)
    return access_of(user, grants, session.number)


def access_of(user: User, grants: tuple[Grant, ...], session: int) -> Access:
    """Give what a user may, with what was granted for a time."""
    return Access(user.name, user.role, user.officer, granted(grants), session, user.display)


def granted(grants: tuple[Grant, ...]) -> frozenset[str]:
    """Give every permission that grants hold."""
    return frozenset().union(*(may_of(item.what) if item.kind == "role" else {item.what} for item in grants))


def _is_over(session: Session, context: Context, rules: SessionRules) -> bool:
    now = context.now()
    return now - session.seen_at >= rules.idle or now - session.created_at >= rules.longest


def _touch(context: Context, session: Session) -> None:
    with context.database.noting() as uow:
        uow.sessions.touch(session.number, context.now())
        uow.commit()


def list_sessions(context: Context, user: str, rules: SessionRules) -> tuple[Session, ...]:
    """List the sessions of a user that are not over, the one used last first; raises NotFound for an unknown user."""
    with context.database.reading() as uow:
        found = uow.sessions.of(the_user(uow, user).name)
    return tuple(session for session in found if not _is_over(session, context, rules))


def end_session(context: Context, user: str, number: int) -> None:
    """End one session of a user, at once; raises NotFound when there is none (or it is somebody else's)."""
    with writing(context) as (uow, here):
        name = user_name(user)
        if not uow.sessions.end(name, number):
            raise NotFound(
                Text("没有这个会话。", "There is no such session."),
                Text("它可能已经结束，请刷新列表。", "It may be over already: load the list again."),
                code="session-unknown",
            )
        uow.log.append(here.now(), here.actor, "session_ended", None, {"user": name, "sessions": 1})
        uow.commit()


def end_sessions(context: Context, user: str, but: int | None = None) -> int:
    """End every session of a user, or all but one, at once, and say how many; raises NotFound for an unknown user."""
    with writing(context) as (uow, here):
        name = the_user(uow, user).name
        ended = uow.sessions.end(name, but=but)
        if ended:
            uow.log.append(here.now(), here.actor, "session_ended", None, {"user": name, "sessions": ended})
        uow.commit()
    return ended


def sign_out(context: Context, access: Access) -> None:
    """End the session one came in by."""
    with context.database.noting() as uow:
        uow.sessions.end(access.actor, access.session)
        uow.commit()
