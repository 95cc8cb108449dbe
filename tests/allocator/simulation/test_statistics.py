"""Intervals hold the truth as often as they promise, and do not depend on who was quicker."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from allocator.simulation.statistics import Estimate, Surety, estimate, paired, runs_needed, student, surety

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20)


def test_the_interval_is_students():
    """Four runs, by the book: mean 5, standard deviation 2.58, t of three degrees 3.182."""
    found = estimate([2, 4, 6, 8])

    assert found.mean == 5
    assert found.half_width == pytest.approx(3.182446 * math.sqrt(20 / 3) / 2, rel=1e-6)
    assert found.n == 4


def test_one_run_has_a_mean_and_no_error_and_none_has_nothing():
    """What cannot be said is not said."""
    assert estimate([3.0]) == Estimate(3.0, None, 1)
    assert estimate([]) == Estimate(None, None, 0)
    assert estimate([1.0]).low is estimate([]).high is None


def test_runs_without_the_figure_are_left_out():
    """Where nothing was closed there are no days to close."""
    assert estimate([2, math.nan, 4, 6, 8]) == estimate([2, 4, 6, 8])
    assert paired([5, math.nan, 7], [1, 2, 4]) == estimate([4, 3])


@given(values=NUMBERS, data=st.data())
def test_the_order_of_runs_changes_no_bit(values, data):
    """Sums are exact, so that any order of adding gives the same bytes."""
    shuffled = data.draw(st.permutations(values))

    assert estimate(values).mean == estimate(shuffled).mean


def test_intervals_hold_the_true_mean_as_often_as_they_promise():
    """Of 1,000 intervals from ten skewed runs each, about 950 hold the truth: within what a binomial allows."""
    random = Random(5)
    held = 0
    for _ in range(1000):
        found = estimate([random.gauss(3, 2) for _ in range(10)])
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 3 <= found.high

    low, high = binom.interval(0.999, 1000, 0.95)
    assert low <= held <= high


def test_pairs_that_share_their_luck_have_narrower_intervals():
    """What is common to both falls out of the difference."""
    random = Random(1)
    luck = [random.gauss(0, 5) for _ in range(20)]
    base = [value + random.gauss(0, 0.1) for value in luck]
    other = [value + 1 + random.gauss(0, 0.1) for value in luck]

    difference = paired(other, base)

    assert surety(difference) == Surety.MORE
    assert surety(paired(base, other)) == Surety.LESS
    assert (difference.half_width or 0) < (estimate(other).half_width or 0) / 10


def test_a_difference_is_sure_when_its_interval_leaves_zero_out():
    """Zero in every run is the same; an interval around zero is unsure."""
    assert surety(Estimate(0.0, 0.0, 5)) == Surety.SAME
    assert surety(Estimate(1.0, 1.0, 5)) == Surety.UNSURE
    assert surety(Estimate(1.0, 0.99, 5)) == Surety.MORE
    assert surety(Estimate(1.0, None, 1)) == Surety.UNSURE


def test_more_runs_are_needed_the_narrower_the_interval():
    """Half the width takes four times the runs; a width reached takes no more."""
    found = Estimate(10.0, 2.0, 30)

    assert runs_needed(found, 1.0) == 120
    assert runs_needed(found, 2.0) == 30


def test_students_factor_falls_to_the_normal_one():
    """A thousand runs are as good as knowing the spread."""
    assert student(2) == pytest.approx(12.706, abs=1e-3)
    assert student(100_000) == pytest.approx(1.95996, abs=1e-3)
