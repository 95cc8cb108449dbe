"""The frontier of moves against gain: small stories, and the promise that it is the best there is, on random stocks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.assignment import Plan
from solver.assignment.frontier import TERMS, Moves, frontier
from solver.assignment.rules.prefer import FewMoves
from solver.assignment.witnesses.recheck import recheck
from solver.limits import Limits
from tests.solver.assignment.frontier.stocks import (
    a_random_stock,
    a_stock,
    an_overloaded_stock,
    best_of_all,
    everybody_stays,
    overloaded_stocks,
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

    none, one = frontier(Moves.of(office), 1, SOON).points

    assert (none.moved, worth(none)[0]) == ((), 600)
    assert (one.moved, worth(one)[0]) == ((1,), 400)
    assert [level.status for level in one.levels[-2:]] == ["proven", "proven"]


def test_two_equally_busy_people_need_two_moves():
    """With one move the other of the two is still at the peak; the loads get more even all the same."""
    office = a_stock(
        [to(LI, 400), to(ZHAO, 400)], [to(LI, 400), to(ZHAO, 400)], [to(WANG, 400), to(ZHAO, 400)], [to(WANG, 400)],
    )  # fmt: skip

    none, one = frontier(Moves.of(office), 1, SOON).points

    assert [worth(point)[0] for point in (none, one)] == [800, 800]
    assert worth(one)[1] < worth(none)[1]
    assert one.moved == (0,)


def test_where_more_moves_gain_nothing_the_frontier_ends_and_says_so():
    """Two people with one equal case each: level already, and proven so."""
    office = a_stock([to(LI, 400), to(WANG, 400)], [to(WANG, 400), to(LI, 400)], capacity=(1000, 1000))

    found = frontier(Moves.of(office), 10, SOON)

    assert found.end == "nothing to gain"
    assert [point.most for point in found.points] == [0]


@pytest.mark.parametrize("seed, ends_at", [(1, 2), (3, 0), (4, 2), (10, 1)])
def test_it_ends_there_too_where_only_the_last_point_proves_it(seed, ends_at):
    """Three moves are searched before it is proven that they gain no more than fewer: no point repeats the one before."""
    office = (an_overloaded_stock if seed % 2 else a_random_stock)(seed)

    found = frontier(Moves.of(office), 3, SOON)

    assert (found.end, found.points[-1].most) == ("nothing to gain", ends_at)
    assert best_of_all(Moves.of(office), 3) == worth(found.points[-1])
    assert all(level.status == "proven" for level in found.points[-1].levels)


def test_none_asked_for_proves_nothing_of_more():
    """At most no move: the state as it is, and no word of what moves would gain."""
    office = a_stock([to(LI, 400), to(WANG, 400)], [to(LI, 300), to(WANG, 300)], capacity=(1000, 1000))

    found = frontier(Moves.of(office), 0, SOON, only_last=True)

    assert (found.end, [point.most for point in found.points]) == ("most", [0])


def test_nobody_is_lifted_above_the_ceiling():
    """Wang could take the case of 300 up to 90 %, but the ceiling is 80 %; the case of 200 fits."""
    office = a_stock(
        [to(LI, 700), to(WANG, 300)], [to(LI, 200), to(WANG, 200)], [to(WANG, 600)], capacity=(1000, 1000), ceiling=800,
    )  # fmt: skip

    [_, one] = frontier(Moves.of(office), 1, SOON).points

    assert one.moved == (1,)


def test_who_holds_more_than_the_own_limit_gets_nothing_more_and_may_stay_there():
    """Li is at 130 %, the cap is 110 % for everybody: Wang, at 100 %, takes nothing of 200, and Li may stay at 130 %."""
    held = [to(LI, 1300)], [to(WANG, 1000), to(LI, 1000)], [to(LI, 1), to(WANG, 200)]
    capped = a_stock(*held, ceiling=1100, present=[1301, 1000, 0])

    free, kept = (frontier(Moves.of(office), 1, SOON).points[-1] for office in (a_stock(*held, ceiling=1400), capped))

    assert (free.moved, kept.moved) == ((2,), ())
    assert (kept.levels[-2].bound, kept.levels[-2].value) == (1301, 1301)


def test_somebody_above_the_cap_may_change_one_case_for_a_lighter_one():
    """Li, at 130 % with a cap of 110 %, cannot take Wang's case of 300; in return for the one of 400 she can."""
    office = a_stock(
        [to(LI, 900)], [to(LI, 400), to(WANG, 400)], [to(WANG, 300), to(LI, 300)], [to(WANG, 600)],
        ceiling=1100, present=[1300, 900, 0],
    )  # fmt: skip

    one, two = frontier(Moves.of(office), 2, SOON).points[1:]

    assert (one.moved, worth(one)[0]) == ((), 1300)
    assert (two.moved, worth(two)[0]) == ((1, 2), 1200)


