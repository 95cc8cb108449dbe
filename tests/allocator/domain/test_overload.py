"""Sustained overload: a busy week is not one, four in a row are."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.overload import WEEKS_IN_A_ROW, in_long_runs


@pytest.mark.parametrize(
    "weeks,counted",
    [("", 0), ("xxx", 0), ("xxxx", 4), ("xxx.xxx", 0), (".xxxxx.", 5), ("xxxx.xxxx", 8), ("xxx.xxxx", 4)],
)
def test_weeks_count_only_in_a_run_of_four(weeks, counted):
    """Three weeks, a rest and three weeks more are no sustained overload."""
    assert sum(in_long_runs([week == "x" for week in weeks])) == counted


@given(st.lists(st.booleans(), max_size=30))
def test_a_week_counts_when_its_whole_run_is_long(over):
    """Week by week, against the runs taken one by one."""
    wanted: list[bool] = []
    for is_over, run in groupby(over):
        length = len(list(run))
        wanted += [is_over and length >= WEEKS_IN_A_ROW] * length

    assert in_long_runs(over) == wanted
