"""The hard rules of field work: each holds trivially, forbids what it is for, and allows the last lawful minute."""

import pytest

from solver.fieldwork.rules import crew_rules, hours_rules, must, shared_rules
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    DRIVES,
    LEAD,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_week,
    an_errand,
    away,
    out,
    posted,
    sync,
    there_and_back,
)

TWO_PARTS = an_errand(a_part(), a_part(place=2))
ON_TWO_DAYS = [there_and_back(), there_and_back(start=DAY + 30, part=1)]
APART = [there_and_back(), there_and_back(vehicle=1, people=(ZHAO,), part=1)]


def use(minutes, taken_until=0):
    """Two errands that need the one body unit there is, which others have until some moment."""
    parts = [an_errand(a_part(minutes=minutes, use=((0, 1),))) for _ in range(2)]
    taken = {"taken_resource": [0], "taken_from": [0], "taken_until": [taken_until], "taken_count": [1]}
    return a_week(*parts, resource_count=[1], **(taken if taken_until else {}))


def along(uses=(1, 1), there=1):
    """Two errands on whose trips a body unit or more goes along, of which there are so many."""
    parts = [an_errand(a_part(use=((0, count),))) for count in uses]
    return a_week(*parts, resource_count=[there], resource_carried=[1])


BOTH = [there_and_back(start=30), there_and_back(start=90, vehicle=1, people=(ZHAO,), part=1)]

STORIES = {
    must.WholeErrands(): (
        (a_week(TWO_PARTS), APART[:1], [((0,), 1)]),
        (a_week(TWO_PARTS), APART),
    ),
    must.WithinWindows(): (
        (a_week(an_errand(a_part(windows=((0, 20), (100, 200))))), [there_and_back(start=50)], [((0,), 30)]),
        (a_week(an_errand(a_part(windows=((0, 50), (100, 200))))), [there_and_back(start=50)]),
    ),
    must.WithinDay(): (
        (a_week(an_errand()), [(0, DAY - 60, DAY + 60, (LI,), {0: DAY - 30})], [((0, 0), 60)]),
        (a_week(an_errand()), [(0, DAY - 120, DAY, (LI,), {0: DAY - 90})]),
    ),
    must.TravelPossible(): (
        (a_week(an_errand(), an_errand()), [(0, 0, 200, (LI,), {0: 30, 1: 80})], [((0, 1), 10)]),
        (a_week(an_errand(), an_errand(a_part(place=2))), [(0, 0, 210, (LI,), {0: 30, 1: 120})]),
    ),
    must.VehicleFits(): (
        (a_week(an_errand(a_part(vehicles=0b10))), [there_and_back()], [((0, 0), 1)]),
        (a_week(an_errand(a_part(vehicles=0b10))), [there_and_back(vehicle=1)]),
    ),
    shared_rules.VehicleOnce(): (
        (a_week(an_errand(), an_errand()), [there_and_back(), (0, 100, 220, (ZHAO,), {1: 130})], [((0,), 20)]),
        (a_week(an_errand(), an_errand()), [there_and_back(), (0, 120, 240, (ZHAO,), {1: 150})]),
    ),
    crew_rules.PersonOnce(): (
        (a_week(an_errand(), **away((LI, 100, 300), (LI, 110, 200))), [there_and_back()], [((LI,), 20)]),
        (a_week(an_errand(), **away((LI, 120, 300))), [there_and_back()]),
    ),
    hours_rules.HoursOut(): (  # 120 minutes there and back
        (a_week(an_errand(), **out(LI, 0, most=119)), [there_and_back()], [((LI, 0), 1)]),
        (a_week(an_errand(), **out(LI, 0, most=120)), [there_and_back()]),
    ),
    hours_rules.HoursOut(): (  # of the week, on two days
        (a_week(an_errand(), an_errand(), **out(WANG, most=230)), ON_TWO_DAYS, [((WANG, hours_rules.WEEK), 10)]),
        (a_week(an_errand(), an_errand(), **out(WANG, most=240)), ON_TWO_DAYS),
    ),
    crew_rules.DriverAboard(): (
        (a_week(an_errand(), vehicle_driver=[DRIVES, -1]), [there_and_back(people=(WANG,))], [((0, 0), 1)]),
        (a_week(an_errand(), vehicle_driver=[DRIVES, -1]), [there_and_back(people=(WANG, ZHAO))]),
    ),
    crew_rules.CrewEnough(): (
        (a_week(an_errand(a_part(need=((CREW, 2), (LEAD, 1))))), [there_and_back(people=(WANG,))], [((0, CREW), 1), ((0, LEAD), 1)]),
        (a_week(an_errand(a_part(need=((CREW, 2), (LEAD, 1))))), [there_and_back(people=(LI, WANG))]),
    ),
    crew_rules.HandlerAboard(): (
        (a_week(an_errand(a_part(who=((LI, 0), (ZHAO, 3))))), [there_and_back(people=(WANG,))], [((0,), 1)]),
        (a_week(an_errand(a_part(who=((LI, 0), (ZHAO, 3))))), [there_and_back(people=(WANG, ZHAO))]),
    ),
    crew_rules.NobodyBarred(): (
        (a_week(an_errand(a_part(barred=((WANG,),)))), [there_and_back()], [((0, WANG), 1)]),
        (a_week(an_errand(a_part(barred=((WANG,),)))), [there_and_back(people=(LI, ZHAO))]),
    ),
    crew_rules.SeatsEnough(): (
        (a_week(an_errand(a_part(seats=3))), [there_and_back()], [((0,), 1)]),
        (a_week(an_errand(a_part(seats=2))), [there_and_back()]),
    ),
    shared_rules.SharedThings(): (
        (use(minutes=61), BOTH, [((0,), 1)]),
        (use(minutes=60, taken_until=30), BOTH),
    ),
    shared_rules.SharedThings(): (  # carried along for the whole trip
        (along(), [there_and_back(), there_and_back(start=149, vehicle=1, people=(ZHAO,), part=1)], [((0,), 1)]),
        (along(), [there_and_back(), there_and_back(start=150, vehicle=1, people=(ZHAO,), part=1)]),
    ),
    must.PartsApart(): (
        (a_week(TWO_PARTS), [(0, 0, 210, (LI,), {0: 30, 1: 120})], [((0,), 1)]),
        (a_week(TWO_PARTS), APART),
    ),
    must.Synchronised(): (
        (a_week(TWO_PARTS, **sync((0, 1, 5, 20))), APART, [((0, 1), 5)]),
        (a_week(TWO_PARTS, **sync((0, 1, 0, 0))), APART),
    ),
}  # fmt: skip

