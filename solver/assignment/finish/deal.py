"""A deal (分案表): cases with the options each has, who has which, and the drawing of numbers; compiled."""

from typing import NamedTuple

from solver.arrays import Ints
from solver.compiled import inner


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
