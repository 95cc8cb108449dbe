"""The warm-up is cut where the rest is steadiest, and what does not settle is told."""

import math

from hypothesis import given
from hypothesis import strategies as st

from allocator.simulation.paths import Path
from allocator.simulation.warm_up import OPEN, choose


def pilots(*series):
    return [Path({}, {OPEN: tuple(one)}) for one in series]


def test_an_office_that_is_steady_from_the_start_has_no_warm_up():
    """Nothing is thrown away for nothing."""
    found = choose(pilots([10.0] * 52))

    assert (found.days, found.settled) == (0, True)


def test_the_filling_of_an_empty_office_is_cut_off():
    """Open cases grow for ten weeks, then vary around a hundred: the growth is cut."""
    series = [min(100.0, 10.0 * week) + (week % 3) for week in range(60)]

    assert choose(pilots(series)).days == 70


def test_an_office_that_never_settles_is_told():
    """Where the backlog only grows, half is cut and the planner is told to look at more days."""
    found = choose(pilots([float(week) for week in range(60)]))

    assert (found.days, found.settled) == (6 * 35, False)


def test_the_pilots_are_averaged_before_anything_is_cut():
    """What one run has by luck the mean of five does not have."""
    steady = [50.0] * 60
    up, down = [60.0] * 5 + steady[5:], [40.0] * 5 + steady[5:]

    assert choose(pilots(up)).days == 35
    assert choose(pilots(up, down)).days == 0


def test_a_few_weeks_are_too_short_to_tell():
    """Under ten weeks there are no two batches to compare."""
    found = choose(pilots([1.0] * 9))

    assert (found.days, found.settled) == (0, False)


@given(series=st.lists(st.floats(0, 1e4), min_size=10, max_size=120))
def test_never_more_than_half_is_cut_and_always_whole_batches(series):
    """Half of what was simulated counts, at least."""
    found = choose(pilots(series))

    assert found.days % 35 == 0
    assert found.days <= len(series) / 2 * 7
    assert not math.isnan(found.days)
