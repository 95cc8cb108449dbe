"""Outages and hours away that were told in the field week (临时占用), taken back when they are over sooner or were a slip (撤销)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import NotAllowed, NotFound
from allocator.domain.fieldwork.means import Engagement
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.transaction import the_office, writing

KIND = "told_hours_back"


@dataclass(frozen=True, slots=True)
class ToldHours:
    """Hours told in the field week (临时占用): their number, and who or what cannot be had when."""

    id: int
    engagement: Engagement


def told_hours(context: Context, holder: str | None = None) -> tuple[ToldHours, ...]:
    """Give the hours told and not over yet, of somebody or something by code, or all, in the order they were told."""
    with context.database.reading() as uow:
        today = context.today(the_office(uow))
        found = (ToldHours(number, one) for number, one in uow.means.told())
        return tuple(
            one for one in found if holder in (None, one.engagement.holder) and not _over(one.engagement, today)
        )


def take_back_told(context: Context, number: int, holder: str) -> ToldHours:
    """Take hours back that were told of somebody or something: from now on they can be had again; no trip moves by itself.

    Raises NotFound for what is not told, or was taken back; NotAllowed for what is over.
    """
    with writing(context) as (uow, here):
        told = dict(uow.means.told()).get(number)
        if told is None or told.holder != holder:
            raise _not_told(holder)
        if _over(told, here.today(the_office(uow))):
            raise NotAllowed(
                Text("该时段已经过去。", "These hours are over."),
                Text("过去的占用不再更改。", "What is over is left as it was."),
                code="told-hours-over",
                facts={"holder": holder},
            )
        uow.means.release(number)
        uow.log.append(here.now(), here.actor, KIND, None, {"engagement": plain(told)})
        uow.commit()
    return ToldHours(number, told)


def told_view(one: ToldHours) -> dict[str, Any]:
    """Show hours told: of a person only that they are taken, never why."""
    return {"id": one.id, **plain(one.engagement)}


def _over(told: Engagement, today: date) -> bool:
    last = told.hours.period.last
    return last is not None and last < today


def _not_told(holder: str) -> NotFound:
    return NotFound(
        Text(f"没有对“{holder}”登记的该项临时占用，或已撤销。", f'No such hours are told of "{holder}", or no more.'),
        Text("请刷新后查看。", "Load the page again."),
        code="told-hours-unknown",
        facts={"holder": holder},
    )
