"""The rescue desk (期限救援): what no longer fits before its day, the cheapest way out for each, and hours for its field work."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from allocator.decisions.deadlines.handing import HeldWork
from allocator.decisions.deadlines.rescue import WAYS, Rescue, Way, rescue
from allocator.decisions.fieldwork.slots import slots, why_none
from allocator.domain.canonical import plain
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Count, Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.context import Context
from allocator.services.fieldwork.repairs import in_week
from allocator.services.fieldwork.seeing import week_in
from allocator.services.many_values import many_values
from allocator.services.plans.stock import whole_stock
from allocator.services.transaction import look_back

WEEK = timedelta(days=7)
MOST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class SlotFound:
    """The first hour at which an errand of the case could be booked by a day (可约时段), or why none is left."""

    errand: str
    by: date
    day: date | None
    booking: Any
    reasons: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rescues:
    """What is late of a case, or of all, with its rescue; hours for errands that are asked for but not booked."""

    day: date
    case_no: str | None
    rescues: tuple[Rescue, ...]
    slots: tuple[SlotFound, ...] = ()


def rescue_case(context: Context, ref: str | int) -> Rescues:
    """Find the cheapest rescue for each deadline of a case that no longer fits, and an hour for each errand not booked.

    Changes nothing. Raises NotFound.
    """
    with context.database.reading() as uow:
        case_no = find_case(uow, ref).case_no
        with uow.for_the_office():
            return _rescued(uow, context, case_no)


def _rescued(uow: UnitOfWork, context: Context, case_no: str) -> Rescues:
    seen = _seen(uow, context)
    stock = HeldWork(whole_stock(uow, seen)[1], seen)
    with many_values():
        found = tuple(rescue(late, stock) for late in stock.late() if late.work.case_no == case_no)
    ends = [work.due for case in stock.cases if case.case_no == case_no for work in stock.own_work(case)]
    return Rescues(seen.day, case_no, found, tuple(_slots(uow, context, case_no, max(ends, default=seen.day), seen)))


def rescue_all(context: Context) -> Rescues:
    """Find the cheapest rescue for every deadline that no longer fits, in order of day and case; changes nothing."""
    with context.database.reading() as uow, uow.for_the_office():
        seen = _seen(uow, context)
        stock = HeldWork(whole_stock(uow, seen)[1], seen)
    told = [one for one in stock.late() if not uow.hidden.hides(one.work.case_no)]
    late = sorted(told, key=lambda one: (one.work.due, one.work.case_no, one.work.node, one.work.officer))
    with many_values():
        return Rescues(seen.day, None, tuple(rescue(one, stock) for one in late))


def _seen(uow: UnitOfWork, context: Context) -> Snapshot:
    """Take the snapshot in which time lent to special actions is nobody's: their own cases are no part of the stock."""
    return replace(look_back(uow, context), filled={})


def _slots(uow: UnitOfWork, context: Context, case_no: str, last: date, seen: Snapshot) -> Iterator[SlotFound]:
    """Look week by week for the first hour of each open errand of the case that no trip serves, until its last day."""
    for kept in uow.errands.open_of(case_no):
        if not uow.trips.serving(kept.errand.code):
            by = min(kept.errand.latest or last, last)
            yield _slot(uow, context, kept.errand.code, by, seen)


def _slot(uow: UnitOfWork, context: Context, code: str, by: date, seen: Snapshot) -> SlotFound:
    for week in _weeks(uow, context, by, seen):
        found = [one for one in slots(week, in_week(week, code)) if week.day(one.booking.starts) <= by]
        if found:
            first = min(found, key=lambda one: one.booking.starts)
            return SlotFound(code, by, week.day(first.booking.starts), plain(first.booking), ())
    return SlotFound(code, by, None, None, tuple(plain(why_none(week, in_week(week, code)).reasons)))


def _weeks(uow: UnitOfWork, context: Context, by: date, seen: Snapshot) -> Iterator[FieldWeek]:
    """Walk the weeks from this one to that of a day, as they stand; this one at least."""
    monday = seen.day - timedelta(days=seen.day.weekday())
    for number in range(MOST_WEEKS):
        if not number or monday + number * WEEK <= by:
            yield week_in(uow, context, monday + number * WEEK)


def rescues_view(found: Rescues) -> dict[str, Any]:
    """Show what is late with its rescue: minutes missing, ways with their price per mille of load, and what was tried."""
    return {
        "day": found.day.isoformat(),
        "case_no": found.case_no,
        "items": [_rescue_view(one) for one in found.rescues],
        "slots": [plain(one) for one in found.slots],
    }


def _rescue_view(found: Rescue) -> dict[str, Any]:
    work = found.late.work
    return {
        "case_no": work.case_no,
        "node": work.node,
        "officer": work.officer,
        "due": work.due.isoformat(),
        "short_minutes": found.late.short,
        "way": _way_view(found.way) if found.way else None,
        "tried": dict(found.tried),
        "refused": dict(found.refused),
        "still_late": found.still_late,
        "too_small": found.too_small,
        "text": said(found).as_dict(),
    }


def _way_view(way: Way) -> dict[str, Any]:
    until = way.until.isoformat() if way.until else None
    return {"kind": way.kind, "price": way.price, "until": until, "changes": [plain(one) for one in way.changes]}


def said(found: Rescue) -> Text:
    """Say the outcome of a rescue in a sentence."""
    ways = sum(found.tried.values())
    if found.way is None:
        small = found.too_small
        return Text(
            f"无可行办法：试过 {ways} 种，合规而仍来不及的 {found.still_late} 种"
            + (f"；另有 {small} 件移走也不够。" if small else "。"),
            f"There is none: of {ways} ways tried, {found.still_late} were lawful, and something would still be late"
            + (f"; {Count(small):more case is|more cases are} too small to make room." if small else "."),
        )
    moves = "；".join(f"{one.case_no} {one.holder}→{one.officer}" for one in found.way.changes)
    name = WAYS[found.way.kind]
    return Text(
        f"{name.zh}：{moves}，代价 {found.way.price}‰。", f"{name.en}: {moves}, at {found.way.price} per mille of load."
    )
