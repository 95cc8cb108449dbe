"""Regrouping (重组): all cases of a few people dealt out anew at once, by meeting in the middle; compiled.

A few people are taken, with the cases they have. Prices for their minutes (a small Lagrangian) say by how much each
other option is dearer than the cheapest (regret) and how low the whole can be: regrets and unused priced minutes add up
to exactly what a deal costs above that floor, so that only deals within the budget are looked at. Half of the cases
likely to move is dealt out in every way, the other half too, and each way of the one is met with those of the other that
fill everybody's room. That finds exact fits among hundreds of millions of deals in milliseconds, where single moves and
swaps find none.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.compiled import inner

BITS = 4  # of a code, for the option a case takes: at most 15 options of a case are looked at
CASES = 15  # in one half
OFFSET = 1 << 24  # makes shifts of minutes positive; two of them fit into one key
WIDTH = float(1 << 26)
LOOKS = 2_000_000  # pairs of halves looked at, at most
SMALL = 1e-7
PATIENCE = 4  # steps without a better floor before the strides of the prices get shorter


class Deal(NamedTuple):
    """Rows to be dealt out: options of row r at `start[r]` to `start[r+1]`, each charging one person; who has room."""

    start: Ints
    person: Ints
    minutes: Ints
    cost: Ints
    room: Ints


class Hands(NamedTuple):
    """Who has what: the option of each row, minutes by person, rows by person (`number` of them) and their places."""

    chosen: Ints
    load: Ints
    rows: Ints
    number: Ints
    place: Ints


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


class Half(NamedTuple):
    """Every way to deal out one half: its regret, which options (a code), and how it shifts everybody's minutes."""

    regret: Floats
    code: Ints
    shift: Ints


class Desk(NamedTuple):
    """Scratch space: a table, two halves, a mark for each person (-1); the state of chance and the ways counted."""

    table: Table
    one: Half
    other: Half
    mark: Ints
    state: Ints


@inner
def draw(state: Ints, below: int) -> int:
    """Draw a number from 0 to below one under `below`; `state[0]` is the seed (not 0) and the memory."""
    x = state[0]
    x ^= (x << 13) & 0x7FFFFFFFFFFFFFFF
    x ^= x >> 7
    x ^= (x << 17) & 0x7FFFFFFFFFFFFFFF
    state[0] = x
    return int((x >> 20) % below)


@inner
def give(deal: Deal, hands: Hands, row: int, option: int) -> None:
    """Let a row take another option."""
    before, after, old = deal.person[hands.chosen[row]], deal.person[option], hands.chosen[row]
    hands.load[before] -= deal.minutes[old]
    hands.load[after] += deal.minutes[option]
    hands.chosen[row] = option
    last = hands.rows[before, hands.number[before] - 1]
    hands.rows[before, hands.place[row]] = last
    hands.place[last] = hands.place[row]
    hands.number[before] -= 1
    hands.rows[after, hands.number[after]] = row
    hands.place[row] = hands.number[after]
    hands.number[after] += 1


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
def _shift_as(half: Half, way: int, like: int, people: int) -> None:
    for person in range(people):
        half.shift[way, person] = half.shift[like, person]


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
def _regrets(table: Table, rows: int, state: Ints) -> None:
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
def _add_row(table: Table, row: int, people: int, budget: float, half: Half, size: int, bit: int) -> int:
    """Let every way so far be followed by every option of one more row, within the budget; gives how many there are."""
    own, before = table.own[row], size
    for option in range(table.start[row], table.start[row + 1]):
        if option == own:
            continue
        for way in range(before):
            regret = half.regret[way] + table.regret[option]
            if regret <= budget:
                half.regret[size] = regret
                half.code[size] = half.code[way] | ((option - table.start[row] + 1) << bit)
                _shift_as(half, size, way, people)
                half.shift[size, table.person[own]] -= table.minutes[own]
                half.shift[size, table.person[option]] += table.minutes[option]
                size += 1
    return size if table.regret[own] == 0.0 else _pay_own(table.regret[own], people, budget, half, before, size)


