"""Trips of a simulated office take time of people and vehicles, once and not twice."""

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.fieldwork.trips import DAY
from allocator.simulation import desks as desks_of
from allocator.simulation.engine import path_of, run
from allocator.simulation.outings import trips
from allocator.simulation.outings.out_time import OutTime
from tests.allocator.simulation.field_lives import (
    FIELD_DAYS,
    SICKNESS,
    a_field_opening,
    a_field_process,
    a_field_stage,
    a_random_field_stage,
    field_rules,
)

SEEDS = st.integers(0, 10**6)


def lived(stage):
    """Live once, noting every trip that is back and every task that is done."""
    out, done = [], []
    with pytest.MonkeyPatch.context() as patch:
        back, finish = trips._back, desks_of.Desks._finish

        def noted(world, one):
            out.append(one)
            back(world, one)

        def finished(self, task):
            if task.worker is not None and task.worker.task is task and task.worker.ends <= self.clock.now:
                done.append((task.worker, task.begun, self.clock.now, task.minutes))
            finish(self, task)

        patch.setattr(trips, "_back", noted)
        patch.setattr(desks_of.Desks, "_finish", finished)
        world = run(stage, 0)
    return world, out, done


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_nobody_is_in_two_places_and_nobody_works_more_than_there_is_time(seed):
    """Trips of one person or vehicle follow one another; at desks nobody works while out; a day has no more minutes than it has."""
    world, out, done = lived(a_random_field_stage(seed))
    end = float(FIELD_DAYS * DAY)

    spans = defaultdict(list)
    for one in out:
        trip, midnight = one.booked.trip, one.booked.monday * DAY
        for code in (trip.vehicle, *trip.people):
            spans[code].append((midnight + trip.leaves, midnight + trip.back))
    assert all(ends <= begins for own in spans.values() for (_, ends), (begins, _) in pairwise(sorted(own)))
    for worker, begun, ended, minutes in done:
        assert minutes <= worker.hours.between(begun, ended) + 1e-6
    for worker in (*world.desks.workers.values(), *world.desks.gone):
        if isinstance(worker.hours, OutTime):
            own = spans[worker.name]
            assert all(worker.hours.between(begins, ends) == pytest.approx(0) for begins, ends in own)
        if worker.name in world.tally.people:
            assert worker.worked(end) <= world.tally.people[worker.name].between(0.0, end) + 1e-6


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_every_errand_is_done_once_or_waits(seed):
    """As many as came to such stages within reach; cases stay open or are closed; what waits stands for an open case's stage."""
    world, _, _ = lived(a_random_field_stage(seed))
    figures = path_of(world).figures

    waiting = world.outings.asked.values()
    assert all(asked.life.pieces == [asked.piece] for asked in waiting)
    assert {asked.life.case_no for asked in waiting} <= world.docket.open.keys()
    assert len({asked.life.case_no for asked in waiting}) == len(waiting)
    assert figures["errands_done"] == len(world.outings.done)
    assert figures["accepted"] == figures["closed"] + figures["open_at_end"]
    assert figures["hours_worked"] <= figures["hours_available"] + 1e-6


def test_who_falls_ill_calls_a_trip_off_and_the_errand_waits_for_the_next_week():
    """Nobody knew on Monday; no trip of that day has the ill aboard, and what it was for is asked for still, or done later."""
    world, out, _ = lived(a_field_stage(a_field_opening(process=a_field_process(SICKNESS.replace("8", "20", 1)))))

    assert world.outings.called_off > 0
    for one in out:
        day = one.booked.monday + one.booked.trip.leaves // DAY
        assert not any(trips.is_ill(world, code, day) for code in one.booked.trip.people)


def test_a_trip_counts_as_work_of_people_and_vehicle_and_toward_the_stage():
    """Minutes out are worked; the stage's work of roles aboard is less by them, and never less than nothing."""
    world, out, done = lived(a_field_stage())

    assert out
    aboard = sum(minutes for one in out for minutes in one.taken.values())
    at_desks = sum(minutes for worker, _, _, minutes in done if worker.name in world.tally.people)
    counted = sum(one.finished for one in world.desks.workers.values() if one.name in world.tally.people)
    assert counted == pytest.approx(aboard + at_desks)


def test_a_vehicle_is_used_for_what_of_its_trips_lies_in_the_office_s_hours():
    """As its time to be had does: a car that leaves before the office opens or is back after it closes is not more than always out.

    One that is back before the office opens counts nothing.
    """
    world, out, _ = lived(a_field_stage())
    hours = world.table.opening
    spans = [
        (max(hours.opens, one.booked.trip.leaves % DAY), min(hours.closes, one.booked.trip.back % DAY)) for one in out
    ]
    parts = [max(0, ends - begins) * 480 // (hours.closes - hours.opens) for begins, ends in spans]

    figures = path_of(world).figures

    assert any(one.booked.trip.leaves % DAY < hours.opens or one.booked.trip.back % DAY > hours.closes for one in out)
    assert figures["vehicle_use"] * 2 * 480 * sum(world.table.working) == pytest.approx(sum(parts))


def test_hard_work_and_rides_with_the_mentor_are_remembered_for_the_next_weeks():
    """The rolling books of the week in earnest are kept: who was out on evictions, and which kinds an apprentice saw."""
    world, out, _ = lived(a_field_stage())

    assert len(world.outings.past) == len(out)
    assert any(past.hard for past in world.outings.past)
    assert {kind for past in world.outings.past for kind in past.ride.kinds} <= {"visit", "eviction"}


def test_trips_older_than_any_rolling_book_are_forgotten():
    """A life of many years looks through no more trips each week than one of months."""
    rules = field_rules(("joint_trip_days = 14", "joint_trip_days = 14\nwindow_days = 14"))
    world, out, _ = lived(a_field_stage(a_field_opening(rulebook=rules)))

    oldest = min(past.ride.day for past in world.outings.past)
    assert len(world.outings.past) < len(out)
    assert (world.table.dates[-1] - oldest).days <= 14 + 7 + 7


def test_a_convoy_one_of_whose_cars_stays_at_home_has_not_served_its_errand():
    """An eviction takes two cars; it is done when both were there, and not before."""
    stage = a_field_stage()
    world, out, _ = lived(stage)
    vans = [one for one in out for stop in one.booked.trip.stops if stop.part == 1]

    assert vans
    parts = len(world.rulebook.errands["eviction"].parts)
    assert parts == 2
    assert all(len(asked.served) < parts for asked in world.outings.asked.values() if asked.kind == "eviction")
    assert replace(stage, seed=2).digest != stage.digest
