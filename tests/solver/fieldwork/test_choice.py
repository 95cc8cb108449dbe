"""Which errands are taken out: what is late is aimed at, with what stands in its way."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.fieldwork import fill
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.choice import draw_earlier, draw_late, pick_late
from solver.fieldwork.kernel.order import order
from solver.fieldwork.kernel.search import take_up
from solver.fieldwork.layout import Layout
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.weeks import (
    DAY,
    LI,
    ZHAO,
    a_part,
    a_plan,
    a_week,
    an_errand,
    few,
    random_weeks,
    there_and_back,
)


def state_of(week, plan, seed=1):
    """A plan as the search has it: what the kernels read, its state, a pad."""
    layout = Layout.of(week, levels(week))
    state = layout.state(plan, seed)
    take_up(layout.data, state)
    return layout.data, state, layout.pad()


@few
@given(random_weeks, st.integers(1, 1000))
def test_only_what_is_late_is_drawn_and_only_for_an_earlier_moment(week, seed):
    """Where nothing is late nothing is drawn; an earlier moment lies in a window of the part, before its start."""
    plan = fill(week)
    late = {part for part in plan.placed if plan.start[part] > week.part_due[part]}
    data, state, _ = state_of(week, plan, seed)

    with np.errstate(over="ignore"):  # draws go round
        part = draw_late(data, state)
        moment = draw_earlier(data, state, part) if late else -1

    assert part in late if late else part == -1
    if moment >= 0:
        assert moment < plan.start[part]
        assert any(opens <= moment <= closes for opens, closes in week.rows("window", part))


def test_a_late_errand_takes_out_the_trip_in_its_way_and_mostly_goes_back_first():
    """Its vehicle is with another errand, of a higher rank, all of the first day: both are taken out where that day is aimed at."""
    late = an_errand(a_part(due=100, vehicles=0b1, windows=((30, 300), (DAY + 30, DAY + 300))), rank=1)
    week = a_week(late, an_errand(a_part(minutes=300, vehicles=0b1)))
    plan = a_plan(2, there_and_back(DAY + 100, (LI,)), (0, 0, 360, (ZHAO,), {1: 30}))
    seeds = np.random.default_rng(1).integers(1, 2**40, 60).tolist()
    found = [aimed_at(week, plan, seed) for seed in seeds]
    both = [listed for listed in found if len(listed) == 2]

    assert all(0 in listed for listed in found)
    assert len(found) > len(both) > 0
    assert both.count([0, 1]) > len(both) / 2


def aimed_at(week, plan, seed):
    """The errands one round takes out for what is late, in the order in which they go back."""
    data, state, pad = state_of(week, plan, seed)
    pad[k.X_FIRST] = pad[k.X_WHEN] = -1
    with np.errstate(over="ignore"):  # draws go round
        pick_late(data, state, pad, 2)
        order(data, state, pad, 0)
    return pad[data[k.X_LIST] : data[k.X_LIST] + pad[k.X_LISTED]].tolist()