@inner
def _pay_own(regret: float, people: int, budget: float, half: Half, before: int, size: int) -> int:
    """Charge the ways that leave a row where it is with the regret for that, and drop those beyond the budget."""
    kept = 0
    for way in range(size):
        if way < before:
            half.regret[way] += regret
        if half.regret[way] <= budget:
            half.regret[kept], half.code[kept] = half.regret[way], half.code[way]
            _shift_as(half, kept, way, people)
            kept += 1
    return kept


@inner
def _deal_half(table: Table, order: Ints, people: int, budget: float, half: Half) -> tuple[int, int]:
    """Deal rows out in every way, until there is no room for more ways; gives the ways and the rows dealt."""
    size, dealt = 1, 0
    half.regret[0], half.code[0] = 0.0, 0
    for person in range(people):
        half.shift[0, person] = 0
    for row in order:
        options = table.start[row + 1] - table.start[row]
        if dealt == CASES or options > CASES or size * options >= len(half.code):
            break
        size = _add_row(table, row, people, budget, half, size, BITS * dealt)
        dealt += 1
    return size, dealt


@inner
def _key(first: int, second: int) -> float:
    return float(first + OFFSET) * WIDTH + float(second + OFFSET)


@inner
def _first_of(key: float) -> int:
    return int(key / WIDTH) - OFFSET


@inner
def _tightest(table: Table, people: int) -> tuple[int, int]:
    """Give the two people whose minutes are dearest: they leave least choice."""
    first = 0
    for person in range(people):
        if table.price[person] > table.price[first]:
            first = person
    second = 1 if first == 0 else 0
    for person in range(people):
        if person != first and table.price[person] > table.price[second]:
            second = person
    return first, second


@inner
def _fits(table: Table, one: Half, left: int, other: Half, right: int, people: int, below: float) -> float:
    """Give the regret of two ways with the price of unused minutes; infinite where nothing moves or room is lacking."""
    total = float(one.regret[left] + other.regret[right])
    if total >= below or (one.code[left] == 0 and other.code[right] == 0):
        return np.inf
    for person in range(people):
        spare = table.pull[person] - one.shift[left, person] - other.shift[right, person]
        if spare < 0:
            return np.inf
        total += table.price[person] * spare
    return total


@inner
def _search_key(keys: Floats, key: float, low: int) -> int:
    """Find the first place from `low` on whose key is not smaller."""
    high = len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def _loose(price: float, rest: float) -> int:
    """Say how many minutes may stay unused for what is left of the budget."""
    return int(min(OFFSET / 2, rest / max(price, 1e-9)))


@inner
def _sorted_keys(other: Half, ways: int, first: int, second: int) -> tuple[Floats, Ints]:
    """Sort the ways of a half by how they shift two people's minutes; gives the keys and the order."""
    keys = np.empty(ways, np.float64)
    for way in range(ways):
        keys[way] = _key(other.shift[way, first], other.shift[way, second])
    return keys, _sort(keys, ways)


@inner
def _sort(keys: Floats, count: int) -> Ints:
    """Sort in place (by gaps growing smaller); gives where each key stood."""
    order = np.arange(count)
    gap = count // 2
    while gap > 0:
        for place in range(gap, count):
            key, one, hole = keys[place], order[place], place
            while hole >= gap and keys[hole - gap] > key:
                keys[hole], order[hole] = keys[hole - gap], order[hole - gap]
                hole -= gap
            keys[hole], order[hole] = key, one
        gap = 1 if gap == 2 else int(gap / 2.2)
    return order


@inner
def _match(
    table: Table, one: Half, other: Half, ways: tuple[int, int], people: int, budget: float
) -> tuple[float, int, int]:
    """Meet the ways of one half with those of the other; gives the least total within the budget and the two ways."""
    first, second = _tightest(table, people)
    keys, order = _sorted_keys(other, ways[1], first, second)
    best, looks = (budget, -1, -1), 0
    for left in range(ways[0]):
        rest = best[0] - one.regret[left]
        if rest < 0 or looks > LOOKS:
            continue
        need, need_second = table.pull[first] - one.shift[left, first], table.pull[second] - one.shift[left, second]
        least = need_second - _loose(table.price[second], rest)
        here, want = 0, need - _loose(table.price[first], rest)
        while want <= need:
            here = _search_key(keys, _key(want, least), here)
            if here == ways[1] or _first_of(keys[here]) > need:
                break
            if _first_of(keys[here]) > want:
                want = _first_of(keys[here])
                continue
            last = _key(want, need_second)
            while here < ways[1] and keys[here] <= last:
                right = order[here]
                here, looks = here + 1, looks + 1
                total = _fits(table, one, left, other, right, people, best[0])
                if total < best[0]:
                    best = total, left, right
            want += 1
    return best


