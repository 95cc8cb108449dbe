"""The part of a relaxation that is solved (部分松弛): some moves, which may be made in part; others join when worth it."""

from dataclasses import dataclass, field

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.frontier.moves import Moves, Rows
from solver.relaxation import Sheet

JOINING = 30  # cases whose best move joins, and four for each move allowed


def saved(moves: Moves, values: Ints, most: int) -> tuple[int, Rows]:
    """Give the least sum of at most so many values, one for each case, and the moves it takes; none above 0."""
    if not moves.size or most < 1:
        return 0, ()
    best = np.minimum.reduceat(values, moves.case_start[:-1])
    few = np.argpartition(best, min(most, len(best)) - 1)[:most]
    rows = _best_of(moves, values, best, few[best[few] < 0])
    return int(best[few].clip(max=0).sum()), tuple(rows.tolist())


def _best_of(moves: Moves, values: Ints, best: Ints, cases: Ints) -> Ints:
    """Give the best move of each of some cases."""
    reached = np.flatnonzero(values == best[moves.of_case])
    return reached[np.searchsorted(moves.of_case[reached], np.sort(cases))]


def joining(moves: Moves, values: Ints, most: int) -> Ints:
    """Give the moves that look best at some prices, one of each case."""
    if not moves.size:
        return np.zeros(0, dtype=np.int64)
    best = np.minimum.reduceat(values, moves.case_start[:-1])
    count = min(JOINING + 4 * most, len(best))
    few = np.argpartition(best, count - 1)[:count]
    return _best_of(moves, values, best, few[best[few] < 0])


@dataclass
class Part:
    """Some moves by their numbers; `used` are those that the last solution made at least in part."""

    moves: Moves
    rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    used: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def begin(self, may: Flags) -> None:
        """Keep only what the last solution used, and may be used now."""
        self.rows = self.rows[self.used & may[self.rows]]
        self.used = np.ones(len(self.rows), dtype=np.bool_)

    def join(self, rows: Ints) -> bool:
        """Let moves join; says whether any was new."""
        known, self.rows = self.rows, np.union1d(self.rows, rows)
        self.used = np.isin(self.rows, known[self.used])
        return len(self.rows) > len(known)

    def note(self, taken: Floats) -> None:
        """Remember which moves a solution made."""
        self.used = taken > 0

    def sheet(self, most: int) -> tuple[Sheet, Ints]:
        """Begin a programme with a column for each move: at most so many in all, and none twice of a case."""
        sheet, size = Sheet(), len(self.rows)
        take = sheet.columns(np.zeros(size), np.ones(size), np.zeros(size))
        sheet.fill(np.repeat(sheet.rows(np.full(1, -np.inf), np.full(1, float(most))), size), take, np.ones(size))
        _, place, count = np.unique(self.moves.case[self.rows], return_inverse=True, return_counts=True)
        once = sheet.rows(np.full(len(count), -np.inf), np.ones(len(count)))
        shared = count[place] > 1
        sheet.fill(once[place[shared]], take[shared], np.ones(int(shared.sum())))
        return sheet, take

    def fill_changes(self, sheet: Sheet, take: Ints, people: Ints, lines: Ints, sign: Floats) -> None:
        """Fill in by how many minutes each move changes some people, each in a line of the own, times their sign."""
        column, person, change = self._changes(take)
        there = np.isin(person, people)
        line = lines[np.searchsorted(people, person[there])]
        sheet.fill(line, column[there], change[there] * sign[person[there]])

    def fill_relief(self, sheet: Sheet, take: Ints, people: Ints, lines: Ints) -> None:
        """Fill in a 1 for each of some people a move relieves."""
        column, person, change = self._changes(take)
        there = np.isin(person, people) & (change < 0)
        line = lines[np.searchsorted(people, person[there])]
        sheet.fill(line, column[there], np.ones(int(there.sum())))

    def fill_new(self, sheet: Sheet, take: Ints, lines: Ints) -> None:
        """Fill in a 1 for each case that is given to somebody who may be given only so many, each in a line of the own."""
        lead, rationed = self.moves.lead[self.rows], self.moves.instance.rationed
        there = np.isin(lead, rationed)
        sheet.fill(lines[np.searchsorted(rationed, lead[there])], take[there], np.ones(int(there.sum())))

    def _changes(self, take: Ints) -> tuple[Ints, Ints, Ints]:
        part = self.moves.part(self.rows)
        return np.repeat(take, np.diff(part.start)), part.person, part.change
