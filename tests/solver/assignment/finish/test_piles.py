"""Piles: every bundle that loses little is listed, and a hunt finds those that hold each row once, or says that none do."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.finish.bundles import Stack
from solver.assignment.finish.deal import Deal
from solver.assignment.finish.piles import NO_WAY, TOO_MUCH, Cloth, Part, Pile, add_bundles, cover, hunt_of, without
from solver.assignment.finish.sacks import Shelf, sack_for

PLENTY = 1_000


def a_part(costs, minutes, room):
    """One person, who may have any of some rows."""
    rows = np.arange(len(costs))
    deal = Deal(np.arange(len(costs) + 1), np.zeros_like(rows), np.array(minutes), np.array(costs), np.array([room]))
    return Part(deal, Shelf(rows, np.array([0, len(costs)]), rows))


def a_stack(bundles, rows, room):
    whole, real = np.zeros(rows + 1, np.int64), np.zeros(rows + 1)
    return Stack(
        np.zeros((bundles, rows), bool), np.empty((rows + 1, room + 1)), whole, whole.copy(), real, real.copy()
    )


def a_cloth(bundles, rows, room):
    return Cloth(a_stack(bundles, rows, room), an_empty_pile(), sack_for(np.empty((rows + 1, room + 1)), rows))


def an_empty_pile():
    start = np.zeros(PLENTY + 1, np.int64)
    return Pile(start, np.zeros(9 * PLENTY, np.int64), np.zeros(PLENTY, np.int64), np.zeros(PLENTY))


def a_pile(*bundles):
    """Lay out bundles given as person, rows, loss."""
    pile = an_empty_pile()
    for place, (person, rows, loss) in enumerate(bundles):
        pile.person[place], pile.loss[place] = person, loss
        pile.start[place + 1] = pile.start[place] + len(rows)
        pile.row[pile.start[place] : pile.start[place + 1]] = rows
    return pile


def hunted(pile, bundles, people, rows, most, looks=PLENTY):
    """Hunt through a pile; gives the bundles taken, or why there are none."""
    hunt = hunt_of(bundles, people, rows)
    found = cover(pile, hunt, most, looks, np.array([1, 0]))
    return sorted(hunt.taken[:found].tolist()) if found >= 0 else found


rows = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 12)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(0, 25), st.integers(0, 8))
def test_every_bundle_within_the_loss_is_listed(table, room, most):
    """Trying every bundle that fits finds those listed, with what they lose against the best, and no others."""
    costs, minutes, worth = (list(column) for column in zip(*table, strict=True))
    cloth = a_cloth(99, len(table), room)
    pile = cloth.pile
    found = add_bundles(a_part(costs, minutes, room), 0, np.array(worth, float), float(most), cloth, 0)

    fitting = [
        one
        for size in range(len(table) + 1)
        for one in combinations(range(len(table)), size)
        if sum(minutes[row] for row in one) <= room
    ]
    gains = {one: sum(worth[row] - costs[row] for row in one) for one in fitting}
    listed = {
        tuple(sorted(pile.row[pile.start[one] : pile.start[one + 1]].tolist())): pile.loss[one] for one in range(found)
    }
    assert listed == {
        one: max(gains.values()) - gain for one, gain in gains.items() if max(gains.values()) - gain <= most
    }


def test_too_many_bundles_are_not_listed():
    """Where there is no place for all of them, nothing is to be concluded from a few."""
    part = a_part([1, 1, 1], [1, 1, 1], 9)

    assert add_bundles(part, 0, np.ones(3), 5.0, a_cloth(4, 3, 9), 0) < 0


def test_a_hunt_takes_the_bundles_that_hold_each_row_once():
    """Two people, three rows: the one cheap bundle leaves a row to nobody, two others share the rows out."""
    pile = a_pile((0, [0, 1], 0.0), (0, [0], 1.0), (1, [1, 2], 0.5), (1, [1], 0.0))

    assert hunted(pile, 4, 2, 3, 1.5) == [1, 2]


def test_a_hunt_says_that_there_is_no_way():
    """The only bundles that share the rows out lose more than is allowed."""
    pile = a_pile((0, [0, 1], 0.0), (0, [0], 1.0), (1, [1, 2], 0.5), (1, [1], 0.0))

    assert hunted(pile, 4, 2, 3, 1.4) == NO_WAY


def test_somebody_may_end_without_rows():
    """An empty bundle is a bundle, with a loss of its own."""
    pile = a_pile((0, [0, 1], 0.0), (1, [], 2.0))

    assert hunted(pile, 2, 2, 2, 2.0) == [0]
    assert hunted(pile, 2, 2, 2, 1.0) == NO_WAY


def test_a_hunt_is_given_up_after_so_many_looks():
    """Then it says neither that there is a way nor that there is none."""
    pile = a_pile((0, [0], 0.0), (0, [1], 0.0), (1, [1], 0.0), (1, [0], 0.0))

    assert hunted(pile, 4, 2, 2, 1.0, looks=4) == TOO_MUCH


def test_the_bundle_somebody_has_now_can_be_left_out():
    """What is left is another choice for that person; the others' bundles stay."""
    pile = a_pile((1, [2], 0.0), (0, [0], 0.0), (0, [0, 1], 1.0), (0, [1], 2.0))
    count = without(pile, 4, np.array([0, 0, 1]), 0)

    assert count == 3
    assert pile.loss[:count].tolist() == [0.0, 0.0, 2.0]
    assert pile.row[pile.start[2] : pile.start[3]].tolist() == [1]
