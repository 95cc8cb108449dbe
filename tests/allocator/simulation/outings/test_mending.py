"""A simulated week is repaired on the morning somebody is missing, as the week in earnest is; the bytes stay the same."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork import repair
from allocator.decisions.fieldwork.repair import lawful, repaired
from allocator.domain.fieldwork.trips import DAY, TripState, WeekPlan
from allocator.simulation.engine import run, tell
from allocator.simulation.outings import mending
from tests.allocator.simulation.field_lives import SICKNESS, a_field_opening, a_field_process, a_field_stage

OFTEN_ILL = SICKNESS.replace("8", "20", 1)


def a_sick_stage():
    """An office in which everybody is ill twenty times a year."""
    return a_field_stage(a_field_opening(process=a_field_process(OFTEN_ILL)))


@pytest.fixture(scope="module")
def mended():
    """A life, and every week that was repaired in it with its limits, its seed and the trips that came of it."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        plain = repair.mended_week

        def noted(week, limits, seed):
            plan = plain(week, limits, seed)
            found.append((week, limits, seed, plan))
            return plan

        patch.setattr(repair, "mended_week", noted)
        world = run(a_sick_stage(), 0)
    assert found
    return world, found


def test_a_week_is_repaired_as_it_would_be_in_earnest(mended):
    """The very trips an outage of those missing would lead to; the checker has nothing against them."""
    for week, limits, seed, plan in mended[1]:
        there = {stop.errand for trip in week.trips for stop in trip.stops}
        taken = replace(week, errands=tuple(one for one in week.errands if one.code in there))
        answer = repaired(taken, limits, seed)

        assert answer.plan == plan
        assert answer.objections == ()


def test_what_can_stay_stays_and_nobody_missing_is_aboard(mended):
    """A trip that is lawful without those missing keeps its hour, its vehicle and its people unless making room moves fewer."""
    kept, lawful_ones = 0, 0
    for week, _, _, plan in mended[1]:
        missing = {one.holder for one in week.engagements if one.hours.period.first == week.today}
        after = plan.placed
        assert not any(set(trip.people) & missing for trip in plan.trips if trip.leaves // DAY == week.now // DAY)
        stands = [trip for trip in lawful(week).trips if trip.state == TripState.PUBLISHED]
        before = WeekPlan(tuple(stands)).placed
        lawful_ones += len(before)
        kept += sum(key in after and after[key][1].starts == stop.starts for key, (_, stop) in before.items())

    assert lawful_ones
    assert kept > 0.9 * lawful_ones


def test_what_would_have_been_called_off_is_done_with_others(mended, monkeypatch):
    """Where nothing is repaired more errands lose their trip."""
    monkeypatch.setattr("allocator.simulation.engine.mend_week", lambda world: None)
    alone = run(a_sick_stage(), 0)

    assert mended[0].outings.called_off < alone.outings.called_off


def test_nobody_missing_nothing_is_repaired(monkeypatch):
    """An office in which nobody is ill and no vehicle goes asks for no search on any morning."""
    monkeypatch.setattr(mending, "_mended", lambda *_: pytest.fail("nothing was to be repaired"))

    assert run(a_field_stage(), 0).outings.done


def test_a_case_is_told_how_its_visit_is_booked_anew(mended):
    """Its story has the booking of Monday and that of the morning somebody was missing."""
    world, found = mended
    week, _, _, plan = found[0]
    before, after = WeekPlan(week.trips).placed, plan.placed
    key = next(key for key, (trip, _) in after.items() if trip.leaves >= week.now and after[key] != before.get(key))
    number = week.errand_by_code[key[0]].case_no

    booked = [moment.text.en for moment in tell(a_sick_stage(), 0, number) if "field work booked" in moment.text.en]

    assert len(booked) > 1
    assert world.outings.published is not None
