"""A few people's cases cut out of a deal, and the prices of their minutes (a small Lagrangian); compiled.

With prices, each case takes its cheapest option by itself: that sum is a floor of every deal, and what an option is dearer
than the cheapest is its regret.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.deal import Deal, Hands, draw
from solver.compiled import inner


class Table(NamedTuple):
    """A few people's rows and options, cut out of a deal; `own` is the option taken, `free` what room is left them."""

    row: Ints
    start: Ints
    option: Ints
    person: Ints
    minutes: Ints
    cost: Ints
    regret: Floats
    own: Ints
    key: Floats
    free: Ints
    price: Floats
    best: Floats
    pull: Ints


@inner
def cut(deal: Deal, hands: Hands, group: Ints, mark: Ints, table: Table) -> int:
    """Cut out what a group has; rows with one option only keep it and use up room. Gives the number of rows."""
    rows, options = 0, 0
    for person in range(len(group)):
        table.free[person] = deal.room[group[person]]
        for place in range(hands.number[group[person]]):
            row = hands.rows[group[person], place]
            first = options
            for option in range(deal.start[row], deal.start[row + 1]):
                if mark[deal.person[option]] < 0:
                    continue
                table.option[options], table.person[options] = option, mark[deal.person[option]]
                table.minutes[options], table.cost[options] = deal.minutes[option], deal.cost[option]
                if option == hands.chosen[row]:
                    table.own[rows] = options
                options += 1
            if options == first + 1:
                options = first
                table.free[person] -= deal.minutes[hands.chosen[row]]
                continue
            table.row[rows] = row
            rows += 1
            table.start[rows] = options
    return rows


@inner
def _copy(source: Floats, target: Floats, count: int) -> None:
    for place in range(count):
        target[place] = source[place]


@inner
def _priced(table: Table, rows: int, people: int) -> float:
    """Let each row take its cheapest option at the prices; gives the floor, and in `pull` who is over by how much."""
    total = 0.0
    for person in range(people):
        table.pull[person] = -table.free[person]
        total -= table.price[person] * table.free[person]
    for row in range(rows):
        least, taken = np.inf, 0
        for option in range(table.start[row], table.start[row + 1]):
            cost = table.cost[option] + table.price[table.person[option]] * table.minutes[option]
            if cost < least:
                least, taken = cost, option
        total += least
        table.pull[table.person[taken]] += table.minutes[taken]
    return total


@inner
def _step(table: Table, people: int, size: float) -> bool:
    """Move the prices along the pull; False where there is none."""
    norm = 0.0
    for person in range(people):
        if table.price[person] <= 0 and table.pull[person] < 0:
            table.pull[person] = 0
        norm += float(table.pull[person]) ** 2
    if norm == 0.0:
        return False
    for person in range(people):
        table.price[person] = max(0.0, table.price[person] + size / norm * table.pull[person])
    return True


@inner
def climb(table: Table, rows: int, people: int, target: float, patience: int) -> float:
    """Raise the floor by better prices, towards a target; gives the best floor, its prices stand in `price`."""
    best, stride, stale = -np.inf, 1.0, 0
    for _ in range(20 * patience):
        floor = _priced(table, rows, people)
        if floor > best + 1e-9:
            best, stale = floor, 0
            _copy(table.price, table.best, people)
            if best > target:
                break
        else:
            stale += 1
            if stale == patience:
                stride, stale = 0.6 * stride, 0
                _copy(table.best, table.price, people)
                if stride < 0.01:
                    break
                continue
        if not _step(table, people, stride * max(target - floor, 0.3)):
            break
    _copy(table.best, table.price, people)
    return best


@inner
def reckon_regrets(table: Table, rows: int, state: Ints) -> None:
    """Say how much dearer each option is than its row's cheapest; rows that may move cheaply get small keys."""
    for row in range(rows):
        least, second = np.inf, np.inf
        for option in range(table.start[row], table.start[row + 1]):
            cost = table.cost[option] + table.price[table.person[option]] * table.minutes[option]
            table.regret[option] = cost
            if cost < least:
                least, second = cost, least
            elif cost < second:
                second = cost
        for option in range(table.start[row], table.start[row + 1]):
            table.regret[option] -= least
        dear = table.regret[table.own[row]] > 0.0
        table.key[row] = 0.0 if dear else (second - least) * (0.3 + draw(state, 1024) / 1024)


@inner
def at_present(table: Table, rows: int, people: int) -> float:
    """Put into `pull` what room is left at present; gives the present cost."""
    cost = 0.0
    for person in range(people):
        table.pull[person] = table.free[person]
    for row in range(rows):
        cost += table.cost[table.own[row]]
        table.pull[table.person[table.own[row]]] -= table.minutes[table.own[row]]
    return cost
