"""All who wait are given out together in the morning, by the plan the office in earnest would draft."""

from datetime import timedelta
from functools import partial

from allocator.decisions.allocation import allocation
from allocator.decisions.recommendation.draw import lot
from allocator.domain.scenarios.scenario import Policy
from allocator.domain.snapshot import Snapshot
from allocator.simulation import morning_plan
from allocator.simulation.engine import run, run_once, tell
from tests.allocator.decisions.builders import a_case, rules
from tests.allocator.simulation.lives import FIRST, a_small_bureau, a_stage

SECRET = bytes(range(32))


def test_a_morning_gives_what_the_plan_in_earnest_gives():
    """Four cases, few enough for every level to be proven: lead, mentor and minutes are those of the plan that is published."""
    snapshot = Snapshot(a_small_bureau(), rules(), FIRST)
    cases = [
        a_case(filed={"case_no": f"（2023）试执{number}号"}, minutes={"officer": 300 * number})
        for number in range(1, 5)
    ]
    seed = int.from_bytes(SECRET[:4], "big") % 2**31

    plan = allocation.allocate(cases, snapshot, partial(lot, SECRET), seed, 6)
    found = morning_plan.morning_plan(cases, snapshot, SECRET)

    given = [
        (case.case.filing.case_no, one.lead, one.mentor, dict(one.charges))
        for case, one in zip(cases, found, strict=True)
        if one
    ]
    assert given == [(row.case_no, row.officer, row.mentor, dict(row.charges)) for row in plan.rows]
    assert len(given) == 4


def test_cases_wait_for_the_next_morning():
    """Every case is given to its first handler as the office opens, and not at the hour at which it came to that."""
    stage = a_stage(policy=Policy.ALLOCATE, days=28)
    world = run(stage, 0)
    opens = timedelta(minutes=world.table.opening.opens)
    cases = [
        life.case_no for life in world.docket.open.values() if life.case.holding and not life.case.standing.conversions
    ]

    first = [
        next(moment.at for moment in tell(stage, 0, case_no) if moment.text.en == "given to a handler")
        for case_no in cases[:6]
    ]
    assert len(first) == 6
    assert all(at - at.replace(hour=0, minute=0, second=0) == opens for at in first)


def test_the_same_morning_brings_the_same_plan():
    """A life of mornings is the same twice over."""
    stage = a_stage(policy=Policy.ALLOCATE)

    assert run_once(stage, 3) == run_once(stage, 3)


def test_what_no_plan_places_in_time_goes_to_somebody_all_the_same(monkeypatch):
    """Plans that place nothing: when the days for assigning are over the recommendation takes over, and nobody's case is lost."""
    monkeypatch.setattr(morning_plan, "morning_plan", lambda places, snapshot, secret: tuple(None for _ in places))
    stage = a_stage(policy=Policy.ALLOCATE)
    world = run(stage, 0)

    waited = [life.assigned - life.filed for life in world.docket.open.values() if life.assigned is not None]
    assert waited
    assert min(waited) > stage.rulebook.levers.assign_within_days
