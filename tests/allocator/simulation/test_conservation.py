"""Nothing is lost and nothing comes from nowhere in any simulated life of an office."""

from collections import Counter
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.workload import PERMILLE
from allocator.simulation import desks as desks_of
from allocator.simulation.carrying import split_of
from allocator.simulation.engine import path_of, run, run_once
from allocator.simulation.life import LEAD, MENTOR, VEHICLE, Piece
from allocator.simulation.timetable import VEHICLES
from allocator.simulation.working_time import DAY
from tests.allocator.simulation.lives import DAYS, a_random_stage, a_stage

SEEDS = st.integers(0, 10**6)


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_every_case_that_came_in_is_open_or_closed_once(seed):
    """None is lost or doubled, whatever leaves, moves and conversions lie on its way."""
    world = run(a_random_stage(seed), 0)

    numbers = [life.case_no for _, lives in sorted(world.docket._keys.items()) for _, life in lives]
    filed = set(numbers)
    assert world.tally.filed == len(filed) == len(world.docket.open) + len(world.tally.closings)
    assert all(not life.closed for life in world.docket.open.values())


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_the_minutes_held_are_those_of_the_open_cases(seed):
    """What the loads rest on is what the holdings say, to the minute."""
    world = run(a_random_stage(seed), 0)

    held: Counter[str] = Counter()
    for life in world.docket.open.values():
        if life.case.holding is not None:
            held.update(life.case.holding.charges)
    assert {key: count for key, count in world.docket.held.minutes.items() if count} == dict(held)


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_nobody_is_in_two_places_and_nobody_works_more_than_there_is_time(seed):
    """Tasks of one person or vehicle follow one another, and fill no more than the working time between."""
    spans: dict[str, list[tuple[float, float, float]]] = {}
    stage = a_random_stage(seed)
    with pytest.MonkeyPatch.context() as patch:
        finish = desks_of.Desks._finish

        def noted(self, task):
            if task.worker is not None and task.worker.task is task:
                spans.setdefault(task.worker.name, []).append((task.begun, self.clock.now, task.minutes))
            finish(self, task)

        patch.setattr(desks_of.Desks, "_finish", noted)
        world = run(stage, 0)

    workers = {one.name: one for one in (*world.desks.workers.values(), *world.desks.gone)}
    assert spans
    for name, own in spans.items():
        hours = workers[name].hours
        assert all(end <= begun for (_, end, _), (begun, _, _) in pairwise(own))
        assert all(minutes <= hours.between(begun, end) + 1e-6 for begun, end, minutes in own)
    for one in workers.values():
        assert one.worked(float(DAYS * DAY)) <= one.hours.between(0.0, float(DAYS * DAY)) + 1e-6


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_a_mentor_works_the_rulebooks_share_of_what_an_apprentice_works(seed):
    """Beside every piece of an apprentice's own work stands the mentor's, by class."""
    made: list[Piece] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("allocator.simulation.carrying.Piece", partial(_made, made))
        world = run(a_random_stage(seed), 0)

    shares = world.rulebook.charging.mentor
    for piece, after in pairwise(made):
        if after.kind == MENTOR:
            assert piece.kind == LEAD
            assert piece.life is after.life
            assert after.minutes in [pytest.approx(piece.minutes * share / PERMILLE) for share in shares.values()]


def _made(made, *given, **more):
    made.append(Piece(*given, **more))
    return made[-1]


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_there_are_never_more_trips_at_once_than_vehicles(seed):
    """A vehicle has one trip in hand, and is an officer's in no other queue."""
    world = run(a_random_stage(seed), 0)

    out = [one.task for one in world.desks.queue(VEHICLES).workers.seated if one.task is not None]
    assert len(out) <= 1
    assert all(isinstance(task, Piece) and task.kind == VEHICLE for task in out)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_the_same_replication_twice_is_the_same_path(seed):
    """Staging and replication say everything; another replication is another life."""
    first, again, other = (
        run_once(a_random_stage(seed), 0),
        run_once(a_random_stage(seed), 0),
        run_once(a_random_stage(seed), 1),
    )

    assert repr(first) == repr(again)
    assert repr(first) != repr(other)


def test_the_work_of_a_closed_case_is_what_it_truly_takes():
    """Every minute of every role is worked in some stage, by pools or by the team."""
    worked: Counter[str] = Counter()
    stage = a_stage()
    with pytest.MonkeyPatch.context() as patch:
        finish = desks_of.Desks._finish

        def noted(self, task):
            if task.worker is not None and task.worker.task is task and task.kind not in (VEHICLE, MENTOR):
                worked[task.life.case_no] += task.minutes
            finish(self, task)

        patch.setattr(desks_of.Desks, "_finish", noted)
        world = run(stage, 0)

    lives = {life.case_no: life for found in world.docket._keys.values() for _, life in found}
    closed = [life for life in lives.values() if life.closed and not life.case.standing.conversions]
    assert len(closed) > 20
    for life in closed:
        pooled, rest = split_of(world, life)
        taken = sum(minutes for _, _, minutes in pooled) + sum(rest.values())
        assert worked[life.case_no] == pytest.approx(taken)
        assert taken == pytest.approx(sum(life.minutes.values()), abs=3)


def test_hours_worked_are_within_hours_available_and_all_figures_are_told():
    """The figures of a run are numbers a planner can read side by side."""
    world = run(a_stage(), 0)
    figures = path_of(world).figures

    assert 0 < figures["hours_worked"] <= figures["hours_available"]
    assert figures["accepted"] == figures["closed"] + figures["open_at_end"]
    assert figures["closing_rate"] == pytest.approx(figures["closed"] / figures["accepted"])
    assert 0 < figures["vehicle_use"] < 1
    assert {len(series) for series in path_of(world).weeks.values()} == {DAYS // 7}
