"""What the plan of a week of field work may see (外勤周快照), put together from the database in a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from allocator.decisions.fieldwork.of_cases import of_its_case
from allocator.decisions.fieldwork.rides import joint_days, kinds_seen
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput, NotAllowed
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Errand, Trip, TripState
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.trips import FINISHED, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.indicators.lent_time import special_errands
from allocator.services.transaction import the_office, the_rulebook

MINUTE = timedelta(minutes=1)
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""The years of which working days can be told, if only as estimates."""


def the_monday(written: str) -> date:
    """Read a week, written 2022-W41 or by its Monday; raises BadInput for what is neither, or too far off for any calendar."""
    try:
        day = date.fromisoformat(f"{written}-1" if "W" in written else written)
    except ValueError:
        day = None
    if day is None or day.weekday():
        raise BadInput(
            Text(f"“{written}”不是周，也不是星期一的日期。", f'"{written}" is neither a week nor the day of a Monday.'),
            Text("写成 2022-W41 或 2022-10-10。", "Write 2022-W41, or 2022-10-10."),
            code="week-unreadable",
        )
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(
            Text(f"没有 {day} 这一周的工作日历。", f"No calendar of working days has the week of {day}."),
            Text(
                f"请选 {FIRST_YEAR} 年至 {LAST_YEAR} 年间的周。",
                f"Ask for a week of the years {FIRST_YEAR} to {LAST_YEAR}.",
            ),
            code="week-too-far",
            facts={"first": FIRST_YEAR, "last": LAST_YEAR},
        )
    return day


def read_week(context: Context, monday: date) -> FieldWeek:
    """Give a week of field work as it stands now."""
    with context.database.reading() as uow, uow.for_the_office():
        return week_in(uow, context, monday)


def told_week(context: Context, week: FieldWeek) -> FieldWeek:
    """Give a week without what it says of cases that are not for whoever asks, to be shown and not to be decided on."""
    hidden = context.database.hidden.errands
    trips = (
        replace(trip, stops=tuple(stop for stop in trip.stops if stop.errand not in hidden)) for trip in week.trips
    )
    return replace(
        week,
        errands=tuple(errand for errand in week.errands if errand.code not in hidden),
        trips=tuple(trip for trip in trips if trip.stops),
    )


def week_ahead(context: Context, monday: date) -> FieldWeek:
    """Give a week of field work in which something can still be booked; raises NotAllowed for one that is over."""
    week = read_week(context, monday)
    check_ahead(week)
    return week


def check_ahead(week: FieldWeek) -> None:
    """Refuse a week that is over (已过的周); raises NotAllowed."""
    if week.now >= len(week.days) * DAY:
        last = week.days[-1]
        raise NotAllowed(
            Text(f"{week.monday} 至 {last} 这一周已过。", f"The week from {week.monday} to {last} is over."),
            Text("请选择本周或以后的周。", "Choose this week or a later one."),
            code="week-over",
            facts={"monday": week.monday.isoformat(), "today": week.today.isoformat()},
        )


def week_in(uow: UnitOfWork, here: Context, monday: date) -> FieldWeek:
    """Give a week of field work as it stands within a unit of work; eighteen queries at most, whatever the size.

    Who holds a case goes for it, and who is tied to it stays away, as the docket and the office say now; what the
    rulebook or the office know no more (a kind, a town) is not seen, nor what waits for a case that is closed.
    """
    office = the_office(uow)
    day = here.today(office)
    rulebook = the_rulebook(uow, day)
    rules = rulebook.fieldwork
    now = _minute_of_week(here, office, monday)
    window = monday - timedelta(days=rules.window_days)
    trips = uow.trips.of_week(monday)
    asked = tuple(_asked(uow, monday, trips, Snapshot(office, rulebook, day, {}, {})))
    errands = tuple(errand for errand, _ in asked)
    rides = uow.trips.rides(monday - timedelta(days=max(rules.window_days, rules.joint_trip_days) + WEEK_DAYS), monday)
    return FieldWeek(
        office=office,
        rulebook=rulebook,
        monday=monday,
        now=now,
        errands=errands,
        resources=uow.means.resources(),
        engagements=uow.means.engagements(),
        closures=uow.means.closures(),
        trips=tuple(_standing(trips, now, {errand.code for errand in errands})),
        hard=_hard(uow, office, rulebook, window, monday),
        joint=joint_days(rides, office),
        special=special_errands(uow, office, rulebook, monday, asked),
        seen=kinds_seen([ride for ride in rides if ride.day >= window], office, rulebook),
    )


def _asked(
    uow: UnitOfWork, monday: date, trips: Iterable[KeptTrip], snapshot: Snapshot
) -> Iterator[tuple[Errand, Case | None]]:
    """Give what is asked for and known, each as its case stands, and that case; of a closed case only what a trip serves already."""
    errands = [kept.errand for kept in uow.errands.of_week(monday)]
    cases = uow.cases.by_numbers([errand.case_no for errand in errands])
    served = {stop.errand for kept in trips for stop in kept.trip.stops if stop.errand not in kept.undone}
    for errand in errands:
        case = cases.get(errand.case_no)
        over = case is not None and case.state == CaseState.CLOSED and errand.code not in served
        if is_known(errand, snapshot.office, snapshot.rulebook) and not over:
            yield of_its_case(errand, case, snapshot), case


def is_known(errand: Errand, office: Office, rulebook: Rulebook) -> bool:
    """Say whether office and rulebook still know the kind and the town of an errand."""
    return errand.kind in rulebook.errands and errand.place.town in {town.name for town in office.towns}


def _minute_of_week(here: Context, office: Office, monday: date) -> int:
    local = here.clock().astimezone(ZoneInfo(office.bureau.timezone)).replace(tzinfo=None)
    return (local - datetime.combine(monday, time())) // MINUTE


def _standing(kept: Iterable[KeptTrip], now: int, known: Collection[str]) -> Iterable[Trip]:
    """Give the trips as the plan sees them: what came back, or should have left, is as little moved as what is under way.

    So is a trip that serves what office or rulebook know no more (资料已删): nobody can say where else it could stand.
    """
    for one in kept:
        served = tuple(stop for stop in one.trip.stops if stop.errand not in one.undone)
        if one.state != FINISHED:
            stands = one.trip.leaves < now or any(stop.errand not in known for stop in one.trip.stops)
            yield replace(one.trip, state=TripState.STARTED) if stands else one.trip
        elif served:
            yield replace(one.trip, stops=served)


def _hard(uow: UnitOfWork, office: Office, rulebook: Rulebook, since: date, monday: date) -> dict[str, int]:
    """Add up hard work from a day on, before a week: what came back by the ledger, what is not marked back as it was planned."""
    found = Counter(uow.trips.hard(since, monday))
    out = [kept for kept in uow.trips.not_back(since - timedelta(days=WEEK_DAYS), monday) if since <= kept.day]
    asked = uow.errands.by_code({stop.errand for kept in out for stop in kept.trip.stops})
    for kept in out:
        errands = [asked[code].errand for code in dict.fromkeys(stop.errand for stop in kept.trip.stops)]
        known = tuple(errand for errand in errands if is_known(errand, office, rulebook))
        week = FieldWeek(office, rulebook, kept.monday, 0, known)
        found.update(dict.fromkeys(kept.trip.people, week.hard_minutes(known)))
    return {code: minutes for code, minutes in sorted(found.items()) if minutes}


def state_of(week: FieldWeek) -> str:
    """Name what a week is, whatever the minute at which it is looked at: what a confirmation rests on."""
    return replace(week, now=0).digest