@inner
def _take_way(deal: Deal, hands: Hands, table: Table, order: Ints, code: int) -> None:
    """Carry out one way of a half."""
    for place in range(len(order)):
        taken = (code >> (BITS * place)) & CASES
        if taken:
            row = order[place]
            give(deal, hands, table.row[row], table.option[table.start[row] + taken - 1])


@inner
def _likely(table: Table, rows: int, budget: float) -> Ints:
    """Choose the rows that may move within the budget, the likeliest first, no more than two halves hold."""
    order = _sort(table.key, rows)
    count = min(rows, 2 * CASES)
    while count > 2 and table.key[count - 1] > budget / 0.3:
        count -= 1
    return order[:count]


@inner
def _every_other(order: Ints, first: int) -> Ints:
    found = np.empty((len(order) - first + 1) // 2, np.int64)
    for place in range(len(found)):
        found[place] = order[first + 2 * place]
    return found


@inner
def _stay(table: Table, rows: int, order: Ints, dealt: tuple[int, int]) -> float:
    """Add up the regret of the rows that are not dealt out anew."""
    total = 0.0
    for row in range(rows):
        total += table.regret[table.own[row]]
    for place in range(len(order)):
        if place // 2 < dealt[place % 2]:
            total -= table.regret[table.own[order[place]]]
    return total


@inner
def _now(table: Table, rows: int, people: int) -> float:
    """Put into `pull` what room is left at present; gives the present cost."""
    cost = 0.0
    for person in range(people):
        table.pull[person] = table.free[person]
    for row in range(rows):
        cost += table.cost[table.own[row]]
        table.pull[table.person[table.own[row]]] -= table.minutes[table.own[row]]
    return cost


@inner
def regroup(deal: Deal, hands: Hands, group: Ints, desk: Desk, prices: Floats, slack: float, afresh: float) -> int:
    """Deal a group's rows out anew as cheaply as possible, at most `slack` above the present cost.

    Or `afresh`: at most `slack` above the floor, whatever the present cost. Gives how many ways were looked at, 0 where
    the floor says that there is nothing to find; negative where something has changed.
    """
    table, one, other, mark = desk.table, desk.one, desk.other, desk.mark
    people = len(group)
    for person in range(people):
        mark[group[person]], table.price[person] = person, prices[group[person]]
    rows = cut(deal, hands, group, mark, table)
    for person in group:
        mark[person] = -1
    desk.state[1] += 2 * rows + PATIENCE
    if rows < 2:
        return 0
    present = _now(table, rows, people)
    floor = climb(table, rows, people, present + slack, PATIENCE)
    budget = slack if afresh > 0 else present + slack - floor
    if budget < 0:
        return 0
    _regrets(table, rows, desk.state)
    _now(table, rows, people)
    order = _likely(table, rows, budget)
    allowed = budget - _stay(table, rows, order, (CASES, CASES))
    ways_one, dealt_one = _deal_half(table, _every_other(order, 0), people, allowed, one)
    ways_other, dealt_other = _deal_half(table, _every_other(order, 1), people, allowed, other)
    desk.state[1] += ways_one + ways_other
    allowed = budget - _stay(table, rows, order, (dealt_one, dealt_other)) + SMALL
    _, left, right = _match(table, one, other, (ways_one, ways_other), people, allowed)
    if left < 0:
        return ways_one + ways_other
    _take_way(deal, hands, table, _every_other(order, 0), one.code[left])
    _take_way(deal, hands, table, _every_other(order, 1), other.code[right])
    return -ways_one - ways_other