def test_nothing_is_moved_to_somebody_without_minutes():
    """Zhao is away: only the case that Wang may have can move."""
    office = a_stock([to(LI, 500), to(ZHAO, 500)], [to(LI, 500), to(WANG, 500)], capacity=(1000, 1000, 0))

    [none, one] = frontier(Moves.of(office), 1, SOON).points

    assert (worth(none)[0], worth(one)[0], one.moved) == (1000, 500, (1,))


def test_a_case_of_somebody_without_minutes_is_refused():
    """Who is away hands over: that is no question of few moves."""
    office = a_stock([to(LI, 500), to(WANG, 500)], [to(ZHAO, 500)], capacity=(1000, 1000, 0))

    with pytest.raises(ValueError, match="Case 1 has nobody who holds it and can go on with it"):
        Moves.of(office)


def test_only_the_last_point_may_be_asked_for():
    """What is wanted is the best plan of at most two moves: it is the same as on the whole frontier."""
    office = a_random_stock(4)

    whole = frontier(Moves.of(office), 2, SOON)
    last = frontier(Moves.of(office), 2, SOON, only_last=True)

    assert [point.most for point in last.points] == [0, 2]
    assert worth(last.points[-1]) == worth(whole.points[-1])


def test_a_case_nobody_holds_is_refused():
    """The frontier is about held cases; waiting ones are placed by the assignment itself."""
    office = a_stock([to(LI, 10), to(WANG, 10)], holder=[-1])

    with pytest.raises(ValueError, match="Case 0 has nobody"):
        frontier(Moves.of(office), 1, SOON)


def test_a_search_called_off_gives_what_it_has():
    """Nothing was searched yet: the present state, and the certificate says that it was called off."""
    found = frontier(Moves.of(a_random_stock(1)), 3, SOON, cancelled=lambda: True)

    assert (found.end, [point.moved for point in found.points]) == ("limits", [()])
    assert found.certificate.cancelled


@some
@given(random_stocks)
def test_each_point_is_the_best_of_all_choices(office):
    """On a tiny stock every choice is tried: no plan of so many moves is better than the point, and none is below a bound."""
    found = frontier(Moves.of(office), 3, SOON)

    for point in found.points:
        best = best_of_all(Moves.of(office), point.most)
        assert worth(point) == best
        assert all(level.bound <= level.value for level in point.levels)
    if found.end == "nothing to gain":
        assert best_of_all(Moves.of(office), 3) == worth(found.points[-1])


@some
@given(st.integers(0, 10_000_000))
def test_points_are_monotone_lawful_and_as_few_as_they_say(seed):
    """From the present state on, no point is worse than the one before, moves more than it may, or lifts anybody too far."""
    office = (an_overloaded_stock if seed % 2 else a_random_stock)(seed, cases=14, people=4)
    moves = Moves.of(office)

    points = frontier(Moves.of(office), 4, SOON).points

    assert points[0].plan == everybody_stays(office)
    for before, after in pairwise(points):
        assert worth(after) <= worth(before)
        assert before.levels[-2].bound >= after.levels[-2].bound
        if before.levels[-2].value == after.levels[-2].value:
            assert before.levels[-1].bound >= after.levels[-1].bound
    for point in points:
        changed = np.flatnonzero(point.plan.chosen != moves.stays)
        assert tuple(changed.tolist()) == point.moved
        assert len(point.moved) <= point.most
        assert moves.lawful(loads_of(office, point.plan))


