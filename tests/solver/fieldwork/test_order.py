"""In which order errands go back: by when they were served, so that what comes earlier puts off what stands behind it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.fieldwork import fill
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.order import order
from solver.fieldwork.kernel.search import bear, car_minute, is_taken
from tests.solver.fieldwork.test_choice import state_of
from tests.solver.fieldwork.weeks import LI, a_part, a_plan, a_week, an_errand, few, random_weeks, there_and_back


def ordered(week, plan, first, when, seed):
    """The errands of a week in the order in which they go back, one of them aimed at a moment."""
    data, state, pad = state_of(week, plan, seed)
    pad[data[k.X_LIST] : data[k.X_LIST] + week.errands] = np.arange(week.errands)
    pad[k.X_LISTED], pad[k.X_FIRST], pad[k.X_WHEN] = week.errands, first, when
    with np.errstate(over="ignore"):  # draws go round
        order(data, state, pad, 0)
    return pad[data[k.X_LIST] : data[k.X_LIST] + week.errands].tolist()


def test_what_is_aimed_at_a_moment_goes_back_between_those_served_before_and_after_it():
    """Errands 0 and 1 are served in the morning and the evening, 2 at night: aimed at noon it comes between them, or one is put off."""
    week = a_week(*(an_errand(a_part(minutes=10)) for _ in range(3)))
    plan = a_plan(3, *(there_and_back(start, (LI,), part=part) for part, start in enumerate((30, 430, 830))))
    found = [ordered(week, plan, 2, 200, seed) for seed in np.random.default_rng(1).integers(1, 2**40, 40).tolist()]

    assert all(one in ([0, 2, 1], [2, 1, 0], [0, 1, 2]) for one in found)
    assert found.count([0, 2, 1]) > len(found) / 2


@few
@given(
    random_weeks,
    st.floats(0, 9),
    st.floats(0, 1),
    st.integers(0, 2000),
    st.sampled_from([0.0, 100.0]),
    st.integers(0, 99),
)
def test_a_round_is_given_up_only_for_a_lateness_that_would_not_be_taken(week, heat, warmth, more, dear, out):
    """Whatever lies above what can be borne is not taken on, vehicles' minutes counted in, the levels above lateness being equal."""
    data, _, _ = state_of(week, fill(week))
    prices = np.ones(k.F_WEIGHTS + k.KINDS)
    prices[k.F_CAR] = dear
    prices[k.F_WARMTH] = warmth
    prices[k.F_SCALES + k.LATE] = 1000.0
    old = np.full(data[k.H_LEVELS] + 1, 50)
    most = bear(data, old, prices, heat)
    kinds = [int(data[data[k.H_LEVEL] + 2 * level]) for level in range(data[k.H_LEVELS])]
    new = old.copy()
    if k.LATE in kinds and most < k.FOREVER:
        new[-1] = out
        new[kinds.index(k.LATE)] = most + 1 + more - int(car_minute(prices) * out)

        assert not is_taken(data, new, old, prices, heat)
