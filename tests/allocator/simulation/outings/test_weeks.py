"""The weeks a simulated office plans are those it would plan in earnest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.week import Limits, draft_week
from allocator.domain.fieldwork.means import FieldMeans
from allocator.domain.fieldwork.trips import DAY, WeekPlan
from allocator.domain.scenarios.scenario import Arrivals, Fieldwork, VehiclesChanged
from allocator.domain.words import Text
from allocator.simulation.engine import path_of, run, run_once, tell
from allocator.simulation.outings import weeks
from tests.allocator.simulation.field_lives import (
    a_field_opening,
    a_field_stage,
    a_random_field_stage,
    field_rules,
)
from tests.allocator.simulation.lives import FIRST
from tests.field_stories import THINGS

SEEDS = st.integers(0, 10**6)
ENOUGH = Limits(60, deterministic=0.05)


def weeks_of(stage, monkeypatch):
    """Live once; give each week that was planned with the plan of it, and the world."""
    found = []
    planned = weeks.planned

    def noted(week, seed):
        plan = planned(week, seed)
        found.append((week, seed, plan))
        return plan

    monkeypatch.setattr(weeks, "planned", noted)
    world = run(stage, 0)
    return found, world


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_checker_objects_to_no_simulated_week(seed):
    """Zero collisions, whoever is away, ill, engaged or gone: by the checker that knows no solver."""
    with pytest.MonkeyPatch.context() as patch:
        found, _ = weeks_of(a_random_field_stage(seed), patch)

    assert found
    assert [check_plan(week, plan) for week, _, plan in found] == [()] * len(found)


def test_a_simulated_week_is_the_week_drafted_in_earnest(monkeypatch):
    """Trip by trip and minute by minute: only proof, checks and explanations are left out."""
    found, _ = weeks_of(a_field_stage(days=35), monkeypatch)

    placed = [len(plan.placed) for _, _, plan in found]
    assert sum(placed) > 10
    for week, seed, plan in found[:5]:
        seconds = weeks.SECONDS_AN_ERRAND * len(week.errands)
        assert plan == draft_week(week, Limits(weeks.PATIENCE, seconds), seed).plan


def test_a_week_is_planned_on_its_first_working_morning_with_all_that_waits(monkeypatch):
    """A Monday off makes it Tuesday; a life that begins in mid-week plans the rest of it."""
    found, world = weeks_of(a_field_stage(first=FIRST + timedelta(days=2), days=33), monkeypatch)

    opens = world.table.opening.opens
    mornings = {week.monday: week.now for week, _, _ in found}
    assert mornings[date(2023, 1, 23)] == DAY + opens  # the Monday is off
    assert set(mornings.values()) - {DAY + opens, 2 * DAY + opens} == {opens}
    assert all(trip.leaves >= week.now for week, _, plan in found for trip in plan.trips)


def test_an_errand_goes_by_its_case_as_the_office_knows_it(monkeypatch):
    """Handler, town, priority: of the docket; where no town is known, one of the office's own filings is drawn by name."""
    found, world = weeks_of(a_field_stage(days=42), monkeypatch)
    lives = {life.case_no: life for own in world.docket._keys.values() for _, life in own}

    errands = [errand for week, _, _ in found for errand in week.errands]
    assert {errand.kind for errand in errands} == {"visit", "eviction"}
    for errand in errands:
        town = lives[errand.case_no].case.input.filing.town
        assert errand.place.town == town if town else errand.place.town in world.table.towns
        assert errand.handler is not None


@pytest.mark.slow
def test_the_same_life_twice_is_the_same_to_the_byte():
    """Seed, limits and effort are all there is; another replication plans other weeks."""
    stage = a_field_stage(days=42)

    assert repr(run_once(stage, 1)) == repr(run_once(stage, 1))
    assert repr(run_once(stage, 1)) != repr(run_once(stage, 2))


