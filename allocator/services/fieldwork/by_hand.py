"""A week changed by hand (手工安排): an errand placed, a trip let go otherwise; shown with its price first, applied when confirmed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allocator.decisions.fieldwork.placing import ByHand, Rearrangement, Spot, place, rearrange
from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, NotAllowed, Stale
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip, TripState
from allocator.domain.words import Count, Text
from allocator.persistence.trips import PUBLISHED, KeptTrip
from allocator.services.context import Context
from allocator.services.fieldwork.answers import Answered, applied, confirmed, shown
from allocator.services.fieldwork.publishing import expected_trip
from allocator.services.fieldwork.repairs import in_week
from allocator.services.fieldwork.reviews import offers, waiting_errand
from allocator.services.fieldwork.seeing import state_of, week_ahead
from allocator.services.transaction import writing


def place_errand(context: Context, ref: str | int, monday: date, spot: Spot, confirm: str | None = None) -> Answered:
    """Say what placing an errand by hand does; with the digest of the answer that was shown, do exactly that.

    Where the place wished is not free the answer is the nearest that is, with the fewest bookings moved, and `against` says
    why. Raises NotFound, NotAllowed for an errand that is closed or booked already and a week that is over, BadInput for a
    vehicle or trip the week does not have, Stale when the week has moved on since the answer, Conflict when the checker objects.
    """
    code = waiting_errand(context, ref)
    asked = {"asked": "place", "errand": code}
    if confirm is not None:
        return _done(context, monday, confirm, asked)
    week = week_ahead(context, monday)
    errand = in_week(week, code)
    _check_spot(week, spot)
    return _told(context, week, place(week, errand, spot), asked)


def take_offer(context: Context, ref: str | int, monday: date, at: tuple[int, str], state: str) -> Answered:
    """Book an errand at an hour (minute of the week, vehicle) that was offered, in one step and exactly as it was offered.

    Raises Stale when the week is no more what it was then, by its `state`, and like `offers`.
    """
    found = offers(context, ref, monday)
    slot = next((one for one in found.slots if (one.booking.starts, one.booking.vehicle) == at), None)
    if slot is None or state_of(found.week) != state:
        raise Stale(
            Text("此后本周安排已变更。", "The week has changed since this was shown."),
            Text("请重新查看可选时段。", "Look at the hours again."),
            code="answer-stale",
        )
    asked = {"asked": "place", "errand": waiting_errand(context, ref)}
    answer = _told(context, found.week, ByHand(found.week, slot.plan), asked)
    return _done(context, monday, answer.digest, asked)


def rearrange_trip(context: Context, ref: str | int, wish: Rearrangement, confirm: str | None = None) -> Answered:
    """Say what letting a published trip go otherwise does; with the digest of the answer that was shown, do exactly that.

    Where the wish is not lawful the answer is the lawful plan nearest to it, and `against` names each violation. Raises like
    `place_errand`; NotAllowed for a trip that has started, or that serves what nobody knows any more.
    """
    with context.database.reading() as uow:
        kept = expected_trip(uow, ref, None, PUBLISHED)
    asked = {"asked": "rearrange", "trip": kept.trip.code}
    if confirm is not None:
        return _done(context, kept.monday, confirm, asked)
    week = week_ahead(context, kept.monday)
    trip = _standing(week, kept)
    _check_wish(week, wish)
    return _told(context, week, rearrange(week, trip, wish), asked)


def _done(context: Context, monday: date, confirm: str, asked: Mapping[str, Any]) -> Answered:
    with writing(context) as (uow, here):
        week, document = confirmed(uow, here, monday, confirm, asked)
        if not document["placed"]:
            raise NotAllowed(
                Text("该安排不可行。", "What was asked for is not possible."),
                Text("请另选时间、车辆或人员。", "Choose another hour, vehicle or person."),
                code="not-placeable",
            )
        done = applied(uow, here, week, confirm, document)
        uow.commit()
    return Answered(confirm, document, done)


def _told(context: Context, week: FieldWeek, found: ByHand, asked: Mapping[str, Any]) -> Answered:
    """Keep the answer in the form of every answer about a week; what moves is wished, so its price is what it is."""
    price, booked = week.rulebook.fieldwork.move_price, [one for one in found.moves if one.before]
    value = price * len({one.errand for one in booked})
    told = {
        "trips": plain(found.plan.trips if found.plan else ()),
        "moves": plain(found.moves),
        "along": plain(found.along),
        "value": value,
        "bound": 0,
        "proven": value == 0,
        "told": plain(_said(found, len(booked))),
        "placed": found.changes,
        "objections": [],
        "effect": dict(found.effect),
        "against": plain(found.against),
    }
    return shown(context, week, asked, told)


def _said(found: ByHand, moved: int) -> Text:
    if found.plan is None:
        return Text("此处无法安排。", "There is no place there.")
    if not found.changes:
        return Text("不带来任何变动。", "Nothing would change.")
    if not moved:
        return Text("可行，不影响其他预约。", "It is possible, and no other booking moves.")
    return Text(f"可行，改动 {moved} 项已有预约。", f"It is possible; {Count(moved):booking moves|bookings move}.")


def _standing(week: FieldWeek, kept: KeptTrip) -> Trip:
    trip = next(one for one in week.trips if one.code == kept.trip.code)
    if trip.state == TripState.STARTED:
        code = trip.code
        raise NotAllowed(
            Text(f"出车 {code} 不可变更。", f"Trip {code} cannot be changed."),
            Text(
                "其出发时间已过，或其任务的类型、乡镇已不在资料中；必要时撤回。",
                "It should have left, or serves a kind or town that is gone; withdraw it if need be.",
            ),
            code="trip-state",
            facts={"trip": code},
        )
    return trip


def _check_spot(week: FieldWeek, spot: Spot) -> None:
    if spot.vehicle is not None and spot.vehicle not in week.vehicle_by_code:
        raise _unknown("vehicle", spot.vehicle)
    if spot.trip is not None and spot.trip not in {one.code for one in week.trips if one.state == TripState.PUBLISHED}:
        raise _unknown("trip", spot.trip)


def _check_wish(week: FieldWeek, wish: Rearrangement) -> None:
    if wish.vehicle is not None and wish.vehicle not in week.vehicle_by_code:
        raise _unknown("vehicle", wish.vehicle)
    if wish.into is not None and wish.into not in week.office.officer_by_code:
        raise _unknown("into", wish.into)


def _unknown(field: str, code: str) -> BadInput:
    text = Text(f"本周没有“{code}”。", f'The week has no "{code}".')
    return BadInput(
        text,
        Text(
            "请从本周的车辆、人员或已发布出车中选择。", "Choose among the week's vehicles, people or published trips."
        ),
        code="name-unknown",
        faults=[{"field": field, "code": "name-unknown", "text": text.as_dict()}],
    )
