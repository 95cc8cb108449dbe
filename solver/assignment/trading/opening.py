"""Opening (放开): those who are to be dealt out anew give back what they have; what that leaves open is laid out.

Kernels on the plan in the making (see `market`).
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.offer import Offer, Table, lines_apart
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.trading import market as at
from solver.assignment.trading.stall import Stall
from solver.compiled import compiled, inner

LISTED = 1_000  # columns of a row looked through for whom it shares cases with


class Room(NamedTuple):
    """Where opened choosers are laid out: who, first column of each, first entry of each column, entries, columns."""

    who: Ints
    first: Ints
    start: Ints
    coordinate: Ints
    amount: Floats
    column: Ints


@inner
def _within(k: Ints, column: int, opened: Flags) -> bool:
    """Say whether a column touches opened rows alone."""
    inside = True
    for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
        one = k[k[at.COORDINATE] + e]
        inside = inside and (one >= k[at.ROWS] or opened[one])
    return inside


@compiled
def open_up(k: Ints, x: Floats, opened: Flags, room: Room, base: Floats) -> tuple[int, int, int]:
    """Lay out the choosers who have, and can have, something within opened rows, and take off what they have now."""
    count, columns, entries = 0, 0, 0
    room.first[0] = room.start[0] = 0
    for chooser in range(k[at.CHOOSERS]):
        now, begun = k[k[at.CHOSEN] + chooser], columns
        if not _within(k, now, opened) or k[k[at.FIRST] + chooser + 1] - k[k[at.FIRST] + chooser] < 2:
            continue
        for column in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            if _within(k, column, opened):
                for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
                    room.coordinate[entries], room.amount[entries] = k[k[at.COORDINATE] + e], x[k[at.AMOUNT] + e]
                    entries += 1
                room.column[columns] = column
                columns += 1
                room.start[columns] = entries
        if columns - begun < 2:
            columns, entries = begun, room.start[begun]
            continue
        room.who[count] = chooser
        count += 1
        room.first[count] = columns
        for e in range(k[k[at.START] + now], k[k[at.START] + now + 1]):
            base[k[k[at.COORDINATE] + e]] -= x[k[at.AMOUNT] + e]
    return count, columns, entries


@compiled
def change(k: Ints, x: Floats, columns: Ints, most: float) -> float:
    """Let choosers take some columns, unless that makes the plan heavier than allowed; gives by how much it would."""
    heavier, log, count = 0.0, np.empty(len(columns), np.int64), 0
    for column in columns:
        old = k[k[at.CHOSEN] + k[k[at.OWNER] + column]]
        if old != column:
            heavier += at.weighed(k, x, old, column, at.ASK)
            log[count] = at.give(k, x, column)
            count += 1
    back = count if heavier > most else 0
    while back > 0:
        back -= 1
        at.give(k, x, log[back])
    if at.pressed(k, x) == 0.0:
        at.remember(k, x)
    return heavier


@compiled
def liked(k: Ints, x: Floats, row: int, most: float, liking: Floats) -> None:
    """Add how easily cases are exchanged between a row and each of the others."""
    first = k[k[at.BY_START] + row]
    for place in range(first, min(first + LISTED, k[k[at.BY_START] + row + 1])):
        column = k[k[at.BY] + place]
        chooser = k[k[at.OWNER] + column]
        for other in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            if x[k[at.REGRET] + other] + x[k[at.REGRET] + column] < most:
                for e in range(k[k[at.START] + other], k[k[at.START] + other + 1]):
                    if k[k[at.COORDINATE] + e] < k[at.ROWS]:
                        liking[k[k[at.COORDINATE] + e]] += 1.0


@compiled
def how_far_off(k: Ints, x: Floats, people: int) -> Floats:
    """Say how far each person is off; nothing where the quantity of all is broken, since all would be alike."""
    off = np.zeros(people)
    for row in range(people):
        to = k[k[at.TO] + row]
        if to <= k[at.ROWS] or x[k[at.SUM] + to] <= x[k[at.LIMIT] + to]:
            off[row] = max(0.0, at.how_off(k, x, row, 0.0))
    return off


def broken(k: Ints, x: Floats) -> bool:
    """Say whether anything is above its limit."""
    count = int(k[at.ROWS] + k[at.QUANTITIES])
    over: Flags = x[k[at.SUM] : k[at.SUM] + count] > x[k[at.LIMIT] : k[at.LIMIT] + count] + at.LEAST
    return bool(over.any())


class Opened(NamedTuple):
    """What is open, as an offer with a last coordinate that nobody can pay; columns of the stall, rows, row of each line."""

    offer: Offer
    column: Ints
    rows: Ints
    line_row: Ints


class Opening:
    """Lays out, again and again, what some people of one stall give back."""

    def __init__(self, stall: Stall, question: Question) -> None:
        self._stall, self._question, self._rows = stall, question, len(question.begin)
        choosers, columns, entries = len(stall.choices.first), len(stall.choices.regret), len(stall.choices.amount)
        who, first, column = (np.empty(size, dtype=np.int64) for size in (choosers, choosers, columns))
        start, coordinate = (np.empty(size, dtype=np.int64) for size in (columns + 1, entries))
        self._room = Room(who, first, start, coordinate, np.empty(entries), column)
        self._lines = lines_apart(question)

    def of(self, rows: Flags, margin: Floats) -> Opened:
        """Lay out what is open within some rows, staying by a margin below what is held."""
        base, mine = self._begun(rows), np.flatnonzero(rows)
        room, lines = self._room, _end_to_end([self._lines[row] for row in mine.tolist()])
        count, columns, entries = open_up(self._stall.k, self._stall.x, rows, room, base)
        base[: self._rows + 1][~np.append(rows, False)] = 0.0
        base[self._rows + 1 : -1] += margin - self._question.most[1:]
        column, offered = room.column[:columns].copy(), count + len(mine)
        offer = Offer(
            first=np.concatenate([room.first[: count + 1], columns + np.cumsum(lines.columns)]),
            start=np.concatenate([room.start[: columns + 1], entries + np.cumsum(lines.entries)]),
            coordinate=np.concatenate([room.coordinate[:entries], lines.coordinate]),
            amount=np.concatenate([room.amount[:entries], lines.amount]),
            out=np.full(offered, NOWHERE),
            must=np.ones(offered, dtype=np.bool_),
            free=np.arange(offered),
            alone=count,
            times=np.ones(offered),
            member_start=np.zeros(1, dtype=np.int64),
            member=column[:0],
            joint=column[:0],
            split=0,
            base=base,
        )
        return Opened(offer, column, mine, np.concatenate([np.zeros(count, dtype=np.int64), mine]))

    def _begun(self, rows: Flags) -> Floats:
        """Give what everything comes to now, without the heights of rows that are open."""
        begin, question = self._stall.k[at.SUM], self._question
        base = np.append(self._stall.x[begin : begin + self._rows + len(question.most)], 0.0)
        adds = np.flatnonzero(rows & (question.row_to >= 0))
        heights = question.shapes.heights(adds, np.rint(base[adds]).astype(np.int64))
        np.subtract.at(base, self._rows + question.row_to[adds], heights)
        return base


def _end_to_end(tables: list[Table]) -> Table:
    """Lay tables end to end."""
    return Table(*(np.concatenate(parts) for parts in zip(*tables, strict=True)))
