"""Whether there is room: what is given up before it is timed could not have been lawful."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.fieldwork import Plan, fill
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.crew import crewed
from solver.fieldwork.kernel.room import first_between, last_start, may_be_handled, next_start, spread
from solver.fieldwork.kernel.timing import fits, limits, row
from solver.fieldwork.kernel.tries import gap, sequence
from solver.fieldwork.layout import Layout
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.weeks import DAY, a_part, a_week, an_errand, few, random_weeks


def without(week, plan, errand):
    """The same plan with one errand taken out."""
    left = set(week.parts_of[errand])
    served = [
        (trip, [(part, plan.start[part]) for part in stops if part not in left])
        for trip, stops in zip(plan.trips, plan.stops, strict=True)
    ]
    return Plan.of(week.parts, served)


def every_place(layout, state, part):
    """Each place before a stop of a trip: the first start thought possible, whether the handler may come, what a try gives."""
    d, x = layout.data, layout.pad()
    for trip in range(int(state[k.S_TRIPS])):
        r = row(d, trip)
        for at in range(int(state[r + k.T_N]) + 1):
            limits(d, state, x, d[k.H_STOPS], part)
            spread(d, state, x, trip)
            first, handled = first_between(d, state, x, part, trip, at), may_be_handled(d, state, x, part, trip)
            n = sequence(d, state, x, trip, part, at)
            vehicle, day = state[r + k.T_VEHICLE], state[r + k.T_DAY]
            opens, closes = gap(d, state, vehicle, day, state[r + k.T_LEAVES], trip)
            timed = fits(d, state, x, n, opens, closes)
            start = int(x[d[k.X_AT] + at]) if timed else -1
            yield first, handled, start, timed and crewed(d, state, x, n, vehicle, day, trip)


@few
@given(random_weeks, st.integers(0, 100))
def test_no_place_is_given_up_at_which_a_try_would_succeed(week, drawn):
    """What can be timed starts no earlier than was thought, and what gets a crew may be handled."""
    plan, layout = fill(week), Layout.of(week, levels(week))
    errand = drawn % max(1, week.errands)
    state = layout.state(without(week, plan, errand), 1) if week.errands else None

    with np.errstate(over="ignore"):  # draws go round
        for part in week.parts_of[errand] if state is not None else ():
            for first, handled, start, crew in every_place(layout, state, part):
                assert start < 0 or 0 <= first <= start
                assert handled or not crew


def test_a_start_is_moved_into_the_next_window_or_the_last_one_before():
    """Two windows: between them the next one opens, the one before has closed."""
    week = a_week(an_errand(a_part(windows=((60, 100), (200, 300)))))
    data = Layout.of(week, levels(week)).data

    assert [next_start(data, 0, moment) for moment in (0, 80, 150, 301)] == [60, 80, 200, k.FOREVER]
    assert [last_start(data, 0, moment) for moment in (59, 80, 150, DAY)] == [-1, 80, 100, 300]