by_rule = pytest.mark.parametrize("rule", STORIES, ids=lambda rule: rule.name)


def test_every_hard_rule_has_its_stories():
    """A new rule must be told here."""
    assert list(dict.fromkeys(rule.name for rule in STORIES)) == [rule.name for rule in must.MUST]


@by_rule
def test_a_quiet_week_breaks_nothing(rule):
    """Where nobody goes anywhere no rule bites."""
    week = STORIES[rule][0][0]
    nothing = a_plan(week.parts)

    assert posted(rule, week, nothing) == 0
    assert rule.measure(week, nothing) == ()


@by_rule
def test_what_the_rule_is_for_is_forbidden_and_measured(rule):
    """The match names who or what, and by how much."""
    (week, trips, expected), _ = STORIES[rule]
    plan = a_plan(week.parts, *trips)

    assert posted(rule, week, plan) is None
    assert [(match.subjects, match.amount) for match in rule.measure(week, plan)] == expected


@by_rule
def test_the_last_lawful_case_is_allowed(rule):
    """At the very boundary nothing is forbidden."""
    _, (week, trips) = STORIES[rule]
    plan = a_plan(week.parts, *trips)

    assert posted(rule, week, plan) == 0
    assert rule.measure(week, plan) == ()


def test_a_part_without_any_window_cannot_be_placed():
    """Where closed roads and leads leave no moment, there is none."""
    week = a_week(an_errand(a_part(windows=())))
    plan = a_plan(1, there_and_back())

    assert posted(must.WithinWindows(), week, plan) is None
    assert [match.amount for match in must.WithinWindows().measure(week, plan)] == [1]


def test_a_trip_takes_along_as_many_as_its_neediest_stop():
    """One stop needs one body unit, the next two: two go along and not three; for another trip there is none left of two."""
    both = [(0, 0, 210, (LI, WANG), {0: 30, 1: 120})]
    third = there_and_back(start=30, vehicle=1, people=(ZHAO,), part=2)
    rule = shared_rules.SharedThings()
    week = along((1, 2, 1), there=2)

    assert rule.measure(week, a_plan(3, *both)) == ()
    assert [match.amount for match in rule.measure(week, a_plan(3, *both, third))] == [1]
    assert rule.measure(along((1, 2, 1), there=3), a_plan(3, *both, third)) == ()
