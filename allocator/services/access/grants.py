"""Grants for a time (临时授权): a permission, or all a role has, for a user until an instant; each is an entry of the log."""

from datetime import datetime, timedelta
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, NotAllowed, NotFound
from allocator.domain.words import Text
from allocator.persistence.sign_ins import Grant
from allocator.services.access.permissions import AUDITOR, AUDITOR_MAY, LEAST_ROLE, ROLES, may_of
from allocator.services.access.users import the_user
from allocator.services.context import Context, whole_seconds
from allocator.services.saying_why import check_because
from allocator.services.transaction import writing

MOST_DAYS = 366
ENTRY = "grant"


def give_grant(context: Context, user: str, what: str, until: datetime, because: str) -> Grant:
    """Let a user further than their role, until an instant, for a reason.

    Raises BadInput for what is neither a permission nor a role, no reason, or a time not within a year; NotFound; NotAllowed
    for an auditor, who changes nothing.
    """
    with writing(context) as (uow, here):
        now, end = here.now(), whole_seconds(until)
        holder = the_user(uow, user)
        _check(what, because, now, end)
        kind = "role" if what in ROLES else "permission"
        _check_auditor(holder.role, may_of(what) if kind == "role" else {what})
        grant = uow.grants.add(Grant(0, holder.name, kind, what, because.strip(), here.actor, now, end))
        uow.log.append(now, here.actor, ENTRY, None, {"change": "given", **grant_view(grant)})
        uow.commit()
    return grant


def end_grant(context: Context, number: int) -> Grant:
    """End a grant at once; raises NotFound when there is none in force."""
    with writing(context) as (uow, here):
        now = here.now()
        grant = uow.grants.find(number)
        if grant is None or grant.until <= now:
            raise NotFound(
                Text("没有这项有效授权。", "There is no such grant in force."),
                Text("它可能已到期，请刷新列表。", "It may have ended: load the list again."),
                code="grant-unknown",
            )
        uow.grants.end(number, now)
        uow.log.append(now, here.actor, ENTRY, None, {"change": "ended", **grant_view(grant)})
        uow.commit()
    return grant


def list_grants(context: Context) -> tuple[Grant, ...]:
    """List the grants in force, the one that ends first leading."""
    with context.database.reading() as uow:
        return uow.grants.all(context.now())


def grant_view(grant: Grant) -> dict[str, Any]:
    """Show a grant."""
    return {name: plain(getattr(grant, name)) for name in Grant.__slots__}


def _check(what: str, because: str, now: datetime, until: datetime) -> None:
    if what not in LEAST_ROLE and what not in ROLES:
        raise _wrong("what", Text(f"没有权限或角色“{what}”。", f'There is no permission or role "{what}".'))
    check_because(because, Text("授权须写明事由。", "A grant needs its reason."), "grant-because")
    if not now < until <= now + timedelta(days=MOST_DAYS):
        raise _wrong("until", Text(f"期限须在 {MOST_DAYS} 天之内。", f"It ends within {MOST_DAYS} days from now."))


def _check_auditor(role: str, permissions: frozenset[str] | set[str]) -> None:
    if role == AUDITOR and not permissions <= AUDITOR_MAY:
        raise NotAllowed(
            Text("审计员不得办理业务。", "An auditor changes nothing."),
            Text("请另设用户。", "Make another user for that work."),
            code="auditor-only-reads",
        )


def _wrong(field: str, text: Text) -> BadInput:
    remedy = Text("请更正后再授权。", "Correct it, then grant again.")
    return BadInput(text, remedy, code=f"grant-{field}", faults=[{"field": field, "text": text.as_dict()}])
