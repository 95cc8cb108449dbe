"""The finisher: bound, optimum and what is found stand in that order, and what is found is lawful."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.finish import finish
from solver.limits import Allowance
from tests.solver.assignment.finish.packings import (
    a_busy_office,
    a_packing,
    an_office,
    cheapest,
    is_lawful,
    lowest_peak,
    packings,
    peak_of,
)


def an_allowance(seconds=0.02, workers=1):
    return Allowance(seconds, workers, seed=1, over=lambda: False, near=lambda bound: bound)


def nobody(packing):
    return np.full(packing.rows, -1, dtype=np.int64)


@settings(max_examples=40, deadline=None)
@given(packings())
def test_the_optimum_lies_between_the_bound_and_what_is_found(packing):
    """Whatever the office, no plan is below the bound, and none found is below the best there is."""
    best = cheapest(packing)
    done = finish(an_office(packing), packing, "misfit", nobody(packing), 0, an_allowance())

    if done.chosen is not None:
        assert is_lawful(packing, done.chosen)
        assert best <= packing.cost[done.chosen].sum()
    if best is not None:
        assert done.bound <= best


@settings(max_examples=15, deadline=None)
@given(packings(), st.sampled_from(["misfit", "peak", "assigned:0"]))
def test_the_same_counted_steps_give_the_same_choice_on_any_number_of_workers(packing, level):
    """A run can be repeated to the letter, also with another number of workers."""
    runs = [
        finish(an_office(packing), packing, level, nobody(packing), 0, an_allowance(workers=n)) for n in (1, 1, 2, 3)
    ]

    assert len({(run.bound, run.seconds) for run in runs}) == 1
    assert all(np.array_equal(np.array(run.chosen), np.array(runs[0].chosen)) for run in runs)


@pytest.mark.parametrize("level", ["misfit", "peak"])
def test_a_busy_office_is_finished_alike_on_one_worker_and_on_two(level):
    """Also where both searches find something, and go on from what the other found."""
    tight = a_busy_office()
    packing = replace(tight, room=2 * tight.room) if level == "peak" else tight
    runs = [finish(an_office(packing), packing, level, nobody(packing), 0, an_allowance(2.0, n)) for n in (1, 2)]

    assert runs[0].seconds == runs[1].seconds
    assert runs[0].bound == runs[1].bound
    assert np.array_equal(np.array(runs[0].chosen), np.array(runs[1].chosen))
    assert is_lawful(packing, runs[0].chosen)


def test_two_cases_that_fit_one_desk_only_crosswise_are_exchanged():
    """Each fits where it is dearer; the finisher sees that and proves that nothing cheaper exists."""
    packing = a_packing([[1, 2], [1, 2], [5, 5]], [[6, 4], [5, 6], [9, 5]], [6, 9])

    done = finish(an_office(packing), packing, "misfit", nobody(packing), 0, an_allowance())

    assert packing.cost[done.chosen].sum() == cheapest(packing)
    assert done.bound == cheapest(packing)


def test_two_workers_search_and_prove_at_once():
    """Search and proof meet from both sides."""
    packing = a_packing([[1, 9], [9, 1], [3, 3]], [[3, 3], [3, 3], [3, 3]], [6, 6])

    done = finish(an_office(packing), packing, "misfit", nobody(packing), 0, an_allowance(1.0, workers=2))

    assert packing.cost[done.chosen].sum() == done.bound == 5


def test_every_case_is_placed_where_a_greedy_hand_would_leave_one_out():
    """Three desks are filled to the last minute."""
    minutes = [[5, 5, 5], [4, 4, 4], [3, 3, 3], [6, 6, 6], [2, 2, 2], [4, 4, 4]]
    packing = a_packing(np.zeros((6, 3)), minutes, [8, 8, 8])

    done = finish(an_office(packing), packing, "assigned:0", nobody(packing), 0, an_allowance(5.0))

    assert is_lawful(packing, done.chosen)


@settings(max_examples=40, deadline=None)
@given(packings())
def test_the_lowest_peak_lies_between_the_bound_and_what_is_found(packing):
    """Nobody can level an office further than the finisher says."""
    office, least = an_office(packing), lowest_peak(packing)
    done = finish(office, packing, "peak", nobody(packing), 0, an_allowance())

    if done.chosen is not None:
        assert is_lawful(packing, done.chosen)
        assert least <= peak_of(office, done.chosen)
    if least is not None:
        assert done.bound <= least


def test_the_fullest_desk_is_as_low_as_it_can_be():
    """Seven cases that cost each desk a different effort: found and proven."""
    minutes = [[4, 7], [5, 3], [6, 6], [3, 8], [7, 2], [2, 6], [5, 5]]
    packing = a_packing(np.zeros((7, 2)), minutes, [60, 60])
    office = an_office(packing)

    done = finish(office, packing, "peak", nobody(packing), 0, an_allowance(5.0))

    assert peak_of(office, done.chosen) == done.bound == lowest_peak(packing)
