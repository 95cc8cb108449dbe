"""Setting trips down as published (落表): what they take is booked, what they replace is given back, the checker looks again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.checker_clashes import on_trip
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.canonical import plain
from allocator.domain.errors import Conflict
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Text
from allocator.persistence.bookings import Taking
from allocator.persistence.trips import WITHDRAWN, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetDown:
    """What setting trips down did (落表结果): published anew, moved, withdrawn; `codes` by the codes of the plan."""

    published: tuple[KeptTrip, ...]
    moved: tuple[KeptTrip, ...]
    withdrawn: tuple[KeptTrip, ...]
    codes: Mapping[str, str]


def set_down(uow: UnitOfWork, week: FieldWeek, chosen: Sequence[Trip], gone: Sequence[KeptTrip]) -> SetDown:
    """Publish trips of a plan in place of published ones that are `gone`; who keeps most of its errands keeps its code.

    Calendars date the change by the minute at which the week was looked at.

    Raises Conflict: "booking-taken" where somebody or something is booked by another trip, "errand-served", "plan-unlawful"
    where the checker objects to what then stands.
    """
    _check_known(week, chosen)
    heirs = _heirs(chosen, gone)
    left = [kept for kept in gone if kept not in heirs.values()]
    at = uow.trips.bookings.instant(week.monday, week.now)
    withdrawn = tuple(uow.trips.change(kept, WITHDRAWN, at) for kept in left)
    moves = [(heirs[trip.code], trip, _takings(week, trip)) for trip in chosen if trip.code in heirs]
    moved = uow.trips.move(week.monday, moves, at) if moves else ()
    anew = [trip for trip in chosen if trip.code not in heirs]
    wanted = [(trip, tuple(_takings(week, trip))) for trip in anew]
    published = uow.trips.publish(week.monday, wanted, at) if wanted else ()
    named = {trip.code: kept.trip.code for trip, kept in zip(anew, published, strict=True)}
    codes = {**{code: kept.trip.code for code, kept in heirs.items()}, **named}
    named_anew = [replace(trip, code=codes[trip.code]) for trip in chosen]
    _refuse(objections_to(week, named_anew, {kept.trip.code for kept in gone}))
    _book_ahead(uow, week, chosen)
    return SetDown(published, moved, withdrawn, codes)


def _heirs(chosen: Sequence[Trip], gone: Sequence[KeptTrip]) -> dict[str, KeptTrip]:
    """Find for each published trip that goes the new one most like it: its code, and calendars, go on."""
    pairs = [(_likeness(trip, kept.trip), trip.code, kept) for trip in chosen for kept in gone]
    found = dict[str, KeptTrip]()
    for (_, common), code, kept in sorted(pairs, key=itemgetter(0), reverse=True):
        if common and code not in found and kept not in found.values():
            found[code] = kept
    return found


def _likeness(trip: Trip, old: Trip) -> tuple[int, int]:
    """Count the stops a trip has from an old one: at the same minute with the same vehicle, and at all."""
    same = set(trip.stops) & set(old.stops) if trip.vehicle == old.vehicle else set[Stop]()
    served = {(stop.errand, stop.part) for stop in old.stops}
    return len(same), sum((stop.errand, stop.part) in served for stop in trip.stops)


def _takings(week: FieldWeek, trip: Trip) -> list[Taking]:
    """Give all that a trip takes: its vehicle, everybody aboard, and things, carried ones all the way."""
    vehicle = week.vehicle_by_code.get(trip.vehicle)
    people = week.office.officer_by_code
    named = [(trip.vehicle, vehicle.name if vehicle else trip.vehicle)]
    named += [(code, people[code].name if code in people else code) for code in trip.people]
    return [*(Taking(code, name, trip.span) for code, name in named), *_things(week, trip)]


def _things(week: FieldWeek, trip: Trip) -> Iterator[Taking]:
    for thing in week.resources:
        for taken in on_trip(week, thing, trip):
            yield Taking(thing.code, thing.name, taken.span, taken.count, thing.count)


def _check_known(week: FieldWeek, chosen: Sequence[Trip]) -> None:
    """Refuse trips that name what the week does not know, before anything is made of them."""
    found = check_week(week, WeekPlan(tuple(chosen)))
    _refuse([objection for objection in found if objection.rule.startswith("known_")])


def objections_to(week: FieldWeek, chosen: Sequence[Trip], away: Collection[str]) -> list[FieldObjection]:
    """Check trips beside those that stand, without some that give way; what was wrong before with other trips hinders nobody."""
    standing = tuple(trip for trip in week.trips if trip.code not in away)
    before = check_week(week, WeekPlan(standing))
    after = check_week(week, WeekPlan((*standing, *(replace(trip, state=TripState.DRAFT) for trip in chosen))))
    return [objection for objection in after if objection not in before]


def _refuse(objections: Sequence[FieldObjection]) -> None:
    if objections:
        raise Conflict(
            Text(f"校验不通过：{objections[0].text.zh}", f"The checker objects: {objections[0].text.en}"),
            Text("请重新生成本周方案，或只发布其余出车。", "Draft the week anew, or publish the other trips only."),
            code="plan-unlawful",
            facts={"objections": [plain(item) for item in objections]},
        )


def _book_ahead(uow: UnitOfWork, week: FieldWeek, chosen: Sequence[Trip]) -> None:
    """Note that who must be booked ahead (法警预约) is booked today: from now on the lead time has run."""
    known = uow.errands.by_code(sorted({stop.errand for trip in chosen for stop in trip.stops}))
    for kept in known.values():
        if kept.errand.booked_on is None and week.kind(kept.errand).lead_days:
            uow.errands.save(replace(kept, errand=replace(kept.errand, booked_on=week.today)), kept.version)
