"""The core of a knapsack (背包之核): the few items about which there is a question; compiled.

At a price of minutes at which just so much is wanted as there is room, what an item gains says whether it is taken, but
where that is near nothing. A filling loses, against everybody who gains by it going in and every minute being paid for,
what it leaves out of that, takes in at a loss and leaves unused. Whoever would lose more than a known filling does by
going the other way cannot be in question: only the others stand in a table. With whole numbers all of it is exact.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.bundles import fill_table
from solver.compiled import inner

FINE = 2.0**20  # parts of a price, where worths are no whole numbers
HALVINGS = 14  # of the prices in question
FEW = 20  # items in question at first
CELLS_PER_ITEM = 20  # of a table, filled in the time of looking at one item again and again


class Core(NamedTuple):
    """Items in question: their number in `item`, minutes, what they gain at a price; who else is `sure` to be taken."""

    item: Ints
    minutes: Ints
    gain: Floats
    sure: Flags


class Filling(NamedTuple):
    """How a room is filled best: items, those in question and the room left for them; worth, loss, cells of tables."""

    items: int
    asked: int
    room: int
    worth: float
    loss: float
    cells: float


def core_for(items: int) -> Core:
    """Make room for so many items."""
    return Core(np.empty(items, np.int64), np.empty(items, np.int64), np.empty(items), np.zeros(items, np.bool_))


@inner
def critical_price(minutes: Ints, worth: Floats, room: int, fine: float) -> float:
    """Give a price, in parts of 1/`fine`, at which what still gains just goes into the room; 0 where all does."""
    low, high, used = 0.0, 0.0, 0
    for item in range(len(minutes)):
        if minutes[item] > 0:
            high = max(high, worth[item] / minutes[item])
            used += minutes[item] if worth[item] > 0.0 else 0
    if used <= room:
        return 0.0
    for _ in range(HALVINGS):
        price, used = 0.5 * (low + high), 0
        for item in range(len(minutes)):
            used += minutes[item] if worth[item] > price * minutes[item] else 0
        if used > room:
            low = price
        else:
            high = price
    return float(np.rint(high * fine) / fine)


@inner
def rough_loss(minutes: Ints, worth: Floats, price: float, room: int) -> float:
    """Say what is lost where whoever gains goes in, one after the other, as long as there is room."""
    lost = 0.0
    for item in range(len(minutes)):
        gain = worth[item] - price * minutes[item]
        if gain > 0.0 and minutes[item] <= room:
            room -= minutes[item]
        elif gain > 0.0:
            lost += gain
    return lost + price * room


@inner
def cut_core(minutes: Ints, worth: Floats, price: float, room: int, reach: float, core: Core) -> tuple[int, int, float]:
    """Put down who loses no more than `reach` by going the other way; gives how many, the room left, and all gains."""
    count, total = 0, 0.0
    for item in range(len(minutes)):
        gain = worth[item] - price * minutes[item]
        total += max(0.0, gain)
        core.sure[item] = gain > reach
        if core.sure[item]:
            room -= minutes[item]
        elif gain >= -reach:
            core.item[count], core.minutes[count], core.gain[count] = item, minutes[item], gain
            count += 1
    return count, room, total


@inner
def _first_reach(minutes: Ints, worth: Floats, price: float) -> float:
    """Say how much may be lost by going the other way, so that a few are in question."""
    gain = np.abs(worth - price * minutes)
    few = min(FEW, len(gain)) - 1
    return float(np.partition(gain, few)[few]) if few >= 0 else 0.0


@inner
def fill_core(minutes: Ints, worth: Floats, price: float, room: int, core: Core, table: Floats) -> Filling:
    """Fill the room in the best way; afterwards the core and its table stand in the scratch space."""
    most, cells = rough_loss(minutes, worth, price, room), float(CELLS_PER_ITEM * len(minutes))
    reach = min(most, _first_reach(minutes, worth, price))
    while True:
        count, left, total = cut_core(minutes, worth, price, room, reach, core)
        least = np.inf
        if left >= 0:
            fill_table(core.minutes[:count], core.gain[:count], price, table, left)
            least, cells = table[0, left], cells + float(count) * left
        if least <= reach or reach >= most:
            return Filling(len(minutes), count, left, total + price * room - least, least, cells)
        reach = min(most, least)


@inner
def mark_taken(core: Core, filling: Filling, table: Floats, number: Ints, taken: Flags) -> None:
    """Mark the items of the best filling, by their numbers elsewhere."""
    for item in range(filling.items):
        if core.sure[item]:
            taken[number[item]] = True
    room = filling.room
    for place in range(filling.asked):
        if table[place, room] != table[place + 1, room] + max(0.0, core.gain[place]):
            taken[number[core.item[place]]] = True
            room -= core.minutes[place]
