"""What all columns of a case count alike is counted from the beginning: prices have less to weigh, and nothing is forgotten."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment.columns import Columns
from solver.assignment.prices.question import ask, weighed
from tests.solver.assignment.offices import LI, WANG, a_tally, an_office, few, random_offices, to

RANKS = {f"assigned:{rank}": 0 for rank in range(4)}


def counted(question, chosen):
    """What each row comes to when cases take these columns."""
    columns, total = question.columns, question.begin.copy()
    for column in chosen:
        entries = slice(columns.start[column], columns.start[column + 1])
        np.add.at(total, columns.row[entries], columns.amount[entries])
    return total.tolist()


@few
@given(random_offices, st.sampled_from(["spread", "fair", "learning", "misfit"]), st.integers(0, 2**32 - 1))
def test_whoever_gets_what_every_row_comes_to_as_much(office, level, seed):
    """In full where all must be placed; and no end of a line is left out that a row may come to."""
    question = ask(office, Columns.of(office), level, RANKS)
    bare, chance = weighed(question), np.random.default_rng(seed)
    placed = np.flatnonzero(question.must)
    start = question.columns.case_start
    chosen = [int(chance.integers(start[case], start[case + 1])) for case in placed]

    total = counted(bare, chosen)

    assert total == counted(question, chosen)
    tallies = slice(office.people, office.people + office.tallies)
    assert all(
        low <= one <= high for low, one, high in zip(bare.low[tallies], total[tallies], bare.high[tallies], strict=True)
    )


def test_a_case_that_counts_for_a_team_whoever_leads_it_is_weighed_no_more():
    """Unless it may be left out."""
    office = an_office([to(LI, 100), to(WANG, 100)], **a_tally(1, (0, 60), (1, 60)))

    must, may = (ask(office, Columns.of(office), "spread", held) for held in (RANKS, {}))

    assert office.people in must.columns.row
    assert office.people not in weighed(must).columns.row
    assert weighed(must).begin[office.people] == 60
    assert weighed(may) is may
