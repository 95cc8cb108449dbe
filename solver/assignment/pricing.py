"""Prices (影子价格) of one level, from its linear relaxation: what a minute of each person is worth, and each budget.

Big instances are priced on an even sample of their cases, each standing for several.
"""

from dataclasses import dataclass

import numpy as np

from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import PERMILLE, Instance, Ints
from solver.assignment.load_rules import step_height, steps_below
from solver.assignment.question import BOUND, PRICED, Question
from solver.assignment.relaxation import Sheet

SAMPLE_COLUMNS = 25_000
STIFF = 8.0  # what a minute above the most costs in a sample, against the dearest minute


@dataclass(frozen=True, eq=False)
class Prices:
    """What a minute of each person is worth, what a unit of each budget is worth (none below 0)."""

    minute: Floats
    budget: Floats


def prices(instance: Instance, columns: Columns, question: Question) -> Prices | None:
    """Price a question; None when the relaxation has no solution to show."""
    if not columns.size:
        return None
    cases, weight = _sample(columns)
    sheet = Sheet()
    kept = columns.of_cases(cases)
    take = sheet.columns(_zeros(len(kept)), np.full(len(kept), np.inf), weight * question.cost[kept].astype(np.float64))
    _choices(sheet, instance, columns, question, cases, weight, take)
    minute_rows, load = _minutes(sheet, instance, columns, question, kept, weight, take)
    steps = _steps(sheet, instance, question, load)
    budget_rows = _budgets(sheet, question, kept, weight, take, steps)
    if question.peak:
        _peak(sheet, instance, load)
    solved = sheet.solve()
    if solved is None:
        return None
    return Prices(solved[1][minute_rows], np.maximum(0.0, -solved[1][budget_rows]))


def _zeros(count: int) -> Floats:
    return np.zeros(count, dtype=np.float64)


