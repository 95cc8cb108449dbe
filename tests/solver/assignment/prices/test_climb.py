"""Climbing to better prices: the slope is the slope, weights stay weights, and nothing found proves less than what it began from."""

import numpy as np
import pytest

from solver.assignment.columns import Columns
from solver.assignment.prices import soft as at
from solver.assignment.prices.climb import HOT, Climb
from solver.assignment.prices.newton import smooth
from solver.assignment.prices.offer import lay_out
from solver.assignment.prices.prices import HEATS, first_prices
from solver.assignment.prices.question import ask
from solver.assignment.problem import AssignmentProblem
from tests.solver.assignment.offices import a_random_office

LEVELS = ["assigned:0", "peak", "spread", "misfit"]
HEAT, STEPS, TINY = 5.0, 20, 1e-5


def never():
    """Nobody stops the climb."""
    return False


def a_question(level, seed=7):
    """Twenty cases among five people, all placed where the level asked is below that."""
    instance = a_random_office(seed, 20, 5)
    problem = AssignmentProblem(instance)
    reached, held = problem.start(), {}
    for name in LEVELS[: LEVELS.index(level)]:
        held[name] = problem.value(name, reached)
    return ask(instance, Columns.of(instance), level, held)


def begun(question):
    """A climb and the prices it begins from."""
    prices = first_prices(question)
    return Climb(lay_out(question), question, prices, never), prices


@pytest.mark.parametrize("level", LEVELS)
def test_the_slope_is_how_the_value_changes(level):
    """Compared with the difference of two values, price by price."""
    question = a_question(level)
    climb, prices = begun(question)
    prices = climb.through(prices, [HEAT], 2)
    (k, x), side = climb.arrays, climb._side
    smooth(k, x, side, prices, HEAT)
    slope = x[k[at.SLOPE] : k[at.SLOPE] + len(prices)].copy()

    for one in range(len(prices)):
        more, less = prices.copy(), prices.copy()
        by = TINY * (prices[one] if one in side.weighed else 1.0)
        more[one] += by
        less[one] -= by
        change = (smooth(k, x, side, more, HEAT) - smooth(k, x, side, less, HEAT)) / (2 * by)
        assert slope[one] == pytest.approx(change, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("split", [-5.0, 0.0, 20.0])
def test_the_curvature_is_how_the_slope_changes(split):
    """Also where linked cases are in two minds between one lead and each its own: then all of them move at once."""
    instance = a_random_office(7, 20, 5, together=((0, 1), (2, 3), (4, 5, 6)))
    held = {"spread": AssignmentProblem(instance).value("spread", AssignmentProblem(instance).start()), "together": 1}
    question = ask(instance, Columns.of(instance), "misfit", held)
    climb, prices = begun(question)
    prices = climb.through(prices, [HEAT], 2)
    prices[len(question.begin) + question.group_to] += split
    (k, x), side, count = climb.arrays, climb._side, len(prices)

    def slope_at(one, by):
        smooth(k, x, side, prices + by * (np.arange(count) == one), HEAT)
        return x[k[at.SLOPE] : k[at.SLOPE] + count].copy()

    smooth(k, x, side, prices, HEAT)
    below = np.tril(
        x[k[at.CURVE] : k[at.CURVE] + count * count].reshape(count, count)
    )  # the rest is its mirror, and not kept
    curve = below + below.T - np.diag(np.diag(below))
    for one in range(count):
        by = min(TINY, 1e-3 / np.sqrt(max(1.0, curve[one, one])))
        change = (slope_at(one, by) - slope_at(one, -by)) / (2 * by)
        size = np.sqrt(np.diag(curve) * max(1.0, curve[one, one])) + 1.0
        assert -HEAT * change / size == pytest.approx(curve[one] / size, abs=1e-3)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(4))
def test_no_climb_ends_below_its_beginning(level, seed):
    """Whatever the heats: what is given proves as much as what it began from, and more where there is more to prove."""
    climb, prices = begun(a_question(level, seed))

    found = climb.through(prices, [heat * HEAT for heat in HEATS], STEPS)

    assert climb.proves(found) >= climb.proves(prices)


def test_weights_of_a_peak_stay_weights():
    """Each above nothing, and with the capacities they add up to one as at the beginning."""
    question = a_question("peak")
    climb, prices = begun(question)

    found = climb.through(prices, [heat * HEAT for heat in HEATS], STEPS)

    weighed = question.capacity > 0
    weights = found[: question.instance.people][weighed]
    assert (weights > 0).all()
    assert weights @ question.capacity[weighed] == pytest.approx(1.0)


def test_prices_of_what_is_held_are_never_below_nothing():
    """A level above that has room left costs nothing; it is not paid for being used."""
    question = a_question("misfit")
    climb, prices = begun(question)

    found = climb.through(prices, [heat * HEAT for heat in HEATS], STEPS)

    rows = len(question.begin)
    assert found[rows] == prices[rows] == 1.0
    assert (found[rows + 1 :] >= 0).all()


def test_a_climb_that_is_stopped_gives_what_it_has():
    """At once, and no less than it began from."""
    question = a_question("spread")
    prices = first_prices(question)
    climb = Climb(lay_out(question), question, prices, lambda: True)

    assert climb.proves(climb.through(prices, [HOT], STEPS)) == climb.proves(prices)


@pytest.mark.parametrize("dear", [0.0, 1e-9, 0.3, 2.0, 9.0, 13.99])
def test_a_share_fades_as_the_exponential_does(dear):
    """To ten digits where a share counts for anything, and to nothing beyond."""
    assert at.faded(dear) == pytest.approx(np.exp(-dear), rel=2e-10 * np.exp(dear / 4))
    assert at.faded(dear + at.FAINT) == 0.0
