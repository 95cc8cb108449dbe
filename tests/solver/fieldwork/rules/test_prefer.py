"""The levels of field work: each costs nothing in a good week, counts what it is for, and not a minute too early."""

import pytest

from solver.fieldwork.rules import books, hours_rules, prefer
from tests.solver.fieldwork.weeks import (
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_week,
    an_errand,
    out,
    posted,
    there_and_back,
    wish,
)

HANDLED = an_errand(a_part(who=((LI, 0), (WANG, 2), (ZHAO, 5))))
BOOKED = an_errand(a_part(booked=(30, 0), crew=((LI,), (WANG,))), price=7)
HARD = an_errand(a_part(hard=60))

STORIES = {
    prefer.PlacedByRank(1): (
        (a_week(an_errand(), an_errand(rank=1)), [there_and_back()], [((1,), 1)]),
        (a_week(an_errand(), an_errand(rank=1)), [there_and_back(part=1)]),
    ),
    prefer.Lateness(): (
        (a_week(an_errand(a_part(due=20))), [there_and_back(start=50)], [((0,), 30)]),
        (a_week(an_errand(a_part(due=50))), [there_and_back(start=50)]),
    ),
    books.HardShares(): (
        (a_week(HARD, hard_held=[50, 80, 0], hard_limit=[100, 70, 0]), [there_and_back()], [((LI,), 10), ((WANG,), 60)]),
        (a_week(HARD, hard_held=[40, 0, 0], hard_limit=[100, 60, 0]), [there_and_back()]),
    ),
    hours_rules.Overtime(): (
        (a_week(an_errand(), **out(WANG, 0, norm=90, price=3)), [there_and_back()], [((WANG, 0), 90)]),
        (a_week(an_errand(), **out(WANG, 0, norm=120, price=3)), [there_and_back()]),
    ),
    hours_rules.PreferredHours(): (
        (a_week(an_errand(a_part(prefer=((60, 90), (200, 300)), odd=4))), [there_and_back(start=91)], [((0,), 4)]),
        (a_week(an_errand(a_part(prefer=((60, 90), (200, 300)), odd=4))), [there_and_back(start=90)]),
    ),
    books.LearningOnTheRoad(): (
        (a_week(an_errand(kind=1), **wish((WANG, ZHAO, -1, 3), (WANG, -1, 0, 2))), [there_and_back()],
         [((WANG, ZHAO, -1), 3), ((WANG, -1, 0), 2)]),
        (a_week(an_errand(kind=1), **wish((WANG, LI, 1, 3), (WANG, -1, -1, 2))), [there_and_back()]),
    ),
    books.FewMoved(): (
        (a_week(BOOKED), [there_and_back(start=31)], [((0,), 7)]),
        (a_week(BOOKED), [there_and_back(people=(LI, WANG, ZHAO))]),
    ),
    prefer.StandIns(): (
        (a_week(HANDLED), [there_and_back(people=(WANG, ZHAO))], [((0,), 2)]),
        (a_week(HANDLED), [there_and_back(people=(LI, ZHAO))]),
    ),
    prefer.TimeAway(): (
        (a_week(an_errand()), [there_and_back()], [((0,), 240)]),
        (a_week(an_errand()), [there_and_back(people=())]),
    ),
    prefer.TravelTime(): (
        (a_week(an_errand(), an_errand(a_part(place=2))), [(0, 0, 210, (LI,), {0: 30, 1: 120})], [((0,), 90)]),
        (a_week(an_errand(a_part(place=0))), [there_and_back()]),
    ),
    prefer.Rounds(): (
        (a_week(an_errand(a_part(due=20)), an_errand(a_part(due=110))), [(0, 0, 210, (LI,), {0: 30, 1: 120})],
         [((0,), 60), ((0,), 10), ((1,), 10), ((0,), 10)]),
        (a_week(an_errand(a_part(place=0, due=30))), [there_and_back()]),
    ),
}  # fmt: skip

by_rule = pytest.mark.parametrize("rule", STORIES, ids=lambda rule: rule.name)


def test_every_level_has_its_stories():
    """A new level must be told here."""
    assert {rule.name for rule in STORIES} == {rule.name for rule in (*prefer.PREFER, *prefer.JOINT_VISITS)}


@by_rule
def test_a_good_week_costs_nothing(rule):
    """A plan that is as the level wants it, down to the last minute, has no match."""
    _, (week, trips) = STORIES[rule]
    plan = a_plan(week.parts, *trips)

    assert posted(rule, week, plan) == 0
    assert rule.measure(week, plan) == ()


@by_rule
def test_what_the_level_is_for_is_counted(rule):
    """The matches name who or what, and how much; the solver counts the same."""
    (week, trips, expected), _ = STORIES[rule]
    plan = a_plan(week.parts, *trips)

    assert [(match.subjects, match.amount) for match in rule.measure(week, plan)] == expected
    assert posted(rule, week, plan) == sum(amount for _, amount in expected)


@pytest.mark.parametrize(
    "trips, minutes",
    [
        ([(0, 0, 210, (LI, WANG), {0: 30, 1: 120})], 2 * (20 + 20 + 70)),
        ([there_and_back(), there_and_back(200, part=1)], 2 * (20 + 30) + 2 * (20 + 70)),
    ],
    ids=["one trip", "two trips"],
)
def test_the_hardest_drive_of_a_trip_counts_once(trips, minutes):
    """One trip to both villages has the longer way alone; a trip to each has both, for each of the two aboard."""
    week = a_week(an_errand(a_part(hard=20)), an_errand(a_part(place=2, hard=20)), drive_hard=[0, 30, 70])
    plan = a_plan(week.parts, *trips)
    fair = books.HardShares()

    assert fair.amount(week, plan) == posted(fair, week, plan) == minutes


@pytest.mark.parametrize("people, start, vehicle", [((LI, ZHAO), 30, 0), ((LI, WANG), 30, 1), ((LI, WANG), 29, 0)])
def test_a_booking_is_its_people_its_vehicle_and_its_start(people, start, vehicle):
    """Somebody else, another car, a minute earlier: each is a move that must be told."""
    week = a_week(BOOKED)

    assert books.FewMoved().amount(week, a_plan(1, there_and_back(start, people, vehicle))) == 7


def test_levels_that_nobody_asks_for_are_left_out():
    """Without wishes there is no level of learning, without bookings none of moves; each rank is a level of its own."""
    names = [level.level for level in prefer.levels(a_week(an_errand(rank=2), an_errand()))]

    assert names == ["placed:0", "placed:2", "late", "fair", "standin", "away", "travel"]
