"""The knee of a curve: up to where more moves still bring much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.allocation.knee import knee


@pytest.mark.parametrize("values, place", [
    ([], 0),
    ([500], 0),
    ([500, 500, 500], 0),
    ([900, 600, 590, 585], 1),
    ([900, 800, 400, 395], 2),
    ([900, 600, 300], 2),
])  # fmt: skip
def test_the_knee_is_where_the_gain_breaks_off(values, place):
    """The first of a curve that does not fall, the last of one that falls evenly."""
    assert knee(values) == place


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_the_knee_is_a_place_of_the_curve_and_no_worse_than_the_start(values):
    """Of falling values it never names one above the first."""
    falling = sorted(values, reverse=True)

    assert 0 <= knee(falling) < len(falling)
    assert falling[knee(falling)] <= falling[0]
