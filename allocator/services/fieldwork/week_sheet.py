"""A week of field work on one sheet (外勤周表): who and which vehicle goes where on each day, what has no place, and the towns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import WEEK_DAYS, Errand, clock
from allocator.domain.words import Text
from allocator.persistence.trips import KeptTrip
from allocator.services.context import Context
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.views import is_estimated, week_name


@dataclass(frozen=True, slots=True)
class Outing:
    """A trip as one cell tells it: its code, hours, towns in order, and what is done there."""

    code: str
    state: str
    leaves: str
    back: str
    towns: tuple[str, ...]
    errands: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Somebody, or a vehicle, and the trips of each day of the week, from Monday on."""

    code: str
    name: str
    days: tuple[tuple[Outing, ...], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An errand without a place: its number and code, what and where it is, and its last day."""

    id: int
    code: str
    kind: Text
    case_no: str
    town: str
    due: date | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class TownMark:
    """A town on the schematic map, from 0 to 1000 to the east and to the south."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """A week of field work (外勤周表): people and vehicles in the office's own order, the tray of errands, the map."""

    week: str
    before: str
    after: str
    days: tuple[date, ...]
    estimated: bool
    people: tuple[WeekRow, ...]
    vehicles: tuple[WeekRow, ...]
    tray: tuple[Waiting, ...]
    objections: tuple[Text, ...]
    towns: tuple[TownMark, ...]
    seat: str | None


def read_week_sheet(context: Context, monday: date) -> WeekSheet:
    """Give a week of field work as it stands, as it is printed."""
    week, kept, check = standing_week(context, monday)
    with context.database.reading() as uow:
        asked = uow.errands.by_code(list(check.left))
    office = week.office
    step = timedelta(days=WEEK_DAYS)
    people = ((one.code, one.name, [trip for trip in kept if one.code in trip.trip.people]) for one in office.officers)
    cars = ((one.code, one.name, [trip for trip in kept if one.code == trip.trip.vehicle]) for one in office.vehicles)
    return WeekSheet(
        week=week_name(monday),
        before=week_name(monday - step),
        after=week_name(monday + step),
        days=week.days,
        estimated=is_estimated(week),
        people=tuple(_row(code, name, trips, week) for code, name, trips in people if trips),
        vehicles=tuple(_row(code, name, trips, week) for code, name, trips in cars),
        tray=tuple(_waiting(asked[code].id, week.errand_by_code[code], week) for code in check.left if code in asked),
        objections=tuple(objection.text for objection in check.objections),
        towns=_map(week),
        seat=office.bureau.seat,
    )


def _row(code: str, name: str, trips: Iterable[KeptTrip], week: FieldWeek) -> WeekRow:
    listed = sorted(trips, key=lambda kept: kept.trip.leaves)
    days = (tuple(_outing(kept, week) for kept in listed if kept.day == day) for day in week.days)
    return WeekRow(code, name, tuple(days))


def _outing(kept: KeptTrip, week: FieldWeek) -> Outing:
    trip = kept.trip
    errands = [week.errand_by_code[stop.errand] for stop in trip.stops if stop.errand in week.errand_by_code]
    towns = tuple(dict.fromkeys(errand.place.town for errand in errands))
    said = tuple(dict.fromkeys(week.kind(errand).name for errand in errands))
    return Outing(trip.code, kept.state, clock(trip.leaves), clock(trip.back), towns, said)


def _waiting(number: int, errand: Errand, week: FieldWeek) -> Waiting:
    kind = week.kind(errand).name
    return Waiting(number, errand.code, kind, errand.case_no, errand.place.town, errand.due, errand.urgent)


def _map(week: FieldWeek) -> tuple[TownMark, ...]:
    """Lay the towns out by their coordinates, north up; those without any are left out."""
    known = [(one.name, float(one.lon), float(one.lat)) for one in week.office.towns if one.lat and one.lon]
    if len(known) < 2:
        return ()
    west, east = min(lon for _, lon, _ in known), max(lon for _, lon, _ in known)
    south, north = min(lat for _, _, lat in known), max(lat for _, _, lat in known)
    wide, high = (east - west) or 1, (north - south) or 1
    return tuple(
        TownMark(name, round((lon - west) * 1000 / wide), round((north - lat) * 1000 / high))
        for name, lon, lat in known
    )
