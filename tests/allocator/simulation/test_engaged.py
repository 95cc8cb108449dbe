"""Hours in which people and vehicles are taken otherwise: rosters, hearings, services."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.fieldwork.means import Engagement, EngagementKind, FieldMeans
from allocator.domain.fieldwork.trips import DAY, Hours, Span
from allocator.domain.people import Period
from allocator.simulation.engaged import minutes_left
from allocator.simulation.engine import run_once
from allocator.simulation.timetable import Timetable
from tests.allocator.simulation.lives import FIRST, a_stage
from tests.stories import a_period

OPEN = Span(510, 1050)
MONDAY = date(2023, 1, 2)
ALL = Period(MONDAY)


def taken(begins, ends, kind=EngagementKind.DUTY_DESK, holder="clerk", weekdays=()):
    return Engagement(holder, kind, Hours(ALL, begins, ends, weekdays))


def left(*engagements, day=MONDAY):
    return minutes_left(engagements, day, OPEN, 480)


def test_a_morning_at_the_duty_desk_leaves_the_rest_of_the_day():
    """Three and a half of nine hours: eleven eighteenths of eight hours are left."""
    assert left(taken(510, 720)) == {"clerk": 480 * 330 // 540}


def test_hours_that_overlap_count_once_and_only_while_the_office_is_open():
    """A hearing within the duty, and a hotline that goes on in the evening."""
    assert left(taken(510, 720), taken(600, 700), taken(990, 1200)) == {"clerk": 480 * 270 // 540}


def test_the_seat_in_the_command_centre_is_a_desk_to_work_at():
    """And whoever is taken on other days, or in the night, has the whole day."""
    others = (taken(0, 500), taken(510, 720, weekdays=(3,)))

    assert left(taken(0, DAY, EngagementKind.COMMAND), *others) == {}


@given(
    st.lists(st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).filter(lambda one: one[0] < one[1]), max_size=6)
)
def test_what_is_left_is_what_no_roster_covers(spans):
    """Minute by minute."""
    free = [not any(begins <= minute < ends for begins, ends in spans) for minute in range(OPEN.begins, OPEN.ends)]

    found = left(*(taken(begins, ends) for begins, ends in spans)).get("clerk", 480)

    assert found == 480 * sum(free) // len(free)


def with_rosters(staged, *engagements):
    return replace(staged, means=FieldMeans(engagements=engagements))


def test_a_roster_bounds_a_day_and_does_not_come_off_a_share_that_leaves_room_for_it():
    """Who has seven tenths of a day for cases can have them beside an hour's duty, but not beside a whole day in court."""
    staged = a_stage(days=14)
    plain = Timetable(staged).people["clerk"].minutes[0]
    short, long = (Hours(Period(MONDAY, MONDAY), 510, ends) for ends in (515, 1050))

    def day_with(hours):
        return Timetable(with_rosters(staged, Engagement("clerk", EngagementKind.HEARING, hours))).people["clerk"]

    assert day_with(short).minutes[0] == min(plain, 480 * 535 // 540)
    assert day_with(long).minutes[:2] == [0, plain]


def test_a_vehicle_in_the_workshop_takes_nobody_anywhere():
    """For the day of its service only."""
    service = Engagement("V1", EngagementKind.SERVICE, Hours(a_period("2023-01-03", "2023-01-03")))

    assert Timetable(with_rosters(a_stage(days=14), service)).vehicles["V1"].minutes[:3] == [480, 0, 480]


def test_an_office_whose_people_sit_at_the_duty_desk_works_fewer_hours():
    """The same filings and luck; nothing but the roster differs, and it is named in what is simulated."""
    staged = a_stage(days=56)
    roster = with_rosters(staged, *(taken(510, 1050, holder=code, weekdays=(0, 2)) for code in ("clerk", "officer")))

    assert staged.first == FIRST
    assert roster.digest != staged.digest
    assert roster.ground != staged.ground
    assert run_once(roster, 0).figures["hours_available"] < run_once(staged, 0).figures["hours_available"]