@some
@given(overloaded_stocks)
def test_where_many_are_above_the_ceiling_each_point_is_the_best_of_all_choices(office):
    """Whoever is above it comes to hold no more, others up to it; every choice tried, none is better, none below a bound."""
    moves = Moves.of(office)

    for point in frontier(moves, 3, SOON).points:
        best = best_of_all(moves, point.most)
        assert worth(point) == best
        assert all(level.bound <= level.value for level in point.levels)
        assert (
            loads_of(office, point.plan) <= np.maximum(moves.present, office.capacity * office.ceiling // 1000)
        ).all()


@some
@given(random_stocks)
def test_what_is_measured_is_what_the_levels_measure(office):
    """Peak and spread of a point are those of the rules that name them, and its plan is lawful."""
    for point in frontier(Moves.of(office), 2, SOON).points:
        found = recheck(office, point.plan, point.levels, TERMS)
        assert found == ()


@some
@example(78106)  # a move that makes no difference to the loads may be the only one the cap of new cases leaves
@given(st.integers(0, 10_000_000))
def test_no_other_seed_undercuts_a_bound(seed):
    """What one search proves, no other search beats."""
    office = (an_overloaded_stock if seed % 2 else a_random_stock)(seed, cases=12, people=4)

    one = frontier(Moves.of(office), 3, Limits(seconds=30, deterministic=0.01), 1).points
    other = frontier(Moves.of(office), 3, SOON, 2).points

    for mine, theirs in zip(one, other, strict=False):
        assert mine.levels[-2].bound <= theirs.levels[-2].value
        assert theirs.levels[-2].bound <= mine.levels[-2].value
        if mine.levels[-2].value == theirs.levels[-2].value:
            assert mine.levels[-1].bound <= theirs.levels[-1].value
            assert theirs.levels[-1].bound <= mine.levels[-1].value


def test_what_is_not_proven_to_gain_nothing_is_looked_for_to_the_last_move():
    """One move gains nothing, two do: Li and Wang are equally busy, and the loads stay within one step with one move."""
    office = a_stock(
        [to(LI, 15), to(ZHAO, 15)], [to(WANG, 15), to(ZHAO, 15)], [to(LI, 25)], [to(WANG, 25)], capacity=(1000, 1000, 1000),
    )  # fmt: skip

    found = frontier(Moves.of(office), 2, SOON)

    assert (found.end, [worth(point)[0] for point in found.points]) == ("most", [40, 40, 30])


def test_the_same_stock_gives_the_same_frontier():
    """No clock and no chance decides."""
    office = a_random_stock(11, cases=30, people=5)

    assert frontier(Moves.of(office), 5, SOON).points == frontier(Moves.of(office), 5, SOON).points


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


def test_of_equally_good_moves_the_cheapest_is_made():
    """Li may give either of two like cases to Wang; the hearing of the first is dated, the second costs little."""
    office = a_stock(
        [to(LI, 300), to(WANG, 300)], [to(LI, 300), to(WANG, 300)], capacity=(1000, 1000), move_price=[60, 10],
    )  # fmt: skip

    one = frontier(Moves.of(office), 1, SOON).points[-1]

    assert one.moved == (1,)


def test_a_dear_move_is_not_made_for_a_minute():
    """The dated case of 303 minutes would even the loads out by a hair more than the one of 300: a thousandth is no reason."""
    held = [[to(LI, 303), to(WANG, 303)], [to(LI, 300), to(WANG, 300)], [to(LI, 50)], [to(ZHAO, 800)]]

    exact, near = (
        frontier(Moves.of(a_stock(*held, move_price=[60, 10, 10, 10], spread_tolerance=given)), 1, SOON).points[-1]
        for given in (0, 1)
    )

    assert [(point.moved, worth(point)) for point in (exact, near)] == [((0,), (800, 7818)), ((1,), (800, 7821))]
    assert (near.levels[-1].reached, near.levels[-1].status) == (7818, "within tolerance")


@some
@given(st.integers(0, 10_000_000), st.integers(0, 50))
def test_cheaper_moves_keep_what_is_proven(seed, tolerance):
    """With prices and a tolerance drawn, points stay monotone, keep the peak, and are what their levels state."""
    prices = np.random.default_rng(seed).integers(0, 90, 10)
    office = a_random_stock(seed, cases=10, people=4, move_price=prices, spread_tolerance=tolerance)
    plain = a_random_stock(seed, cases=10, people=4, move_price=prices)

    found, exact = (frontier(Moves.of(one), 3, SOON).points for one in (office, plain))

    for before, after in pairwise(found):
        assert worth(after) <= worth(before)
    for mine, best in zip(found, exact, strict=False):
        assert recheck(office, mine.plan, mine.levels, TERMS) == ()
        assert worth(mine)[0] == worth(best)[0]
        assert worth(best)[1] <= worth(mine)[1] <= mine.levels[-1].held
