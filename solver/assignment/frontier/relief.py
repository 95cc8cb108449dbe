"""How far so few moves can relieve people (减负下界): a proven bound of the peak from counting, not from prices.

Everybody above an aimed-at peak must be relieved often enough, and one case relieves only those it is charged to. Cases
are alike when they relieve the same people; of those alike the heaviest count first, for each of these people on their
own. What is left to choose is how many of each kind: a small model, solved to the end.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Flags, Ints
from solver.assignment.frontier.kernel import lowest
from solver.assignment.frontier.moves import NEVER, Moves
from solver.assignment.instance import PERMILLE
from solver.limits import Watch

SHARE = 0.05
MOST_RELIEVED = 40  # people told apart; the least busy of more are let go


@dataclass(frozen=True, eq=False)
class Relief:
    """What each case can take away from each person at most: by the best of its moves for this person."""

    moves: Moves

    @cached_property
    def _most(self) -> Ints:
        """The most minutes a case takes away: a row for each case that may move, a column for each person."""
        return self._changed(-1)

    def _changed(self, sign: int) -> Ints:
        change = sign * self.moves.change
        kept = change > 0
        row = np.repeat(np.arange(self.moves.size), np.diff(self.moves.start))[kept]
        found = np.zeros((len(self.moves.case_start) - 1, self.moves.instance.people), dtype=np.int64)
        np.maximum.at(found, (self.moves.of_case[row], self.moves.person[kept]), change[kept])
        return found

    @cached_property
    def _sums(self) -> Ints:
        return _added_up(self._most)

    @cached_property
    def _gains(self) -> Ints:
        return _added_up(self._changed(1))

    def reached(self, most: int) -> Ints:
        """Give the least each person may come to hold with at most so many moves."""
        found: Ints = self.moves.present - self._sums[min(most, len(self._sums) - 1)]
        return found

    def telling(self, among: Ints, most: int, aim: int, *, all_relieve: bool) -> Ints:
        """Leave out of some moves those that a choice of at most so many, with a peak of at most the aim, can do without.

        If all of them must relieve somebody above the aim, the others stand in no such choice. Of the moves of a case that
        make no difference to anybody who might come to hold too much one is enough.
        """
        cap = aim * self.moves.instance.capacity // PERMILLE
        if all_relieve:
            among = among[self.relieving(aim)[among]]
        room = np.where(self.moves.counts, np.minimum(cap, self.moves.limit), self.moves.limit)
        tight = np.flatnonzero(self.moves.present + self._gains[min(most, len(self._gains) - 1)] > room)
        return among[_telling(self.moves.part(among), tight)] if len(among) else among

    def relieving(self, aim: int) -> Flags:
        """Say which moves relieve somebody who is above an aimed-at peak."""
        over = self.moves.counts & (self.moves.present > aim * self.moves.instance.capacity // PERMILLE)
        helps = (self.moves.change < 0) & over[self.moves.person]
        found: Flags = np.logical_or.reduceat(helps, self.moves.start[:-1])
        return found

    def needed(self, aim: int) -> dict[int, int]:
        """Give for everybody above an aimed-at peak how many moves at least must relieve them to come down to it."""
        over = (self.moves.present - aim * self.moves.instance.capacity // PERMILLE).tolist()
        return {one: self._moves_for(one, over[one]) for one in self.moves.busiest.tolist() if over[one] > 0}

    def _moves_for(self, person: int, minutes: int) -> int:
        sums = self._sums[:, person]
        return int(np.searchsorted(sums, minutes)) if sums[-1] >= minutes else NEVER

    def bound(self, most: int, watch: Watch, seed: int) -> int:
        """Give a lower bound of the peak with at most so many moves."""
        low = self.moves.peak(self.reached(most))
        over = np.flatnonzero(self.moves.counts & (self.moves.present > low * self.moves.instance.capacity // PERMILLE))
        if not len(over):
            return low
        loads = self.moves.present[over] / self.moves.instance.capacity[over]
        return self._counted(over[np.argsort(-loads, kind="stable")][:MOST_RELIEVED], most, low, watch, seed)

    def _counted(self, people: Ints, most: int, low: int, watch: Watch, seed: int) -> int:
        """Give the lowest peak that so many cases leave to some people, chosen by their kinds."""
        model = cp_model.CpModel()
        peak = model.new_int_var(low, self.moves.peak(self.moves.present), "")
        kinds = self._kinds(people, most)
        takes = [[model.new_bool_var("") for _ in kind] for kind in kinds]
        for mine in takes:
            for before, after in pairwise(mine):
                model.add_implication(after, before)
        every = [take for mine in takes for take in mine]
        model.add(cp_model.LinearExpr.sum(every) <= most)
        for person, column in zip(people.tolist(), np.concatenate(kinds).T, strict=True):
            less = cp_model.LinearExpr.weighted_sum(every, column.tolist())
            capacity = int(self.moves.instance.capacity[person])
            model.add(capacity * peak + PERMILLE * less >= PERMILLE * int(self.moves.present[person]))
        model.minimize(peak)
        return max(low, lowest(model, watch, SHARE, seed))

    def _kinds(self, people: Ints, most: int) -> list[Ints]:
        """Give for each kind of cases what they take from these people: a row for the first, second, … of each."""
        table = self._most[:, people]
        table = table[table.any(axis=1)]
        _, kind = np.unique(table > 0, axis=0, return_inverse=True)
        return [-np.sort(-table[kind == one], axis=0)[:most] for one in range(int(kind.max(initial=-1)) + 1)]


def _added_up(table: Ints) -> Ints:
    """Give the most that so many cases together come to for each person: a row for each number, from none on."""
    sums = np.cumsum(-np.sort(-table, axis=0), axis=0)
    return np.vstack([np.zeros(table.shape[1], dtype=np.int64), sums])


def _telling(moves: Moves, people: Ints) -> Ints:
    """Give the moves that differ from others of their case for some people; only the one no worse for any, if there is.

    One that goes to somebody who may be given only so many new cases does not stand for others: it may be one too many.
    """
    table = np.zeros((moves.size, moves.instance.people), dtype=np.int64)
    table[np.repeat(np.arange(moves.size), np.diff(moves.start)), moves.person] = moves.change
    table = table[:, people]
    least = np.minimum.reduceat(table, moves.case_start[:-1])[moves.of_case]
    lead, rationed = moves.instance.option_lead[moves.option], moves.instance.rationed
    whose = np.where(np.isin(lead, rationed), lead, -1)
    best = (table == least).all(axis=1) & (whose < 0)
    settled = np.logical_or.reduceat(best, moves.case_start[:-1])[moves.of_case]
    kept = np.flatnonzero(best | ~settled)
    _, first = np.unique(np.column_stack([moves.of_case[kept], whose[kept], table[kept]]), axis=0, return_index=True)
    return kept[np.sort(first)]
