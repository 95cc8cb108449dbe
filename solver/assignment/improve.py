"""Moves and swaps (移案与换案) that make a plan more even: away from the busiest, the peak first and then the rest.

Each step looks at one busy person: every case that charges the person, in every other column, all in one table; when
no single move helps, pairs of moves. Steps are counted, not timed, so that the same plan comes out every time.
"""

from dataclasses import dataclass

import numpy as np

from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import PERMILLE, Instance, Ints, permille

EFFORT = 250  # cells of tables looked at for each column
MOST_EFFORT = 20_000_000
PARTNERS = 24  # moves tried as the first half of a swap
SHARPNESS = (32, 2)  # powers of the load: the first all but sees the busiest only, the second evens out the rest
LEAST_GAIN = 1e-9


@dataclass
class Desks:
    """Everybody's desk under a plan in the making: the column of each case and the minutes of each person."""

    instance: Instance
    columns: Columns
    chosen: Ints
    load: Ints
    effort: int
    sharpness: int = 2

    def __post_init__(self) -> None:
        """Keep the shares by which minutes become load."""
        self.share = np.where(self.instance.chargeable, 1.0 / np.maximum(self.instance.capacity, 1), 0.0)
        self.weight = self.instance.capacity / max(1, int(self.instance.capacity.sum()))
        self.limit = self.instance.limit

    def hold_peak(self) -> None:
        """Allow nobody who counts more than the present peak, so that evening out the rest can't raise it."""
        counts, capacity = self.instance.chargeable, self.instance.capacity
        peak = int(permille(self.load, capacity)[counts].max())
        self.limit = np.where(counts, np.minimum(self.limit, peak * capacity // PERMILLE), self.limit)

    def ratio(self) -> Floats:
        """Everybody's load as a share of the own capacity; 0 for those who don't count."""
        ratio: Floats = self.load.astype(np.float64) * self.share
        return ratio

    def strain(self, load: Ints, scale: float) -> Floats:
        """Weigh loads so that the busy weigh most; one value for each row."""
        strain: Floats = ((load * (self.share / scale)) ** self.sharpness) @ self.weight
        return strain

    def cases_of(self, person: int) -> Ints:
        """Cases whose present column charges a person."""
        taken = self.chosen[self.chosen >= 0]
        places = self.columns.charges(taken)
        row = np.repeat(taken, self.columns.start[taken + 1] - self.columns.start[taken])
        mine = (self.columns.person[places] == person) & (self.columns.minutes[places] > 0)
        cases: Ints = self.columns.case[row[mine]]
        return cases

    def put(self, column: int) -> None:
        """Let a case take another column."""
        case = int(self.columns.case[column])
        before = self.columns.rows(self.chosen[case : case + 1])[0]
        self.load = self.load - before + self.columns.rows(np.array([column]))[0]
        self.chosen[case] = column


@dataclass(frozen=True)
class Moves:
    """All single moves out of some cases: the column, everybody's load after it, and how the plan then weighs."""

    column: Ints
    load: Ints
    strain: Floats


def improve(instance: Instance, columns: Columns, chosen: Ints, effort: int | None = None) -> Ints:
    """Improve a lawful choice of columns until nothing helps or the effort (cells looked at) is spent."""
    if not columns.size or not instance.chargeable.any() or not (chosen >= 0).any():
        return chosen
    load = columns.load(instance.held, chosen[chosen >= 0])
    desks = Desks(
        instance, columns, chosen.copy(), load, min(MOST_EFFORT, EFFORT * columns.size) if effort is None else effort
    )
    for sharpness in SHARPNESS:
        desks.sharpness = sharpness
        desks.hold_peak()
        while desks.effort > 0 and _step(desks):
            pass
    return desks.chosen


def _step(desks: Desks) -> bool:
    """Make one improving move or swap, trying the busiest first; False when there is none."""
    ratio = desks.ratio()
    scale = float(ratio.max())
    if scale <= 0:
        return False
    for person in np.argsort(-ratio, kind="stable").tolist():
        if desks.effort <= 0 or ratio[person] <= 0:
            return False
        if _relieve(desks, person, scale):
            return True
        if desks.sharpness > 2 and ratio[person] < scale * 0.999:
            return False
    return False


def _relieve(desks: Desks, person: int, scale: float) -> bool:
    now = float(desks.strain(desks.load[None, :], scale)[0])
    moves = _moves(desks, desks.cases_of(person), desks.load, scale)
    if not len(moves.column):
        return False
    best = int(np.argmin(moves.strain))
    if moves.strain[best] < now * (1 - LEAST_GAIN):
        desks.put(int(moves.column[best]))
        return True
    return _swap(desks, moves, now, scale)


def _moves(desks: Desks, cases: Ints, load: Ints, scale: float) -> Moves:
    """Judge every other column of some cases; one that lifts somebody above the limit weighs without end."""
    columns = desks.columns.of_cases(cases)
    columns = columns[desks.chosen[desks.columns.case[columns]] != columns]
    desks.effort -= len(columns) * desks.columns.people
    before = desks.columns.rows(desks.chosen[desks.columns.case[columns]])
    after = load - before + desks.columns.rows(columns)
    strain = desks.strain(after, scale)
    over = (after > desks.limit).any(axis=1)
    return Moves(columns, after, np.where(over, np.inf, strain))


def _swap(desks: Desks, moves: Moves, now: float, scale: float) -> bool:
    """Try pairs: a move out of a busy person's cases, and one out of the cases of the lead who receives it."""
    for place in np.argsort(moves.strain, kind="stable")[:PARTNERS].tolist():
        column = int(moves.column[place])
        lead = int(desks.columns.lead[column])
        case = int(desks.columns.case[column])
        cases = desks.cases_of(lead)
        second = _moves(desks, cases[cases != case], moves.load[place], scale)
        if not len(second.column):
            continue
        best = int(np.argmin(second.strain))
        if second.strain[best] < now * (1 - LEAST_GAIN):
            desks.put(column)
            desks.put(int(second.column[best]))
            return True
    return False