def _sample(columns: Columns) -> tuple[Ints, float]:
    """Take every so many-th case that has columns, in the order of first lead and minutes, so that all kinds occur."""
    cases = np.flatnonzero(np.diff(columns.case_start) > 0)
    every = -(-columns.size // SAMPLE_COLUMNS)
    if every == 1:
        return cases, 1.0
    first = columns.case_start[cases]
    whole = columns.whole
    order = np.lexsort((whole[first], columns.lead[first]))
    sample = np.sort(cases[order][every // 2 :: every])
    return sample, len(cases) / len(sample)


def _choices(
    sheet: Sheet, instance: Instance, columns: Columns, question: Question, cases: Ints, weight: float, take: Ints
) -> None:
    """Each case takes one column or is left out; of a held rank only so many may be left out."""
    leaving = question.leaving[cases]
    allowed = np.array([question.allowance.get(int(rank), 0) for rank in instance.priority[cases]], dtype=np.int64)
    may_stay = (leaving != BOUND) | (allowed > 0)
    rows = sheet.rows(np.ones(len(cases)), np.ones(len(cases)))
    width = columns.case_start[cases + 1] - columns.case_start[cases]
    sheet.fill(np.repeat(rows, width), take, np.ones(len(take)))
    cost = np.where(leaving[may_stay] == PRICED, weight, 0.0)
    out = sheet.columns(_zeros(len(cost)), np.ones(len(cost)), cost)
    sheet.fill(rows[may_stay], out, np.ones(len(out)))
    bound = leaving[may_stay] == BOUND
    for rank, allowance in question.allowance.items():
        mine = out[bound & (instance.priority[cases][may_stay] == rank)]
        if len(mine):
            row = sheet.rows(np.array([-np.inf]), np.array([allowance / weight]))
            sheet.fill(np.repeat(row, len(mine)), mine, np.ones(len(mine)))


def _minutes(
    sheet: Sheet, instance: Instance, columns: Columns, question: Question, kept: Ints, weight: float, take: Ints
) -> tuple[Ints, Ints]:
    """Everybody's load is what is held and what is taken."""
    load = sheet.columns(instance.held.astype(np.float64), question.most.astype(np.float64), _zeros(instance.people))
    held = instance.held.astype(np.float64)
    rows = sheet.rows(held, held)
    places = columns.charges(kept)
    person = columns.person[places]
    real = person < instance.people
    column = np.repeat(take, columns.start[kept + 1] - columns.start[kept])
    sheet.fill(rows[person[real]], column[real], -weight * columns.minutes[places][real].astype(np.float64))
    sheet.fill(rows, load, np.ones(instance.people))
    if weight > 1:  # a sample may be heavier than the whole, and must not be impossible for that
        dearest = float((question.cost[kept] / np.maximum(columns.whole[kept], 1)).max(initial=0))
        price = STIFF * (dearest + question.spread * PERMILLE / instance.spread_step + 1.0)
        over = sheet.columns(_zeros(instance.people), np.full(instance.people, np.inf), np.full(instance.people, price))
        sheet.fill(rows, over, np.ones(instance.people))
    return rows, load


def _steps(sheet: Sheet, instance: Instance, question: Question, load: Ints) -> tuple[Ints, Floats, int]:
    """Cut the load above what is held into pieces, one for each step: each costs more than the one below it."""
    wanted = question.spread or any(budget.spread for budget in question.budgets)
    pieces = [
        piece
        for person in np.flatnonzero(instance.chargeable).tolist()
        for piece in _pieces(instance, question, person)
    ]
    if not wanted or not pieces:
        return np.zeros(0, dtype=np.int64), _zeros(0), 0
    person, width, slope = (np.array(part) for part in zip(*pieces, strict=True))
    columns = sheet.columns(_zeros(len(pieces)), width.astype(np.float64), question.spread * slope.astype(np.float64))
    people = np.unique(person)
    rows = sheet.rows(instance.held[people].astype(np.float64), instance.held[people].astype(np.float64))
    sheet.fill(rows, load[people], np.ones(len(people)))
    sheet.fill(rows[np.searchsorted(people, person)], columns, -np.ones(len(columns)))
    sunk = sum(
        spread_of(instance, one, int(instance.held[one])) for one in np.flatnonzero(instance.chargeable).tolist()
    )
    return columns, slope.astype(np.float64), sunk


def _pieces(instance: Instance, question: Question, person: int) -> list[tuple[int, int, int]]:
    """Give (person, width, slope) for each piece of the load from what is held to the most."""
    low, high = int(instance.held[person]), int(question.most[person])
    slope = len(steps_below(instance, person, low))
    found = []
    while low < high:
        top = min(high, max(low, step_height(instance, person, slope + 1)))
        if top > low:
            found.append((person, top - low, slope))
        low, slope = top, slope + 1
    return found or [(person, 0, slope)]


def spread_of(instance: Instance, person: int, load: int) -> int:
    """Give a person's share of the spread at a load."""
    return sum(load - height for height in steps_below(instance, person, load))


def _budgets(
    sheet: Sheet, question: Question, kept: Ints, weight: float, take: Ints, steps: tuple[Ints, Floats, int]
) -> Ints:
    """What is held above must stay within what it reached."""
    rows = []
    for budget in question.budgets:
        most = float(budget.most - budget.spread * steps[2])
        row = sheet.rows(np.array([-np.inf]), np.array([most]))
        sheet.fill(np.repeat(row, len(take)), take, weight * budget.cost[kept].astype(np.float64))
        if budget.spread:
            sheet.fill(np.repeat(row, len(steps[0])), steps[0], steps[1])
        rows.append(row)
    return np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)


def _peak(sheet: Sheet, instance: Instance, load: Ints) -> None:
    """The peak is above the load of everybody who counts."""
    people = np.flatnonzero(instance.chargeable)
    peak = sheet.columns(_zeros(1), np.array([np.inf]), np.ones(1))
    rows = sheet.rows(_zeros(len(people)), np.full(len(people), np.inf))
    sheet.fill(rows, load[people], np.full(len(people), -float(PERMILLE)))
    sheet.fill(rows, np.repeat(peak, len(people)), instance.capacity[people].astype(np.float64))
