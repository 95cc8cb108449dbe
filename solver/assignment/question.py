"""The question put to one level (分层提问): how low it can be, given what the levels above it hold.

The same question is put to the relaxation (for prices) and to the bound (for a proof), so that both mean one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.instance import PERMILLE, Flags, Instance, Ints
from solver.assignment.prefer import BestFit, CasesMoved, DrawnLots, FewMoves

FREE, BOUND, PRICED = 0, 1, 2  # what leaving a case out means: nothing, a share of its rank's allowance, one unit


@dataclass(frozen=True, eq=False)
class Budget:
    """A level above that is held: its cost by column, the weight of the spread in it, and the most it may be."""

    cost: Ints
    spread: int
    most: int


@dataclass(frozen=True, eq=False)
class Question:
    """One level: cost by column, weight of the spread in it, whether it is the peak, and what is held.

    `leaving[n]` says what leaving out a case means; `allowance` how many cases of a rank with columns may be left
    out; `most[m]` the minutes each person may hold; `base` what is part of the value whatever is chosen.
    """

    cost: Ints
    spread: int
    peak: bool
    leaving: Ints
    allowance: Mapping[int, int]
    most: Ints
    budgets: tuple[Budget, ...]
    base: int


def ask(instance: Instance, columns: Columns, level: str, held: Mapping[str, int]) -> Question:
    """Put the question of a level, `held` being the values of the levels above it."""
    stranded = np.diff(columns.case_start) == 0
    rank = int(level.partition(":")[2]) if level.startswith("assigned") else None
    return Question(
        cost=_cost(instance, columns, level),
        spread=int(level == "spread"),
        peak=level == "peak",
        leaving=_leaving(instance, rank, held),
        allowance=_allowance(instance, stranded, held),
        most=_most(instance, held),
        budgets=_budgets(instance, columns, held),
        base=0 if rank is None else int(np.count_nonzero(stranded & (instance.priority == rank))),
    )


def _cost(instance: Instance, columns: Columns, level: str) -> Ints:
    for term in (BestFit(), FewMoves(), CasesMoved(), DrawnLots()):
        if term.level == level:
            return term.costs(instance)[columns.option]
    return np.zeros(columns.size, dtype=np.int64)


def _ranks_held(held: Mapping[str, int]) -> dict[int, int]:
    return {int(name.partition(":")[2]): value for name, value in held.items() if name.startswith("assigned")}


def _leaving(instance: Instance, rank: int | None, held: Mapping[str, int]) -> Ints:
    leaving = np.full(instance.cases, FREE, dtype=np.int64)
    leaving[np.isin(instance.priority, list(_ranks_held(held)))] = BOUND
    if rank is not None:
        leaving[instance.priority == rank] = PRICED
    return leaving


def _allowance(instance: Instance, stranded: Flags, held: Mapping[str, int]) -> dict[int, int]:
    """Cases without any column are left out anyway and use up part of their rank's allowance."""
    return {
        rank: value - int(np.count_nonzero(stranded & (instance.priority == rank)))
        for rank, value in _ranks_held(held).items()
    }


def _most(instance: Instance, held: Mapping[str, int]) -> Ints:
    if "peak" not in held:
        return instance.limit
    below_peak = held["peak"] * instance.capacity // PERMILLE
    most: Ints = np.where(instance.chargeable, np.minimum(instance.limit, below_peak), instance.limit)
    return most


def _budgets(instance: Instance, columns: Columns, held: Mapping[str, int]) -> tuple[Budget, ...]:
    found = []
    if "spread" in held:
        found.append(Budget(np.zeros(columns.size, dtype=np.int64), 1, held["spread"]))
    costs = (name for name in ("misfit", "moves", "moved") if name in held)
    found += [Budget(_cost(instance, columns, name), 0, held[name]) for name in costs]
    return tuple(found)
