"""Two halves of a few people's cases (对半): every way of each, and the ways that meet to fill everybody's room; compiled."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.table import Table
from solver.compiled import inner

BITS = 4  # of a code, for the option a case takes: at most 15 options of a case are looked at
CASES = 15  # in one half
OFFSET = 1 << 24  # makes shifts of minutes positive; two of them fit into one key
WIDTH = float(1 << 26)
LOOKS = 2_000_000  # pairs of halves looked at, at most


class Half(NamedTuple):
    """Every way to deal out one half: its regret, which options (a code), and how it shifts everybody's minutes."""

    regret: Floats
    code: Ints
    shift: Ints


@inner
def sort_keys(keys: Floats, count: int) -> Ints:
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
def likely(table: Table, rows: int, budget: float) -> Ints:
    """Choose the rows that may move within the budget, the likeliest first, no more than two halves hold."""
    order = sort_keys(table.key, rows)
    count = min(rows, 2 * CASES)
    while count > 2 and table.key[count - 1] > budget / 0.3:
        count -= 1
    return order[:count]


@inner
def _shift_as(half: Half, way: int, like: int, people: int) -> None:
    for person in range(people):
        half.shift[way, person] = half.shift[like, person]


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
def deal_half(table: Table, order: Ints, people: int, budget: float, half: Half) -> tuple[int, int]:
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
def left_alone(table: Table, rows: int, order: Ints, dealt: tuple[int, int]) -> float:
    """Add up the regret of the rows that are not dealt out anew."""
    total = 0.0
    for row in range(rows):
        total += table.regret[table.own[row]]
    for place in range(len(order)):
        if place // 2 < dealt[place % 2]:
            total -= table.regret[table.own[order[place]]]
    return total


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
    return keys, sort_keys(keys, ways)


@inner
def meet(
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
