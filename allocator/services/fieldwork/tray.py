"""An errand that waits for a place (待排任务): the hours that cost least, the trips it could join, or why there are none."""

from dataclasses import dataclass
from datetime import date

from allocator.decisions.fieldwork.effect_words import effect_said
from allocator.decisions.fieldwork.slots import Slot
from allocator.decisions.fieldwork.words import errand_name
from allocator.domain.fieldwork.trips import TripState, clock
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.fieldwork.outings import Outing, Telling
from allocator.services.fieldwork.reviews import offers, waiting_errand
from allocator.services.fieldwork.seeing import state_of
from allocator.services.fieldwork.views import week_name


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour to place an errand: minute of the week and vehicle name it; in words, and with what it does to the week.

    `beside` are the errands of the same trip.
    """

    starts: int
    vehicle: str
    day: date
    hours: str
    car: str
    people: tuple[str, ...]
    beside: tuple[str, ...]
    effect: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class WaitingErrand:
    """An errand that waits (待排任务): its hours best first, trips of the week that could take it along, else why none and what would help.

    `known` says whether the docket has its case; `version` is what a withdrawal of the errand rests on.
    """

    id: int
    version: int
    known: bool
    name: Text
    case_no: str
    due: date | None
    week: str
    state: str
    days: tuple[date, ...]
    hours: tuple[Hour, ...]
    advice: tuple[Text, ...]
    trips: tuple[Outing, ...]
    vehicles: tuple[tuple[str, str], ...]


def read_waiting(context: Context, ref: int, monday: date) -> WaitingErrand:
    """Give an errand that waits with where it could go in a week; raises like `offers`."""
    found, code = offers(context, ref, monday), waiting_errand(context, ref)
    week, errand = found.week, found.week.errand_by_code[code]
    with context.database.reading() as uow:
        asked = uow.errands.by_code(sorted({stop.errand for trip in week.trips for stop in trip.stops}))
        kept, known = uow.errands.get(ref), bool(uow.cases.by_numbers([errand.case_no]))
    telling = Telling(week, asked)
    standing = [trip for trip in week.trips if trip.state == TripState.PUBLISHED]
    return WaitingErrand(
        id=ref,
        version=kept.version,
        known=known,
        name=errand_name(week, errand),
        case_no=errand.case_no,
        due=errand.due,
        week=week_name(monday),
        state=state_of(week),
        days=week.days,
        hours=tuple(_hour(telling, code, one) for one in found.slots),
        advice=found.none.reasons if found.none else (),
        trips=tuple(telling.outing(trip) for trip in sorted(standing, key=lambda one: (one.leaves, one.code))),
        vehicles=tuple((one.code, one.name) for one in week.office.vehicles),
    )


def _hour(telling: Telling, code: str, slot: Slot) -> Hour:
    at, names = slot.booking, {one.code: one.name for one in telling.week.office.officers}
    car = telling.week.vehicle_by_code[at.vehicle]
    trip = slot.plan.placed[code, 0][0]
    return Hour(
        starts=at.starts,
        vehicle=at.vehicle,
        day=telling.week.day(at.starts),
        hours=f"{clock(at.starts)}–{clock(at.ends)}",
        car=car.name,
        people=tuple(names.get(one, one) for one in at.people),
        beside=tuple(stop.errand for stop in trip.stops if stop.errand != code and telling.is_told(stop.errand)),
        effect=effect_said(slot.effect, telling.week.rulebook.fieldwork.move_price),
    )
