"""A week of field work on one sheet (外勤周表): who and which vehicle goes where on each day, what has no place, and the towns."""

from dataclasses import dataclass
from datetime import date, timedelta

from allocator.decisions.fieldwork.windows import starts_of
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Span
from allocator.domain.words import Text
from allocator.persistence.errands import KeptErrand
from allocator.services.context import Context
from allocator.services.fieldwork.checks import FieldCheck, standing_week
from allocator.services.fieldwork.outings import UNKNOWN_ERRAND, Outing, Telling, WeekRow
from allocator.services.fieldwork.views import is_estimated, week_name


@dataclass(frozen=True, slots=True)
class Waiting:
    """An errand without a place: its number and code, what and where it is, its last day, and when the law lets it begin."""

    id: int
    code: str
    kind: Text
    case_no: str
    town: str
    due: date | None
    urgent: bool
    open: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TownMark:
    """A town on the schematic map, from 0 to 1000 to the east and to the south."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """A week of field work (外勤周表): people and vehicles in the office's own order, the tray of errands, the map.

    `hours` are the minutes of a day within which trips may be out, `works` says of each day whether the office works,
    `nearest` is the nearest other week that has trips.
    """

    week: str
    before: str
    after: str
    now: int
    days: tuple[date, ...]
    works: tuple[bool, ...]
    hours: Span
    estimated: bool
    outings: tuple[Outing, ...]
    people: tuple[WeekRow, ...]
    vehicles: tuple[WeekRow, ...]
    tray: tuple[Waiting, ...]
    objections: tuple[Text, ...]
    towns: tuple[TownMark, ...]
    seat: str | None
    nearest: str | None

    @property
    def is_over(self) -> bool:
        """Say whether nothing of it can be booked any more."""
        return self.now >= WEEK_DAYS * DAY


def read_week_sheet(context: Context, monday: date) -> WeekSheet:
    """Give a week of field work as it stands, as it is printed."""
    week, kept, check = standing_week(context, monday)
    codes = {*check.left, *(stop.errand for one in kept for stop in one.trip.stops)}
    with context.database.reading() as uow:
        asked = uow.errands.by_code(sorted(codes))
        nearest = uow.trips.nearest_week(monday)
    telling = Telling(week, asked, check.objections)
    outings = tuple(telling.outing(one.trip, one) for one in kept)
    waiting = [asked[code] for code in check.left if code in asked]
    step = timedelta(days=WEEK_DAYS)
    return WeekSheet(
        week=week_name(monday),
        before=week_name(monday - step),
        after=week_name(monday + step),
        now=week.now,
        days=week.days,
        works=tuple(week.office.calendar.is_working(day) for day in week.days),
        hours=Span(week.rulebook.fieldwork.out_from, week.rulebook.fieldwork.back_by),
        estimated=is_estimated(week),
        outings=outings,
        people=telling.people(outings),
        vehicles=telling.vehicles(outings),
        tray=tuple(_waiting(one, week) for one in waiting),
        objections=_objections(check, outings, telling),
        towns=map_of(week),
        seat=week.office.bureau.seat,
        nearest=week_name(nearest) if nearest else None,
    )


def _objections(check: FieldCheck, outings: tuple[Outing, ...], telling: Telling) -> tuple[Text, ...]:
    """Say what is wrong with the week, and what is missing of what its trips serve."""
    missing = (
        Text(
            f"{one.code}，{text.zh}。请补回，或撤回该出车。",
            f"{one.code}, {text.en}: put it back, or withdraw the trip.",
        )
        for one in outings
        for text in one.missing
    )
    wrong = (one for one in check.objections if one.rule != UNKNOWN_ERRAND and telling.is_told(one.errand))
    return (*missing, *(one.text for one in wrong))


def _waiting(kept: KeptErrand, week: FieldWeek) -> Waiting:
    errand = week.errand_by_code[kept.errand.code]
    kind, town = week.kind(errand).name, errand.place.town
    return Waiting(kept.id, errand.code, kind, errand.case_no, town, errand.due, errand.urgent, starts_of(week, errand))


def map_of(week: FieldWeek) -> tuple[TownMark, ...]:
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
