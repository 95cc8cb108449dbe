"""Lines of loads and tallies: all at once they have the heights and the ends that each has by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment.columns import Columns
from solver.assignment.prices.question import ask
from tests.solver.assignment.offices import few, random_offices


@few
@given(random_offices, st.lists(st.integers(-500, 3000), min_size=1, max_size=20))
def test_many_heights_are_the_heights_of_each(office, places):
    """Before the first bend, on one, and after the last."""
    lines = ask(office, Columns.of(office), "spread", {}).shapes
    row = np.repeat(np.arange(office.people + office.tallies), len(places))
    x = np.tile(places, office.people + office.tallies)

    assert lines.heights(row, x).tolist() == [
        lines.height(one, place) for one, place in zip(row.tolist(), x.tolist(), strict=True)
    ]


@few
@given(random_offices, st.sampled_from(["spread", "fair", "misfit"]))
def test_all_ends_are_the_ends_of_each_row(office, level):
    """Whatever is asked, nobody's line ends anywhere else."""
    question = ask(office, Columns.of(office), level, {"learning": 5})

    row, x = question.all_ends()

    for one in range(len(question.begin)):
        assert sorted(set(x[row == one].tolist())) == question.ends(one)
