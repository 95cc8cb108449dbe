"""What prices prove of peak and spread: a bound whatever the prices are, on random stocks and at random prices."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.frontier import Moves
from solver.assignment.frontier.bound import PeakPrices, SpreadPrices, Tolls
from solver.assignment.frontier.part import Part, saved
from solver.assignment.frontier.relief import Relief
from tests.solver.assignment.frontier.stocks import a_stock, best_of_all, every_stock
from tests.solver.assignment.offices import LI, WANG, to

some = settings(max_examples=25, deadline=None)


def spread_prices(moves, most, peak):
    """Prices for the spread of choices of at most so many moves with at most a peak."""
    relief = Relief(moves)
    low = relief.reached(most)
    high = np.maximum(low, np.minimum(moves.limit, peak * moves.instance.capacity // 1000))
    return SpreadPrices(moves, Part(moves), most, np.ones(moves.size, dtype=bool), low, high, relief.needed(peak))


def test_a_case_saves_by_its_best_move_only():
    """Two moves of one case and one of another: the best of each counts, and one that costs something never."""
    office = a_stock([to(LI, 100), to(WANG, 50), to(WANG, 60)], [to(LI, 100), to(WANG, 300)])
    moves = Moves.of(office)

    assert saved(moves, np.array([-5, -7, 3]), 2) == (-7, (1,))


def test_the_peak_that_divided_cases_would_reach_is_proven():
    """One case of 600 of Li's could at best be halved: with any number of moves nobody proves less than 30 %."""
    office = a_stock([to(LI, 600), to(WANG, 600)], capacity=(1000, 1000))
    moves = Moves.of(office)

    assert PeakPrices(moves, Part(moves)).bound(1, 600) == 300


def test_where_nobody_has_room_nothing_is_to_be_had():
    """Li, at 130 %, could halve her load with Wang, who is at the cap of 110 %: the peak stays where it is, and that is proven."""
    office = a_stock(
        [to(LI, 650), to(WANG, 650)], [to(LI, 650)], [to(WANG, 1100)], capacity=(1000, 1000), ceiling=1100, present=[1300, 1100],
    )  # fmt: skip
    moves = Moves.of(office)

    assert PeakPrices(moves, Part(moves)).bound(1, 1300) == 1300


@some
@given(every_stock, st.integers(0, 3), st.data())
def test_any_prices_of_limits_and_new_cases_prove_something_true(office, most, data):
    """Prices towards the peak, towards limits and for new cases drawn at random: what they prove holds for the best choice."""
    moves = Moves.of(office)
    prices = PeakPrices(moves, Part(moves))
    drawn = st.lists(st.integers(0, 30_000), min_size=office.people, max_size=office.people)
    peak, limit, new = (np.array(data.draw(drawn)) for _ in range(3))
    rationed = np.isin(np.arange(office.people), office.rationed)
    tolls = Tolls(np.where(moves.counts, peak, 0), limit, np.where(rationed, new * 100, 0))

    assert prices._proven(tolls, saved(moves, prices._values(tolls), most)[0]) <= best_of_all(moves, most)[0]


@some
@given(every_stock, st.integers(0, 4))
def test_no_choice_undercuts_the_bound_of_the_peak(office, most):
    """All choices tried: none has a lower peak, and a move said to be hopeless stands in none that is better."""
    moves = Moves.of(office)
    prices = PeakPrices(moves, Part(moves))
    best = best_of_all(moves, most)[0]

    assert prices.bound(most, best) <= best
    kept = np.flatnonzero(prices.hopeful(most, best + 1))
    assert best_of_all(moves.part(kept), most)[0] == best


@some
@given(every_stock, st.integers(0, 4))
def test_no_choice_undercuts_the_bound_of_the_spread(office, most):
    """All choices tried: none with that peak is more even, and a move said to be hopeless stands in none that is."""
    moves = Moves.of(office)
    peak, spread = best_of_all(moves, most)
    prices = spread_prices(moves, most, peak)

    assert prices.bound(spread, moves.slopes(moves.present), ()) <= spread
    kept = np.flatnonzero(prices.hopeful(spread + 1))
    assert best_of_all(moves.part(kept), most) == (peak, spread)


@some
@given(every_stock, st.integers(0, 3), st.data())
def test_any_prices_prove_something_true(office, most, data):
    """Prices and rewards drawn at random: what they prove holds for the best choice."""
    moves = Moves.of(office)
    peak, spread = best_of_all(moves, most)
    prices = spread_prices(moves, most, peak)
    drawn = st.lists(st.integers(0, 30_000), min_size=office.people, max_size=office.people)

    prices._learn(np.array(data.draw(drawn)), np.array(data.draw(drawn)))

    assert prices.best <= spread