def test_a_larger_crew_in_the_rulebook_changes_simulated_weeks_and_the_week_in_earnest_alike(monkeypatch):
    """A visit by four instead of two: everybody who is planned goes in fours, here and there, and less gets done."""
    few, many = field_rules(), field_rules(("needs = {lead = 1}\nuses", "crew = 4\nneeds = {lead = 1}\nuses"))
    stages = [a_field_stage(a_field_opening(rulebook=rules), days=42) for rules in (few, many)]
    lived = [weeks_of(stage, monkeypatch)[0] for stage in stages]

    assert [_smallest(found) for found in lived] == [2, 4]
    monday = max((week for week, _, _ in lived[0]), key=lambda week: len(week.errands))
    earnest = [draft_week(replace(monday, rulebook=rules), ENOUGH, 7).plan for rules in (few, many)]
    pairs, fours = (_smallest([(monday, 7, plan)]) for plan in earnest)
    assert 2 <= pairs < fours == 4
    assert run_once(stages[0], 0).figures != run_once(stages[1], 0).figures


def _smallest(found):
    """The fewest crew aboard any trip for a visit, drivers apart."""
    sizes = [
        sum(week.is_crew(week.office.officer_by_code[code]) for code in trip.people)
        for week, _, plan in found
        for trip in plan.trips
        if any(week.errand_by_code[stop.errand].kind == "visit" for stop in trip.stops)
    ]
    return min(sizes)


def test_what_finds_no_place_waits_for_the_next_week(monkeypatch):
    """An office whose cars are gone plans no trip; the errands are still there, and nobody's case is lost."""
    stage = a_field_stage(vehicles=(VehiclesChanged(-2),))
    found, world = weeks_of(stage, monkeypatch)

    assert all(plan == WeekPlan() for _, _, plan in found)
    figures = path_of(world).figures
    assert figures["errands_done"] == 0
    assert figures["errands_waiting"] == len(world.outings.asked) > 5
    assert figures["accepted"] == figures["closed"] + figures["open_at_end"]


def test_no_more_is_looked_at_than_vehicles_could_ever_serve(monkeypatch):
    """Where hundreds wait, a week is planned of the foremost; those of livelihood, then by priority, then the oldest."""
    monkeypatch.setattr(weeks, "MOST_A_VEHICLE", 2)
    found, world = weeks_of(
        a_field_stage(vehicles=(VehiclesChanged(-1),), arrivals=Arrivals(per_year=1500)), monkeypatch
    )

    assert max(len(week.errands) for week, _, _ in found) == 2
    oldest = min(asked.on for asked in world.outings.asked.values())
    last = found[-1][0]
    assert all(errand.asked_on <= last.today for errand in last.errands)
    assert any(errand.asked_on == world.table.dates[oldest] for errand in last.errands) or len(last.errands) < 2


def test_the_story_of_a_case_tells_its_trip():
    """Booked with day, hour, vehicle and who is aboard; then done; in both languages."""
    stage = a_field_stage(days=42)
    world = run(stage, 0)

    texts: list[Text] = []
    for case_no in _cases(world):
        texts += [moment.text for moment in tell(stage, 0, case_no)]
        if "the field work is done" in [text.en for text in texts]:
            break

    booked = [text for text in texts if text.en.startswith("field work booked: 2023-")]
    assert booked
    assert all(text.zh.startswith("排入外勤：2023-") and "vehicle V" in text.en for text in booked)
    assert "the field work is done" in [text.en for text in texts]


def _cases(world):
    """The cases of a life, in the order of their numbers: each is told by living once more."""
    return sorted({life.case_no for own in world.docket._keys.values() for _, life in own})


def test_a_pool_knows_nothing_of_errands():
    """Whatever the process says of errands, a pool of vehicles is staged and lived as if it said nothing."""
    plain = a_field_opening(process=_without_errands(a_field_opening().process))
    stages = [a_field_stage(opening, fieldwork=Fieldwork.POOL, days=28) for opening in (a_field_opening(), plain)]

    assert stages[0].digest == stages[1].digest
    assert repr(run_once(stages[0], 0)) == repr(run_once(stages[1], 0))
    assert "errand_days" not in run_once(stages[0], 0).figures
    assert a_field_stage(days=28).digest != stages[0].digest


def _without_errands(process):
    return replace(process, stages=tuple(replace(stage, errand="") for stage in process.stages))


def test_lent_things_are_part_of_the_question():
    """Without the cameras of the bureau no visit can be made: another staging, another life."""
    bare = a_field_stage(a_field_opening(means=FieldMeans(resources=THINGS[1:])), days=28)

    assert bare.digest != a_field_stage(days=28).digest
    assert "visit" not in {one.kind for one in run(bare, 0).outings.asked.values()}
