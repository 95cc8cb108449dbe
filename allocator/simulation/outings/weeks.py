"""The week of field work a simulated office plans (推演周计划): on its first working morning, by the code that plans in earnest.

The same snapshot of a week, the same translation, search and limits; what only costs (proof of the plan's worth, explanations,
the checker's verdict) is left out. The clock cuts nothing short, so that the bytes stay the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from allocator.decisions.fieldwork.of_cases import of_its_case
from allocator.decisions.fieldwork.rides import joint_days, kinds_seen
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Errand, Hours, Stop, Trip, TripState, WeekPlan, clock
from allocator.domain.people import Period
from allocator.domain.scenarios.scenario import Fieldwork
from allocator.simulation.outings.book import Asked, Booked
from allocator.simulation.outings.trips import is_ill, set_out
from allocator.simulation.world import World

SECONDS_AN_ERRAND = 0.001
"""Counted seconds of search for each errand of a week: twenty-five times as many had no more errands done over a year (ADR 61)."""
PATIENCE = 24 * 60 * 60
"""Seconds the clock may run: it would cut a plan short on a busy machine, and another one would come of it."""
MOST_A_VEHICLE = 50
"""Errands looked at for each vehicle of the office, about twice what it serves in a week: who has thousands waiting plans no longer for it."""
PAPERS = timedelta(days=31)
"""So long before the stage its notice is taken to have been served: papers are there when a stage is reached."""


def begin_week(world: World) -> None:
    """Plan the week if this is its first working morning and anything waits."""
    if world.staged.fieldwork != Fieldwork.WEEKS:
        return
    monday = monday_of(world)
    if world.outings.week == monday:
        return
    world.outings.week = monday
    _forget(world, monday)
    if world.outings.asked:
        _book(world, week_of(world))
        set_out(world)


def _forget(world: World, monday: date) -> None:
    """Let go of trips no rolling book looks back to, as the week in earnest reads no older ones."""
    rules, book = world.rulebook.fieldwork, world.outings
    since = monday - timedelta(days=max(rules.window_days, rules.joint_trip_days) + WEEK_DAYS)
    book.past = [past for past in book.past if past.ride.day >= since]


def monday_of(world: World) -> date:
    """Give the Monday of today's week."""
    today = world.table.dates[world.today]
    return today - timedelta(days=today.weekday())


def _book(world: World, week: FieldWeek) -> None:
    """Plan and book a week."""
    secret = world.chance.secret("field week", week.monday.isoformat())
    plan = planned(week, seed_of(secret))
    publish(world, week, plan.trips)
    for trip in plan.trips:
        for stop in trip.stops:
            tell_booked(world, week, trip, stop)
    _note_left(world, {code for code, _ in plan.placed})


def seed_of(secret: bytes) -> int:
    """Give the seed of a search that a secret of the day stands for."""
    return int.from_bytes(secret[:4], "big") % 2**31


