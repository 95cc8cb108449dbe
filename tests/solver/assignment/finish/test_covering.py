"""Covering: groups dealt out anew by bundles end at the best there is, never cost more, and stay lawful."""

import numpy as np
from hypothesis import given, settings

from solver.assignment.finish.diver import Diver
from solver.assignment.finish.proof import Proof
from tests.solver.assignment.finish.packings import a_packing, any_lawful, cheapest, is_lawful, packings

MANY = 200  # groups looked at: more than any small choice has units to lose


def a_diver(packing, seed=1):
    return Diver(packing, seed, 1.0, np.zeros(packing.people))


def some_worths(packing):
    """What each row's cheapest option costs, minutes free of charge."""
    return np.minimum.reduceat(packing.cost, packing.start[:-1]).astype(np.float64)


def a_busy_office(people=9, cases=60, seed=3):
    """Cases that are cheap where they take long, desks with little room to spare, and a choice found by dives."""
    chance = np.random.default_rng(seed)
    minutes = chance.integers(5, 40, (cases, people))
    costs = 50 - minutes + chance.integers(0, 15, (cases, people))
    packing = a_packing(costs, minutes, [int(0.8 * minutes.sum() / people**2)] * people)
    return packing, a_diver(packing).whole(np.inf)


@settings(max_examples=40, deadline=None)
@given(packings())
def test_where_everybody_is_a_group_the_best_choice_is_found(packing):
    """A hunt through all bundles in question misses nothing: begun anywhere, it ends at the optimum."""
    begun = any_lawful(packing)
    if begun is None:
        return
    found = a_diver(packing).cover(begun, some_worths(packing), MANY)

    assert is_lawful(packing, found)
    assert packing.cost[found].sum() == cheapest(packing)


def test_groups_of_an_office_only_get_cheaper():
    """Group after group, at worths that prove a bound: lawful, never dearer, and never below the bound."""
    packing, choice = a_busy_office()
    proof, diver = Proof(packing, some_worths(packing), 0), a_diver(packing)
    for _ in range(10):
        proof.go(float(packing.cost[choice].sum()))
    found = [choice]
    for _ in range(4):
        found.append(diver.cover(found[-1], proof.worth, 10))

    assert all(is_lawful(packing, one) for one in found)
    assert np.all(np.diff([packing.cost[one].sum() for one in found]) <= 0)
    assert packing.cost[found[-1]].sum() >= proof.bound


def test_the_same_seed_covers_alike():
    """Counted steps and the seed alone decide, and so does what it took."""
    packing, choice = a_busy_office()
    one, other = (a_diver(packing, seed=5) for _ in range(2))
    first, second = (diver.cover(choice, some_worths(packing), 20) for diver in (one, other))

    assert np.array_equal(first, second)
    assert one.seconds == other.seconds
