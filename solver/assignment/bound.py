"""Proven bounds (下界证明): no plan is better than this, whoever searches and however long.

The relaxation gives prices; here they are rounded to integers and the Lagrangian of the level is added up exactly. By
weak duality that is a bound for any prices, so a coarse solver or a sample of the cases can make it weaker, never
false. With prices fixed each case chooses for itself, so that big instances are no trouble.
"""

from fractions import Fraction
from math import ceil, log2

import numpy as np

from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import PERMILLE, Flags, Instance, Ints, permille
from solver.assignment.load_rules import step_height
from solver.assignment.pricing import Prices, prices, spread_of
from solver.assignment.question import BOUND, FREE, PRICED, Question

SUM_BITS = 60  # all sums stay below, one bit short of what int64 holds
FINEST_BITS = 40


def proven(instance: Instance, columns: Columns, question: Question) -> int:
    """Give a proven lower bound of the level a question asks about."""
    floor = plain_bound(instance, columns, question)
    found = prices(instance, columns, question)
    return floor if found is None else max(floor, by_prices(instance, columns, question, found))


def by_prices(instance: Instance, columns: Columns, question: Question, found: Prices) -> int:
    """Give the bound which some prices prove (any prices do; good ones prove much)."""
    if question.peak:
        return _peak_bound(instance, columns, question, np.maximum(found.minute, 0.0))
    return _level_bound(instance, columns, question, found)


def plain_bound(instance: Instance, columns: Columns, question: Question) -> int:
    """What needs no prices: the base, for the peak what is held and the lightest column of each case."""
    if not question.peak:
        return question.base
    people = instance.chargeable
    held = int(permille(instance.held, instance.capacity)[people].max(initial=0))
    must = np.flatnonzero(_may_not_stay(instance, question) & (np.diff(columns.case_start) > 0))
    if not len(must):
        return held
    capacity = np.append(instance.capacity, 1)
    raised = permille(np.append(instance.held, 0)[columns.person] + columns.minutes, capacity[columns.person])
    counts = np.append(people, False)[columns.person] & (columns.minutes > 0)
    by_column = np.maximum.reduceat(np.where(counts, raised, 0), columns.start[:-1])
    return max(held, int(_least(columns, by_column)[must].max()))


def _may_not_stay(instance: Instance, question: Question) -> Flags:
    allowed = np.array([question.allowance.get(int(rank), 0) for rank in instance.priority], dtype=np.int64)
    must: Flags = (question.leaving == BOUND) & (allowed <= 0)
    return must


def _least(columns: Columns, by_column: Ints) -> Ints:
    """Give each case's smallest value among its columns (0 for a case without any)."""
    has = np.diff(columns.case_start) > 0
    least = np.zeros(len(has), dtype=np.int64)
    least[has] = np.minimum.reduceat(by_column, columns.case_start[:-1][has])
    return least


def _peak_bound(instance: Instance, columns: Columns, question: Question, minute: Floats) -> int:
    """Weigh everybody's load: the weighted mean of the loads is a bound of the highest."""
    minute = np.where(instance.chargeable, minute, 0.0)
    whole = float(minute @ instance.capacity)
    if whole <= 0:
        return 0
    scale = _scale(float(columns.minutes.max(initial=1)) * float(minute.max()) * columns.people, instance.cases)
    weight = np.rint(minute * scale).astype(np.int64)
    least = _cases_part(instance, question, _least(columns, _priced_minutes(columns, weight)), 0)
    held = sum(int(w) * int(h) for w, h in zip(weight, instance.held, strict=True))
    full = sum(int(w) * int(c) for w, c in zip(weight, instance.capacity, strict=True))
    return ceil(Fraction(PERMILLE * (held + least), full)) if full else 0


def _level_bound(instance: Instance, columns: Columns, question: Question, found: Prices) -> int:
    costs = [
        (question.cost, 1.0),
        *((budget.cost, rho) for budget, rho in zip(question.budgets, found.budget, strict=True)),
    ]
    size = sum(float(cost.max(initial=0)) * rho for cost, rho in costs) + 1.0
    size += float(columns.minutes.max(initial=1)) * float(np.abs(found.minute).max(initial=0)) * columns.people
    scale = _scale(size, instance.cases)
    minute = np.rint(found.minute * scale).astype(np.int64)
    rho = [round(float(price) * scale) for price in found.budget]
    by_column = question.cost * scale + _priced_minutes(columns, minute)
    for budget, price in zip(question.budgets, rho, strict=True):
        by_column = by_column + budget.cost * price
    chosen = _cases_part(instance, question, _least(columns, by_column), scale)
    spread = question.spread * scale + sum(b.spread * price for b, price in zip(question.budgets, rho, strict=True))
    desks = sum(
        _desk_part(instance, question, person, int(minute[person]), spread) for person in range(instance.people)
    )
    spent = sum(budget.most * price for budget, price in zip(question.budgets, rho, strict=True))
    return question.base + ceil(Fraction(chosen + desks - spent, scale))


def _scale(size: float, cases: int) -> int:
    """Give the power of two by which prices become integers, so that no sum leaves int64."""
    return int(2 ** max(0, min(FINEST_BITS, int(SUM_BITS - log2(max(size, 1e-9) * max(cases, 1))))))


def _priced_minutes(columns: Columns, minute: Ints) -> Ints:
    by_charge = np.append(minute, 0)[columns.person] * columns.minutes
    summed: Ints = np.add.reduceat(by_charge, columns.start[:-1]) if columns.size else by_charge
    return summed


def _cases_part(instance: Instance, question: Question, least: Ints, unit: int) -> int:
    """Let each case choose its cheapest column, or stay out where that is allowed and cheaper."""
    total = int(least[question.leaving == BOUND].sum())
    total += int(np.minimum(least[question.leaving == PRICED], unit).sum())
    total += int(np.minimum(least[question.leaving == FREE], 0).sum())
    for rank, allowance in question.allowance.items():
        if allowance > 0:
            dear = np.sort(least[(question.leaving == BOUND) & (instance.priority == rank)])[-allowance:]
            total -= int(np.maximum(dear, 0).sum())
    return total


def _desk_part(instance: Instance, question: Question, person: int, minute: int, spread: int) -> int:
    """Let a person's load be whatever is cheapest at these prices: a straight piece is cheapest at one of its ends."""
    held, most = int(instance.held[person]), int(question.most[person])
    if not instance.chargeable[person]:
        return 0
    ends = {held, most}
    if spread:
        steps = range(1, 2 + most * PERMILLE // (int(instance.capacity[person]) * instance.spread_step))
        ends |= {height for step in steps if held < (height := step_height(instance, person, step)) < most}
    return min(spread * spread_of(instance, person, end) - minute * (end - held) for end in ends)