def publish(world: World, week: FieldWeek, trips: Sequence[Trip]) -> None:
    """Book the trips of a week, and keep them with it for the days on which somebody is missing."""
    first = (week.monday - world.staged.first).days
    for trip in trips:
        world.outings.booked.setdefault(first + trip.leaves // DAY, []).append(_booked(week, trip, first))
    stand = tuple(replace(trip, state=TripState.PUBLISHED) for trip in trips)
    world.outings.published = replace(week, trips=(*week.trips, *stand))


def planned(week: FieldWeek, seed: int) -> WeekPlan:
    """Plan a week within what its errands are worth of search; without a vehicle there is none of them.

    The solver is brought in here: reading it takes a second, and no other way of field work needs it.
    """
    from allocator.decisions.fieldwork.week import Limits, planned_week

    if not week.errands:
        return WeekPlan()
    return planned_week(week, Limits(PATIENCE, seconds_for(week)), seed)


def seconds_for(week: FieldWeek) -> float:
    """Give the counted seconds of search the errands of a week are worth."""
    return SECONDS_AN_ERRAND * len(week.errands)


def _booked(week: FieldWeek, trip: Trip, first: int) -> Booked:
    errands = week.served(trip)
    minutes = {errand.code: week.minutes(errand) for errand in errands}
    kinds = tuple(dict.fromkeys(errand.kind for errand in errands))
    return Booked(trip, first, minutes, kinds, week.hard_minutes(errands))


def _note_left(world: World, placed: Collection[str]) -> None:
    for code, asked in world.outings.asked.items():
        asked.served.clear()
        asked.worked.clear()
        if code not in placed:
            world.tell(asked.life, "本周外勤未能排上", "no place in this week's field plan")


def tell_booked(world: World, week: FieldWeek, trip: Trip, stop: Stop) -> None:
    """Tell a case when and with whom its visit is booked."""
    life = world.outings.asked[stop.errand].life
    if life.story is not None:
        day, hour, people = week.day(stop.starts), clock(stop.starts), trip.people
        world.tell(
            life,
            f"排入外勤：{day} {hour}，车辆 {trip.vehicle}，同车 {'、'.join(people)}",
            f"field work booked: {day} {hour}, vehicle {trip.vehicle}, aboard {', '.join(people)}",
        )


def week_of(world: World) -> FieldWeek:
    """Give the week of field work as the office stands on the morning it is planned."""
    table, rulebook, book, means = world.table, world.rulebook, world.outings, world.staged.means
    today, monday = table.dates[world.today], monday_of(world)
    office, since = table.offices[world.today], monday - timedelta(days=rulebook.fieldwork.window_days)
    recent = [past for past in book.past if past.ride.day >= since]
    hard = dict[str, int]()
    for past in recent:
        for code in past.ride.people if past.hard else ():
            hard[code] = hard.get(code, 0) + past.hard
    return FieldWeek(
        office=office,
        rulebook=rulebook,
        monday=monday,
        now=(today - monday).days * DAY + table.opening.opens,
        errands=tuple(_errand(world, asked) for asked in _foremost(world)),
        resources=means.resources,
        engagements=(*means.engagements, *ill_now(world)),
        closures=means.closures,
        hard=hard,
        joint=joint_days((past.ride for past in book.past), office),
        seen=kinds_seen([past.ride for past in recent], office, rulebook),
    )


def _foremost(world: World) -> Iterator[Asked]:
    """Walk the errands a week is planned of, in the order they were asked for: livelihood, priority and age say which come first."""
    asked, most = world.outings.asked, MOST_A_VEHICLE * len(world.table.offices[world.today].vehicles)
    if len(asked) <= most:
        yield from asked.values()
        return
    first = set(sorted(asked, key=lambda code: _rank(asked[code]))[:most])
    yield from (one for code, one in asked.items() if code in first)


def _rank(asked: Asked) -> tuple[bool, int, int]:
    standing = asked.life.case.standing
    return not standing.livelihood, standing.priority, asked.on


def _errand(world: World, asked: Asked) -> Errand:
    """Give an errand as its case stands: papers are there, bailiffs were booked when it was asked for, late is the case's own limit."""
    table, life, today = world.table, asked.life, world.table.dates[world.today]
    on, kind = table.dates[asked.on], world.rulebook.errands[asked.kind]
    bare = Errand(
        code=asked.code,
        kind=asked.kind,
        case_no=life.case_no,
        place=asked.place,
        asked_on=on,
        due=world.staged.first + timedelta(days=table.due(world.nodes[world.process.limit], life.filed)),
        priority=life.case.standing.priority,
        noticed_on=on - timedelta(days=kind.notice_days or 0) - PAPERS,
        approved_on=today,
        warranted_on=today,
        booked_on=on,
    )
    return of_its_case(bare, life.case, world.snapshot())


def ill_now(world: World) -> Iterator[Engagement]:
    """Give who is ill this morning, for as long as that lasts: so much is known; who falls ill later is not."""
    for code in world.table.people:
        days = 0
        while world.today + days < world.staged.days and is_ill(world, code, world.today + days):
            days += 1
        if days:
            yield taken_for(world, code, days)


def taken_for(world: World, code: str, days: int) -> Engagement:
    """Take somebody for some days from today on."""
    first = world.table.dates[world.today]
    return Engagement(code, EngagementKind.OTHER, Hours(Period(first, first + timedelta(days=days - 1))))
