"""Choosing moves step by step: what is unlawful alone may be a way to something better, and each step is worth what it says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.frontier import Moves, frontier
from solver.assignment.frontier.walk import Aim, walk
from solver.limits import Limits
from tests.solver.assignment.frontier.stocks import a_stock, every_stock, worth
from tests.solver.assignment.offices import LI, WANG, ZHAO, to

some = settings(max_examples=25, deadline=None)


def an_exchange():
    """Li, at 130 %, may give her case of 400 to Wang if the clerk Zhao, at the cap, is rid of Wang's case, which Li may have."""
    return a_stock(
        [to(LI, 900)], [to(LI, 400), to(WANG, 400, besides={ZHAO: 50})], [to(WANG, 100, besides={ZHAO: 60}), to(LI, 100)],
        held=[0, 0, 1040], ceiling=1100, present=[1300, 100, 1100],
    )  # fmt: skip


def walked(moves, aim):
    """The choice of two moves at most that a walk from none ends at."""
    return walk(moves, (), 2, aim, lambda _: False)


def test_two_moves_that_are_lawful_only_together_are_found_beyond_the_limit():
    """Either alone would lift somebody too far; with a toll on that, instead of a bar, the walk passes through."""
    moves = Moves.of(an_exchange())

    assert walked(moves, Aim(1100)) == ()
    assert walked(moves, Aim(1100, toll=30)) == (0, 1)
    assert moves.keeps((0, 1))


def test_the_exchange_is_the_second_point_of_the_frontier():
    """One move gains nothing, two bring the peak from 130 to 109 %."""
    points = frontier(Moves.of(an_exchange()), 2, Limits(30)).points

    assert [worth(point)[0] for point in points] == [1300, 1300, 1090]
    assert points[-1].moved == (1, 2)


@some
@given(every_stock, st.integers(200, 1400), st.integers(1, 10**9))
def test_a_move_is_worth_what_it_changes_of_the_cost(office, aim, toll):
    """Spread, minutes above the aim and minutes above limits, as the whole choice would be counted before and after."""
    moves = Moves.of(office)
    if not moves.size:
        return

    before = moves.cost(moves.present, aim, toll)
    after = [moves.cost(moves.loads((row,)), aim, toll) for row in range(moves.size)]

    assert moves.worth(moves.present, aim, toll).tolist() == (np.array(after) - before).tolist()
