"""Walking from group to group (逐组重组): repair whoever has too much, then regroup until nothing gets better; compiled."""

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.deal import Deal, Hands, draw
from solver.assignment.finish.halves import Half
from solver.assignment.finish.regroup import Desk, regroup
from solver.assignment.finish.table import Table
from solver.compiled import compiled, inner

WAYS = 20_000
EFFORT = 10_000  # ways in both halves aimed at
MOST_GROUP = 12


@compiled
def seat(deal: Deal, chosen: Ints) -> Hands:
    """Lay out who has what under a choice of one option for each row."""
    people, rows = len(deal.room), len(chosen)
    hands = Hands(
        chosen.copy(),
        np.zeros(people, np.int64),
        np.zeros((people, rows), np.int64),
        np.zeros(people, np.int64),
        np.zeros(rows, np.int64),
    )
    for row in range(rows):
        person = deal.person[chosen[row]]
        hands.load[person] += deal.minutes[chosen[row]]
        hands.rows[person, hands.number[person]] = row
        hands.place[row] = hands.number[person]
        hands.number[person] += 1
    return hands


@compiled
def desk_of(deal: Deal, seed: int) -> Desk:
    """Make scratch space for regrouping, and set chance going."""
    rows, options, people = len(deal.start), len(deal.person) + 1, max(MOST_GROUP, len(deal.room))
    table = Table(
        np.empty(rows, np.int64),
        np.zeros(rows + 1, np.int64),
        np.empty(options, np.int64),
        np.empty(options, np.int64),
        np.empty(options, np.int64),
        np.empty(options, np.int64),
        np.empty(options, np.float64),
        np.empty(rows, np.int64),
        np.empty(rows, np.float64),
        np.empty(people, np.int64),
        np.empty(people, np.float64),
        np.empty(people, np.float64),
        np.empty(people, np.int64),
    )
    mark, state = np.full(len(deal.room), -1, np.int64), np.array([seed * 2 + 88172645463325253, 0], np.int64)
    return Desk(table, _half(MOST_GROUP), _half(MOST_GROUP), mark, state)


@inner
def _lightest(deal: Deal, weight: Floats, load: Floats) -> None:
    """Add each row's lightest option, at the weights, to the load."""
    for row in range(len(deal.start) - 1):
        taken = deal.start[row]
        for option in range(taken + 1, deal.start[row + 1]):
            if weight[deal.person[option]] * deal.minutes[option] < weight[deal.person[taken]] * deal.minutes[taken]:
                taken = option
        load[deal.person[taken]] += deal.minutes[taken]


@inner
def _weighted(weight: Floats, values: Floats) -> float:
    total = 0.0
    for person in range(len(weight)):
        total += weight[person] * values[person]
    return total


@compiled
def weigh(deal: Deal, capacity: Floats, held: Floats, tries: int) -> Floats:
    """Weigh everybody's minutes so that even the best plan has the highest weighted mean load; gives the weights.

    Whoever is busier than the mean when each row takes its lightest option grows heavier, by steps ever smaller.
    """
    people, best = len(capacity), -1.0
    weight, found = np.ones(people), np.ones(people)
    for step in range(tries):
        load = held.copy()
        _lightest(deal, weight, load)
        mean, whole = _weighted(weight, load), _weighted(weight, capacity)
        if mean > best * whole:
            best, found = mean / whole, weight.copy()
        rate = 0.5 / (1.0 + 0.02 * step)
        for person in range(people):
            over = load[person] * whole / (capacity[person] * max(mean, 1e-9)) - 1.0
            weight[person] *= np.exp(rate * min(1.0, max(-1.0, over)))
    whole = _weighted(found, np.ones(people))
    for person in range(people):
        weight[person] = found[person] * people / whole
    return weight


@inner
def _half(people: int) -> Half:
    return Half(np.empty(WAYS), np.empty(WAYS, np.int64), np.empty((WAYS, people), np.int64))


@inner
def _among(group: Ints, found: int, person: int) -> bool:
    seen = False
    for place in range(found):
        seen = seen or group[place] == person
    return seen


@inner
def _gather(deal: Deal, hands: Hands, first: int, size: int, state: Ints) -> Ints:
    """Gather a group round a person: those whom their cases could go to, sometimes anybody."""
    group, found, tries = np.full(size, first, np.int64), 1, 0
    while found < size:
        person, tries = draw(state, len(deal.room)), tries + 1
        known = group[draw(state, found)]
        if tries < 50 and hands.number[known]:
            row = hands.rows[known, draw(state, hands.number[known])]
            width = deal.start[row + 1] - deal.start[row]
            person = deal.person[deal.start[row] + min(draw(state, width), draw(state, width))]
        if not _among(group, found, person):
            group[found], found = person, found + 1
    return group


@inner
def _fullest(deal: Deal, hands: Hands, state: Ints) -> int:
    """Choose somebody who has too much, those with most likeliest; -1 where nobody has."""
    worst, most = -1, 0
    for person in range(len(deal.room)):
        over = hands.load[person] - deal.room[person]
        if over > 0 and over * (1 + draw(state, 100)) > most:
            worst, most = person, over * (1 + draw(state, 100))
    return worst


@compiled
def repair(deal: Deal, hands: Hands, desk: Desk, prices: Floats, unit: float, calls: int) -> bool:
    """Deal anew round whoever has too much, as near the floor as possible; True when nobody has too much."""
    state, fails = desk.state, 0
    for _ in range(calls):
        first = _fullest(deal, hands, state)
        if first < 0:
            return True
        size = min(len(deal.room), 3 + draw(state, 3))
        group = _gather(deal, hands, first, size, state)
        slack = unit * (1.0 + 0.05 * fails + 2.0 * draw(state, 1000) / 1000)
        fails = 0 if regroup(deal, hands, group, desk, prices, slack, 1.0) < 0 else fails + 1
    return _fullest(deal, hands, state) < 0


@compiled
def improve(deal: Deal, hands: Hands, desk: Desk, prices: Floats, unit: float, size: float, calls: int) -> float:
    """Regroup people drawn, groups growing while there is nothing to find in them and shrinking where that is hard.

    Gives the size of the groups in the end (a mean, so not an integer).
    """
    state, most = desk.state, min(len(deal.room), MOST_GROUP)
    for _ in range(calls):
        people = max(2, min(most, int(size) + draw(state, 3) - 1))
        group = _gather(deal, hands, draw(state, len(deal.room)), people, state)
        slack = 0.0 if draw(state, 8) == 0 else -unit
        ways = abs(regroup(deal, hands, group, desk, prices, slack, 0.0))
        size = min(float(most), max(2.0, size + (0.02 if ways < EFFORT else -0.02)))
    return size
