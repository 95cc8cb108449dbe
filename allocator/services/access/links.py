"""One-time links (一次性链接): how a user gets a password, and a new office its first administrator; never a default password."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from allocator.domain.errors import NotAllowed, NotFound
from allocator.domain.words import Text
from allocator.persistence.accounts import Link, User
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.access_rules import AccessRules, LinkRules
from allocator.services.access.passwords import kept_form
from allocator.services.access.permissions import SECRET_BYTES, hashed
from allocator.services.access.sessions import Visitor, begin
from allocator.services.access.sign_in import SignedIn, came_in
from allocator.services.access.users import ADMIN, keep_password, put_down, the_user
from allocator.services.context import Context
from allocator.services.transaction import the_office, writing


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opens (有效链接): for which user, or none where the first administrator is yet to be named."""

    user: User | None


def make_link(context: Context, name: str, rules: LinkRules) -> str:
    """Make a link with which a user sets a password, shown once; links made before are void. Raises NotFound, NotAllowed."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing(context) as (uow, here):
        user = the_user(uow, name)
        _check_enabled(user)
        now = here.now()
        uow.links.add(hashed(secret), user.name, now, now + timedelta(hours=rules.hours))
        uow.log.append(now, here.actor, "user", None, {"change": "link", "name": user.name})
        uow.commit()
    return secret


def first_link(context: Context, rules: LinkRules) -> str | None:
    """Make the link for the first administrator, shown once; None where somebody is one and can sign in already."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing(context) as (uow, here):
        the_office(uow)
        if _has_administrator(uow):
            return None
        now = here.now()
        uow.links.add(hashed(secret), None, now, now + timedelta(hours=rules.hours))
        uow.log.append(now, here.actor, "user", None, {"change": "first-link"})
        uow.commit()
    return secret


def _has_administrator(uow: UnitOfWork) -> bool:
    return any(user.role == ADMIN and user.has_password and not user.disabled for user in uow.users.all())


def look_at(context: Context, secret: str) -> Opened:
    """Say whom a link is for, without using it up; raises NotFound when it is none, was used or has expired."""
    with context.database.reading() as uow:
        link = _valid(uow, context, secret)
        return Opened(the_user(uow, link.user) if link.user else None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written where a link leads (设置口令): the password, and by the first administrator the name too."""

    password: str
    name: str = ""
    display: str = ""


def use_link(context: Context, secret: str, wanted: Wanted, visitor: Visitor, rules: AccessRules) -> SignedIn:
    """Set a password by a link, which is used up, and begin a session; the first administrator chooses a name too.

    Raises NotFound for a link that does not open, BadInput and Conflict for a name or password that cannot be.
    """
    opened = look_at(context, secret)
    names = (opened.user.name, opened.user.display) if opened.user else (wanted.name, wanted.display)
    kept = kept_form(wanted.password, rules.passwords, *names)
    with writing(context) as (uow, here):
        link = _valid(uow, here, secret)
        user = the_user(uow, link.user) if link.user else _first(uow, here, wanted)
        _check_enabled(user)
        uow.links.void(link.user)
        keep_password(uow, here.by(user.name), user.name, kept)
        came_in(uow, here, user, visitor)
        cookie = begin(uow, here, user.name, visitor, rules.sessions)
        uow.commit()
    return SignedIn(user.name, cookie)


def _first(uow: UnitOfWork, here: Context, wanted: Wanted) -> User:
    if _has_administrator(uow):
        raise _closed()
    return put_down(uow, here.by("first start"), wanted.name, wanted.display, ADMIN)


def _valid(uow: UnitOfWork, context: Context, secret: str) -> Link:
    link = uow.links.find(hashed(secret))
    if link is None or link.expires_at <= context.now():
        raise _closed()
    return link


def _closed() -> NotFound:
    return NotFound(
        Text("链接无效、已使用或已过期。", "This link is unknown, used up or has expired."),
        Text(
            "请管理员在“用户”页另发一个（命令行为 fenliu user password-link）。",
            "Ask an administrator for another: on your page under Users, or by `fenliu user password-link`.",
        ),
        code="link-closed",
    )


def _check_enabled(user: User) -> None:
    if user.disabled:
        raise NotAllowed(
            Text(f"用户“{user.name}”已停用。", f'The user "{user.name}" is disabled.'),
            Text("请先启用。", "Enable the user first."),
            code="user-disabled",
        )
