"""Signing in (登录): a name and a password for a session; how often it may fail is limited, the same for names that nobody has."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allocator.domain.errors import AllocatorError, NotAllowed, TooOften
from allocator.domain.words import Count, Text
from allocator.persistence.accounts import User
from allocator.persistence.sign_ins import FAILED, IN, Attempt
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.access_rules import AccessRules, LimitRules
from allocator.services.access.passwords import fits
from allocator.services.access.sessions import Visitor, begin
from allocator.services.access.users import user_name
from allocator.services.context import Context

SHORT = 8
NOBODY_YET = ""  # the account of who comes back from the provider and was not named by it yet: no name's
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session just begun (登录成功): the value of its cookie, to be given to the browser and kept nowhere else."""

    user: str
    cookie: str


def sign_in(context: Context, typed: str, password: str, visitor: Visitor, rules: AccessRules) -> SignedIn:
    """Begin a session; raises NotAllowed ("sign-in-refused") whatever was wrong, TooOften with the seconds to wait.

    The attempt is put down as failed before the password is looked at: many tries at once get no further than one by one.
    """
    number, user = _attempt(context, typed, visitor, rules.limits)
    right = fits(user.password if user else None, password)
    if user is None or not right or user.disabled:
        raise _refused()
    with context.database.writing() as uow:
        now = uow.users.find(user.name)
        if now is None or now.disabled or now.password != user.password:
            raise _refused()
        uow.sign_ins.succeeded(number)
        cookie = begin(uow, context, user.name, visitor, rules.sessions)
        uow.commit()
    return SignedIn(user.name, cookie)


def sign_in_as(context: Context, ask: Callable[[], str], visitor: Visitor, rules: AccessRules) -> SignedIn:
    """Begin a session for whom the provider names when asked (统一身份认证); nobody is put down by it.

    Raises NotAllowed ("sign-in-unknown") where no user has that name or the user is disabled, TooOften before the provider
    is asked anything. As with passwords the attempt is put down as failed first.
    """
    number = _knock(context, visitor, rules.limits)
    name = ask()
    with context.database.writing() as uow:
        user = uow.users.find(user_name(name))
        uow.sign_ins.name(number, account_key(name), user.name if user else None)
        if user is None or user.disabled:
            uow.commit()
            raise _not_put_down(name)
        uow.sign_ins.succeeded(number)
        cookie = begin(uow, context, user.name, visitor, rules.sessions)
        uow.commit()
    return SignedIn(user.name, cookie)


def _knock(context: Context, visitor: Visitor, limits: LimitRules) -> int:
    """Put down that somebody comes back from the provider, who it is to be told; raises TooOften.

    Which account is not known yet: a browser in which somebody signed in before is counted by itself, others by address.
    """
    now = context.now()
    with context.database.writing() as uow:
        uow.sign_ins.forget(now - timedelta(days=limits.kept_days))
        tried, since = uow.sign_ins, now - limits.window
        if tried.is_familiar(None, visitor.device, now - timedelta(days=limits.familiar_days)):
            counted = [(tried.failures(since, device=visitor.device), limits.per_account)]
        else:
            counted = [(tried.failures(since, address=visitor.address), limits.per_address)]
        _refuse_too_often(counted, limits, now)
        number = tried.add(now, NOBODY_YET, None, visitor.address, visitor.device, FAILED)
        uow.commit()
    return number


def _not_put_down(name: str) -> NotAllowed:
    return NotAllowed(
        Text(f"本系统没有用户“{name}”，或已停用。", f'There is no user "{name}" here, or the account is disabled.'),
        Text(
            "请管理员新增或启用该用户，再登录。", "Ask an administrator to add or enable the user, then sign in again."
        ),
        code="sign-in-unknown",
    )


def _attempt(context: Context, typed: str, visitor: Visitor, limits: LimitRules) -> tuple[int, User | None]:
    now, account = context.now(), account_key(typed)
    with context.database.writing() as uow:
        uow.sign_ins.forget(now - timedelta(days=limits.kept_days))
        _check_limits(uow, now, account, visitor, limits)
        user = uow.users.find(user_name(typed))
        name = user.name if user else None
        number = uow.sign_ins.add(now, account, name, visitor.address, visitor.device, FAILED)
        uow.commit()
    return number, user


def came_in(uow: UnitOfWork, here: Context, user: User, visitor: Visitor) -> None:
    """Put down that somebody came in by another door than the password."""
    uow.sign_ins.add(here.now(), account_key(user.name), user.name, visitor.address, visitor.device, IN)


def account_key(typed: str) -> str:
    """Give the form in which a name that was typed is counted: too short to tell what it was, which may be a password."""
    return hashlib.sha256(user_name(typed).encode()).hexdigest()[:SHORT]


def _check_limits(uow: UnitOfWork, now: datetime, account: str, visitor: Visitor, limits: LimitRules) -> None:
    """Refuse who failed too often: a familiar browser by its own failures alone, strangers by those of all of them."""
    since, tried = now - limits.window, uow.sign_ins
    familiar_since = now - timedelta(days=limits.familiar_days)
    if tried.is_familiar(account, visitor.device, familiar_since):
        counted = [(tried.failures(since, account=account, device=visitor.device), limits.per_account)]
    else:
        counted = [
            (tried.failures(since, account=account), limits.per_account),
            (tried.failures(since, address=visitor.address), limits.per_address),
        ]
    _refuse_too_often(counted, limits, now)


def _refuse_too_often(counted: Sequence[tuple[Sequence[datetime], int]], limits: LimitRules, now: datetime) -> None:
    """Refuse with the longest wait of what was counted against its limit."""
    waits = [failures[most - 1] + limits.window - now for failures, most in counted if len(failures) >= most]
    if waits:
        raise too_often(max(waits))


def too_often(wait: timedelta) -> TooOften:
    """Make the refusal that says how long to wait."""
    seconds = max(1, int(wait.total_seconds()))
    minutes = -(-seconds // 60)
    return TooOften(
        Text("登录失败次数过多。", "Signing in has failed too often."),
        Text(
            f"请等 {minutes} 分钟再试；急用请管理员发一次性链接。",
            f"Wait {Count(minutes):minute|minutes}, or ask an administrator for a one-time link.",
        ),
        code="sign-in-too-often",
        facts={"seconds": seconds},
    )


def _refused() -> AllocatorError:
    return NotAllowed(
        Text("用户名或口令不对，或账户已停用。", "Name or password is wrong, or the account is disabled."),
        Text("请核对后再试；忘记口令请管理员发一次性链接。", "Try again; whoever forgot it asks an administrator for a link."),
        code="sign-in-refused",
    )  # fmt: skip


def attempts(context: Context, limit: int = MOST_SHOWN) -> tuple[Attempt, ...]:
    """List who signed in and who failed to, newest first; a name nobody has is not kept."""
    with context.database.reading() as uow:
        return uow.sign_ins.latest(limit)
