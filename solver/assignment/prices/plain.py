"""Plain bounds (显见下限): what a level cannot go below, told at once and without prices."""

import numpy as np

from solver.assignment.instance import permille
from solver.assignment.prices.choices import places
from solver.assignment.prices.question import Question


def plain_bound(question: Question) -> int:
    """Give a bound that needs no prices: cases nobody may have, groups nobody may have, for the peak what is held and the biggest case."""
    instance, columns, level = question.instance, question.columns, question.level
    if level.startswith("assigned"):
        return int(np.count_nonzero(columns.stranded & (instance.priority == int(level.partition(":")[2]))))
    if level == "together":
        return _apart(question)
    if level != "peak":
        return 0
    held = int(permille(instance.held, instance.capacity)[instance.chargeable].max(initial=0))
    return max(held, _biggest(question))


def _apart(question: Question) -> int:
    """Count the groups whose cases must all be placed and of which nobody may have all."""
    columns, people = question.columns, question.instance.people
    groups = [group for group in question.instance.together if question.must[list(group)].all()]
    size = np.array([len(group) for group in groups], dtype=np.int64)
    member = np.array([case for group in groups for case in group], dtype=np.int64)
    first, width = columns.case_start[member], np.diff(columns.case_start)[member]
    lead = columns.lead[places(first, width)]
    pair = np.unique(np.repeat(np.arange(len(member)), width) * people + lead)  # a member and somebody who may have it
    shared, count = np.unique(
        np.repeat(np.arange(len(size)), size)[pair // people] * people + pair % people, return_counts=True
    )
    group = shared // people
    return len(groups) - len(np.unique(group[count == size[group]]))


def _biggest(question: Question) -> int:
    """Give the lowest peak at which each case that must be placed could be, if it were the only one."""
    instance, columns = question.instance, question.columns
    counts = (columns.row < instance.people) & (columns.amount > 0)
    person = np.where(counts, columns.row, 0)
    raised = permille(instance.held[person] + columns.amount, instance.capacity[person])
    counts &= instance.chargeable[person]
    by_column = np.zeros(columns.size, dtype=np.int64)
    np.maximum.at(by_column, np.repeat(np.arange(columns.size), np.diff(columns.start)), np.where(counts, raised, 0))
    least = np.full(instance.cases, np.iinfo(np.int64).max)
    np.minimum.at(least, columns.case, by_column)
    return int(least[question.must].max(initial=0))
