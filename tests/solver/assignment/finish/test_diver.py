"""Dives: what they find is lawful, their floor is honest, and a group dealt out anew never costs more."""

import numpy as np
import pytest
from hypothesis import given, settings

from solver.assignment.finish import diver as rooms
from solver.assignment.finish.diver import Diver
from solver.assignment.finish.packing import Packing
from tests.solver.assignment.finish.packings import a_busy_office, a_packing, cheapest, is_lawful, packings


def a_diver(packing, seed=1):
    return Diver(packing, seed, 1.0, np.zeros(packing.people))


@settings(max_examples=40, deadline=None)
@given(packings())
def test_no_choice_is_below_the_floor_and_none_found_is_below_the_best(packing):
    """Prices prove a floor under every choice; what a dive finds stands on the other side of the best there is."""
    best, found = cheapest(packing), a_diver(packing).whole(np.inf)

    if best is not None:
        assert a_diver(packing).floor <= best + 1e-6
    if found is not None:
        assert is_lawful(packing, found)
        assert best <= packing.cost[found].sum()


@pytest.mark.parametrize("seed", range(4))
def test_more_people_than_are_dealt_out_exactly_get_lawful_bundles(seed):
    """Seven desks: three get a bundle each, the last four are dealt out."""
    packing = a_busy_office(seed=seed)
    found = a_diver(packing, seed).whole(np.inf)

    assert is_lawful(packing, found)
    assert packing.cost[found].sum() >= a_diver(packing).floor


def test_a_group_dealt_out_anew_never_costs_more():
    """Group after group, the whole only gets cheaper, and stays lawful."""
    packing = a_busy_office()
    diver = a_diver(packing)
    costs = [diver.whole(np.inf)]
    for _ in range(4):
        costs.append(diver.anew(costs[-1], 5))

    assert all(is_lawful(packing, one) for one in costs)
    assert np.all(np.diff([packing.cost[one].sum() for one in costs]) <= 0)


def test_a_dive_keeps_to_the_cost_it_is_given():
    """Nothing dearer than asked for is handed over: none at all below the floor."""
    packing = a_busy_office()
    diver = a_diver(packing)
    cost = packing.cost[diver.whole(np.inf)].sum()
    again = diver.whole(cost)

    assert again is None or packing.cost[again].sum() <= cost
    assert diver.whole(diver.floor - 1.0) is None


def test_where_not_everything_fits_no_choice_is_handed_over():
    """Two cases for one desk of their size."""
    assert a_diver(a_packing([[1, 1], [1, 1]], [[5, 9], [5, 9]], [5, 5])).whole(np.inf) is None


def test_the_same_seed_dives_alike():
    """Counted steps and the seed alone decide."""
    packing = a_busy_office()
    one, other = (a_diver(packing, seed=5) for _ in range(2))
    first, second = (diver.anew(diver.whole(np.inf), 5) for diver in (one, other))

    assert np.array_equal(first, second)
    assert one.seconds == other.seconds


def test_of_two_ways_to_have_a_case_with_one_person_the_cheaper_is_taken():
    """A case may be had by a person at two costs: the tables hold the cheaper one."""
    packing = a_packing([[4, 9], [9, 4]], [[1, 1], [1, 1]], [2, 2])
    doubled = Packing(
        np.array([0, 3, 5]),
        np.insert(packing.person, 0, 0),
        np.insert(packing.minutes, 0, 1),
        np.insert(packing.cost, 0, 6),
        packing.room,
        np.arange(5),
        packing.case,
    )

    assert doubled.cost[a_diver(doubled).whole(np.inf)].tolist() == [4, 4]


def test_desks_with_very_much_room_are_left_to_others(monkeypatch):
    """The table of a person's bundles has a place for every minute."""
    monkeypatch.setattr(rooms, "MOST_CELLS", 100)

    assert not a_diver(a_busy_office()).possible


def ended(diver):
    """Take a wide dive to its end."""
    dive = diver.wide()
    while dive.open:
        dive.step()
    return diver.ended(dive)


@pytest.mark.parametrize("seed", range(3))
def test_a_wide_dive_leads_to_a_lawful_choice_and_can_be_repeated(seed):
    """Nine desks: four are given bundles in several ways side by side, the last five are dealt the rest."""
    packing = a_busy_office(people=9, cases=50)

    found = ended(a_diver(packing, seed))

    assert is_lawful(packing, found)
    assert packing.cost[found].sum() >= a_diver(packing).floor - 1e-6
    assert found.tolist() == ended(a_diver(packing, seed)).tolist()


def test_a_wide_dive_is_no_dearer_than_single_ones_in_the_mean():
    """Carrying several choices is for finding cheaper ones."""
    packing = a_busy_office(people=9, cases=50)
    wide = [packing.cost[ended(a_diver(packing, seed))].sum() for seed in range(6)]
    single = [packing.cost[a_diver(packing, seed).whole(np.inf)].sum() for seed in range(6)]

    assert sum(wide) < sum(single)


def test_few_people_have_no_wide_dive():
    """Five desks are dealt everything at once."""
    assert a_diver(a_busy_office(people=5, cases=25)).wide() is None
