"""The frontier of moves against gain: small stories, and the promise that it is the best there is, on random stocks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment import Plan
from solver.assignment.frontier import Moves, frontier
from solver.assignment.prefer import FewMoves
from solver.limits import Limits
from tests.solver.assignment.frontier.stocks import (
    a_random_stock,
    a_stock,
    best_of_all,
    everybody_stays,
    random_stocks,
    worth,
)
from tests.solver.assignment.offices import LI, WANG, ZHAO, to

some = settings(max_examples=12, deadline=None)
SOON = Limits(seconds=30)


def test_the_heaviest_case_of_the_busiest_lowers_the_peak():
    """Li holds 300 + 200 + 100, Wang 200: one move brings the 200 over; the 300 would only swap their places."""
    office = a_stock(
        [to(LI, 300), to(WANG, 300)], [to(LI, 200), to(WANG, 200)], [to(LI, 100), to(WANG, 100)], [to(WANG, 200)],
        capacity=(1000, 1000),
    )  # fmt: skip

    none, one = frontier(office, 1, SOON).points

    assert (none.moved, worth(none)[0]) == ((), 600)
    assert (one.moved, worth(one)[0]) == ((1,), 400)
    assert [level.status for level in one.levels] == ["proven", "proven"]


def test_two_equally_busy_people_need_two_moves():
    """With one move the other of the two is still at the peak; the loads get more even all the same."""
    office = a_stock(
        [to(LI, 400), to(ZHAO, 400)], [to(LI, 400), to(ZHAO, 400)], [to(WANG, 400), to(ZHAO, 400)], [to(WANG, 400)],
    )  # fmt: skip

    none, one, two = frontier(office, 2, SOON).points

    assert [worth(point)[0] for point in (none, one, two)] == [800, 800, 800]
    assert worth(one)[1] < worth(none)[1]
    assert one.moved == (0,)


def test_where_more_moves_gain_nothing_the_frontier_ends_and_says_so():
    """Two people with one equal case each: level already, and proven so."""
    office = a_stock([to(LI, 400), to(WANG, 400)], [to(WANG, 400), to(LI, 400)], capacity=(1000, 1000))

    found = frontier(office, 10, SOON)

    assert found.end == "nothing to gain"
    assert [point.most for point in found.points] == [0]


def test_nobody_is_lifted_above_the_ceiling():
    """Wang could take the case of 300 up to 90 %, but the ceiling is 80 %; the case of 200 fits."""
    office = a_stock(
        [to(LI, 700), to(WANG, 300)], [to(LI, 200), to(WANG, 200)], [to(WANG, 600)], capacity=(1000, 1000), ceiling=800,
    )  # fmt: skip

    [_, one] = frontier(office, 1, SOON).points

    assert one.moved == (1,)


def test_who_is_above_the_ceiling_may_stay_there_but_gets_nothing_more():
    """Li is at 130 % with cases nobody else may have: no move, and no complaint."""
    office = a_stock([to(LI, 1300)], [to(WANG, 100), to(LI, 100)], capacity=(1000, 1000))

    assert frontier(office, 3, SOON).points[-1].moved == ()


def test_an_absent_person_is_moved_nothing_and_counts_for_no_peak():
    """Zhao has no minutes: what he still holds is no load, and nothing can go to him."""
    office = a_stock(
        [to(LI, 500), to(ZHAO, 500)], [to(LI, 500), to(WANG, 500)], [to(ZHAO, 500)], capacity=(1000, 1000, 0)
    )

    [none, one] = frontier(office, 1, SOON).points

    assert (worth(none)[0], worth(one)[0], one.moved) == (1000, 500, (1,))


def test_only_the_last_point_may_be_asked_for():
    """What is wanted is the best plan of at most two moves: it is the same as on the whole frontier."""
    office = a_random_stock(4)

    whole = frontier(office, 2, SOON)
    last = frontier(office, 2, SOON, only_last=True)

    assert [point.most for point in last.points] == [0, 2]
    assert worth(last.points[-1]) == worth(whole.points[-1])


def test_a_case_nobody_holds_is_refused():
    """The frontier is about held cases; waiting ones are placed by the assignment itself."""
    office = a_stock([to(LI, 10), to(WANG, 10)], holder=[-1])

    with pytest.raises(ValueError, match="Case 0 has nobody who holds it"):
        frontier(office, 1, SOON)


def test_a_search_called_off_gives_what_it_has():
    """Nothing was searched yet: the present state, and the certificate says that it was called off."""
    found = frontier(a_random_stock(1), 3, SOON, cancelled=lambda: True)

    assert (found.end, [point.moved for point in found.points]) == ("limits", [()])
    assert found.certificate.cancelled


@some
@given(random_stocks)
def test_each_point_is_the_best_of_all_choices(office):
    """On a tiny stock every choice is tried: no plan of so many moves is better than the point, and none is below a bound."""
    found = frontier(office, 3, SOON)

    for point in found.points:
        best = best_of_all(office, point.most)
        assert worth(point) == best
        assert all(level.bound <= level.value for level in point.levels)
    if found.end == "nothing to gain":
        assert best_of_all(office, office.cases) == worth(found.points[-1])


@some
@given(st.integers(0, 10_000_000))
def test_points_are_monotone_lawful_and_as_few_as_they_say(seed):
    """From the present state on, no point is worse than the one before, moves more than it may, or lifts anybody too far."""
    office = a_random_stock(seed, cases=14, people=4)
    moves = Moves.of(office)

    points = frontier(office, 4, SOON).points

    assert points[0].plan == everybody_stays(office)
    for before, after in pairwise(points):
        assert worth(after) <= worth(before)
        assert before.levels[0].bound >= after.levels[0].bound
    for point in points:
        changed = np.flatnonzero(point.plan.chosen != moves.stays)
        assert tuple(changed.tolist()) == point.moved
        assert len(point.moved) <= point.most
        assert moves.lawful(loads_of(office, point.plan))


@some
@given(st.integers(0, 10_000_000))
def test_no_other_seed_undercuts_a_bound(seed):
    """What one search proves, no other search beats."""
    office = a_random_stock(seed, cases=12, people=4)

    one = frontier(office, 3, Limits(seconds=30, deterministic=0.01), 1).points
    other = frontier(office, 3, SOON, 2).points

    for mine, theirs in zip(one, other, strict=False):
        assert mine.levels[0].bound <= theirs.levels[0].value
        assert theirs.levels[0].bound <= mine.levels[0].value


def test_the_same_stock_gives_the_same_frontier():
    """No clock and no chance decides."""
    office = a_random_stock(11, cases=30, people=5)

    assert frontier(office, 5, SOON).points == frontier(office, 5, SOON).points


def test_the_price_of_the_moves_is_the_price_of_the_rule():
    """Moves carry the price by which FewMoves counts them."""
    office = a_stock([to(LI, 300), to(WANG, 300)], [to(LI, 200), to(WANG, 200)], move_price=[5, 2])
    moves = Moves.of(office)

    assert (
        [FewMoves().amount(office, moves.plan((row,))) for row in range(moves.size)] == moves.price.tolist() == [5, 2]
    )


def loads_of(office, given_plan: Plan):
    """Everybody's minutes under a plan, added up from its options."""
    found = office.held.copy()
    for option in given_plan.chosen.tolist():
        for place in range(office.charge_start[option], office.charge_start[option + 1]):
            found[office.charge_person[place]] += office.charge_minutes[place]
    return found
