"""An instance with some options only: what is left keeps its charges, its costs and what it counts for."""

import numpy as np
from hypothesis import given, settings

from solver.assignment import score
from solver.assignment.narrowing import narrowed, only
from tests.solver.assignment.offices import LI, WANG, an_office, offices_with_a_plan, plan, to


@settings(max_examples=30, deadline=None)
@given(offices_with_a_plan())
def test_a_plan_is_worth_the_same_in_the_smaller_instance(drawn):
    """Keep what the plan takes and every other option by turns: costs, splits and tallies are the same there."""
    office, chosen = drawn
    kept = np.arange(office.options) % 2 == 0
    kept[chosen.taken] = True

    small = narrowed(office, kept)
    place = {option: number for number, option in enumerate(small.options.tolist())}
    there = plan(*(place.get(option, -1) for option in chosen.chosen.tolist()))

    assert small.whole(there) == chosen
    by_load = ("peak", "spread")  # who counts for these depends on whom the batch can charge
    mine, theirs = score(office, chosen), score(small.instance, there)
    assert {name: mine[name] for name in mine if name not in by_load} == {
        name: theirs[name] for name in theirs if name not in by_load
    }


def test_one_case_is_left_to_one_person():
    """The first case is Wang's or nobody's; the second keeps its choice."""
    office = an_office([to(LI, 60), to(WANG, 60)], [to(LI, 60), to(WANG, 60)])

    small = only(office, 0, [1])

    assert small.options.tolist() == [1, 2, 3]
    assert small.whole(plan(0, -1)) == plan(1, -1)
