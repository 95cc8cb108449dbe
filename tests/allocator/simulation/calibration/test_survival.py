"""How long work stays open, told rightly although some of it is still open and some was seen late."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.simulation.calibration.survival import ALWAYS_SEEN, kaplan_meier


def curve(*items, entry=None):
    """The curve of items told as (age, ended)."""
    ages = np.array([age for age, _ in items], dtype=float)
    seen = np.full(len(items), ALWAYS_SEEN) if entry is None else np.array(entry, dtype=float)
    return kaplan_meier(seen, ages, np.array([ended for _, ended in items]))


def test_the_textbook_numbers():
    """Of six, one ends at 1; one is still open at 2; one ends at 3 of four left: 5/6, then 5/6 of 3/4."""
    found = curve((1, True), (2, False), (3, True), (4, False), (5, False), (6, True))

    assert found.ages.tolist() == [1, 3, 6]
    assert np.allclose(found.left, [5 / 6, 5 / 6 * 3 / 4, 0])
    assert (found.quantile(0.3), found.quantile(0.5)) == (3, 6)


def test_open_work_is_not_left_out():
    """Leaving out what is still open would halve the median: those that take long are the open ones."""
    items = [(1, True)] * 4 + [(9, False)] * 6

    assert curve(*items).quantile(0.5) is None
    assert curve(*[item for item in items if item[1]]).quantile(0.5) == 1


def test_who_came_into_sight_late_was_never_at_risk_before():
    """Three old items that the log found open say nothing of the first days."""
    young, old = [(1, True), (1, True), (2, True), (2, True)], [(10, True)] * 3

    seen_late = curve(*young, *old, entry=[ALWAYS_SEEN] * 4 + [5] * 3)

    assert seen_late.left[0] == 0.5
    assert curve(*young, *old).left[0] == 5 / 7


def test_the_interval_holds_the_estimate_and_narrows():
    """With a hundred times the items the interval of the median is narrower."""
    some = [(age, True) for age in range(1, 21)]
    few, many = curve(*some), curve(*some * 100)

    low, high = few.interval(0.5)
    assert low < few.quantile(0.5) < high
    assert many.interval(0.5) == (10, 11)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_the_share_left_only_falls(items):
    """Whatever is open, a curve falls from 1 and stays a share."""
    found = curve(*items)

    assert (np.diff(found.left, prepend=1.0) <= 1e-12).all()
    assert ((found.left >= -1e-12) & (found.left <= 1)).all()
