"""Roles (角色): who is charged beside whom, and in which order people are dealt out (see `dealing`)."""

from functools import cached_property

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.trading import market as at
from solver.assignment.trading.dealing import Lines
from solver.assignment.trading.stall import GRAIN, LEAST_PRESSURE, Grain, Stall

STIFF, FAR = 0.3, 0.25  # of the usual cost of being off by this part of a usual entry: who bends less is dealt out late
MUCH = 0.08  # of somebody's own minutes: what is charged to somebody else for it to matter
MARGIN = 0.1  # of what a usual case adds to a quantity: so far below what is held prices aim, at most
FIRM, MENTORS, MENTORS_OF_LOOSE, LOOSE, APPRENTICES, LOOSE_APPRENTICES = range(6)
ORDERS = (
    (0, 1, 1, 2, 0, 3),
    (0, 3, 3, 1, 0, 2),
    (2, 1, 1, 3, 0, 3),
    (2, 1, 1, 3, 0, 0),
    (2, 1, 4, 5, 0, 3),
    (2, 1, 3, 5, 0, 4),
)
"""When those of each role are dealt out. Which order serves best differs from office to office: it is drawn."""


class Roles:
    """What does not change while people of one stall are dealt out again and again."""

    def __init__(self, stall: Stall, question: Question, grain: Grain) -> None:
        self._stall, self._question, self._cost = stall, question, grain.cost
        self._rows, self._people = len(question.begin), question.instance.people
        choices = stall.choices
        self._column = np.repeat(np.arange(len(choices.regret)), np.diff(choices.start))
        self._person = choices.coordinate < self._people

    @cached_property
    def usual(self) -> float:
        """The minutes a column charges a person on average."""
        amounts = self._stall.choices.amount[self._person]
        return float(amounts.mean()) if len(amounts) else 0.0

    @cached_property
    def main(self) -> Ints:
        """The person each column charges most."""
        choices, person = self._stall.choices, self._person
        order = np.lexsort((choices.amount[person], self._column[person]))
        main = np.full(len(choices.regret), NOWHERE, dtype=np.int64)
        main[self._column[person][order]] = choices.coordinate[person][order]
        return main

    @cached_property
    def beside(self) -> Ints:
        """Whom each person's columns charge most besides, unless that is little: linked cases that are split do, too."""
        choices, rows, person = self._stall.choices, self._rows, self._person
        pair = self.main[self._column[person]] * rows + choices.coordinate[person]
        pairs, where = np.unique(pair, return_inverse=True)
        minutes = np.bincount(where, weights=choices.amount[person], minlength=len(pairs))
        main, other = np.divmod(pairs, rows)
        own = np.zeros(rows)
        own[main[main == other]] = minutes[main == other]
        much = (main != other) & (minutes > MUCH * own[main])
        found = np.full(rows, NOWHERE, dtype=np.int64)
        order = np.flatnonzero(much)[np.argsort(minutes[much], kind="stable")]
        found[main[order]] = other[order]
        return found

    @cached_property
    def mentor(self) -> Flags:
        """Say who is charged beside others and does not bend."""
        mentor: Flags = np.isin(np.arange(self._rows), self.beside) & ~self._loose
        return mentor

    @cached_property
    def role(self) -> Ints:
        """Say whom it costs most to be off, who bends, who has a mentor whom it costs, and who is such a mentor."""
        loose, has = self._loose, (self.beside >= 0) & self.mentor[self.beside]
        role = np.where(loose, LOOSE, np.where(self.mentor, MENTORS, FIRM))
        role[np.intersect1d(self.beside[has & loose], np.flatnonzero(self.mentor))] = MENTORS_OF_LOOSE
        found: Ints = np.where(has, np.where(loose, LOOSE_APPRENTICES, APPRENTICES), role)
        return found

    @cached_property
    def _loose(self) -> Flags:
        """Say who bends; what is no person always does."""
        far = max(1.0, FAR * self.usual)
        bend = np.array([self._off_by(row, far) for row in range(self._people)])
        loose = np.ones(self._rows, dtype=np.bool_)
        loose[: self._people] = bend < STIFF * np.median(bend)
        return loose

    def _off_by(self, row: int, far: float) -> float:
        """Say what it costs a row at least to be so far off the place its price wants it at."""
        question, prices = self._question, self._stall.x[self._stall.k[at.PRICE] :]
        to, high = int(question.row_to[row]), float(question.high[row])
        worth = prices[self._rows + to] if to >= 0 else 0.0

        def weight(load: float) -> float:
            return float(worth * question.shapes.height(row, int(load)) - prices[row] * load)

        wanted = min(question.ends(row), key=weight)
        return min(weight(load) - weight(wanted) for load in (wanted - far, wanted + far) if load <= high)

    @cached_property
    def margin(self) -> Floats:
        """So far below what is held prices aim at most: a part of what a usual case adds."""
        k, x, rows = self._stall.k, self._stall.x, self._rows
        held = slice(rows + 1, rows + len(self._question.most))
        stiff, price = x[k[at.STIFF] :][held], x[k[at.PRICE] :][held]
        margin: Floats = MARGIN * LEAST_PRESSURE * GRAIN * self._cost / np.maximum(stiff - np.abs(price), at.LEAST)
        return margin

    @cached_property
    def lines(self) -> Lines:
        """The lines of all rows."""
        question, rows = self._question, np.arange(self._rows)
        limit = np.where(rows < self._people, question.high, np.inf).astype(np.float64)
        to = np.where(question.row_to >= 0, question.row_to + self._rows, NOWHERE)
        x, y, slope = (values.astype(np.float64) for values in question.shapes[1:])
        return Lines(question.shapes.start, x, y, slope, limit, to)
