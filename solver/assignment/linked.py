"""What linked cases choose from together (关联选择): to have one lead, or to be split at the price of that.

Groups that share a case choose together. Not every way is listed: for each lead the least dear one, ways near the best
of those and near what is chosen now, and ways in which each case takes what it would take by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from solver.assignment.choices import Choices
from solver.assignment.columns import Columns
from solver.assignment.instance import Ints
from solver.assignment.offer import Table
from solver.assignment.question import NOWHERE, Question
from solver.assignment.regrets import Regrets

MOST_WAYS = 40  # of the cases that choose together
AROUND = 4  # best ways, near which others are tried
NEAR = 6  # columns of a case tried in place of the one it has in such a way
EACH, FEW = 3, 3  # columns of a case combined with those of the others, where no more than a few choose together

Way = tuple[int, ...]


@dataclass(frozen=True)
class Knot:
    """Cases that choose together, and the groups among them (as places in `cases`)."""

    cases: Way
    groups: tuple[Way, ...]


def knots(together: Sequence[Way]) -> list[Knot]:
    """Gather the groups that share cases; a group of one cannot be split."""
    groups = [group for group in together if len(group) > 1]
    root: dict[int, int] = {}

    def find(case: int) -> int:
        while root.setdefault(case, case) != case:
            case = root[case]
        return case

    for group in groups:
        for case in group[1:]:
            low, high = sorted((find(group[0]), find(case)))
            root[high] = low
    cases: dict[int, list[int]] = {}
    for case in sorted(root):
        cases.setdefault(find(case), []).append(case)
    inside: dict[int, list[Way]] = {}
    for group in groups:
        own = cases[find(group[0])]
        inside.setdefault(find(group[0]), []).append(tuple(own.index(case) for case in group))
    return [Knot(tuple(own), tuple(inside[first])) for first, own in cases.items()]


class _Choosing:
    """The ways of one knot; those that split a group not where none may be (`never`)."""

    def __init__(self, knot: Knot, columns: Columns, regrets: Regrets, *, never: bool) -> None:
        self._knot, self._lead, self._split, self._never = knot, columns.lead, regrets.split, never
        self._listed = [dict(_ranked(case, columns, regrets)) for case in knot.cases]

    def ways(self, now: Way | None) -> list[tuple[Way, float]]:
        """Give the least dear ways with what they cost, and the one there is now."""
        least = tuple(next(iter(listed)) for listed in self._listed)
        joint = sorted({self._joint(lead) for lead in self._leads}, key=self.cost)
        begun = [least, *joint[:AROUND], *([now] if now else [])]
        found = {*begun, *joint, *(near for way in begun for near in self._near(way))}
        if len(self._listed) <= FEW:
            found |= set(product(*(list(listed)[:EACH] for listed in self._listed)))
        whole = [way for way in found if not (self._never and self.splits(way))]
        best = sorted(whole, key=lambda way: (self.cost(way), way))[:MOST_WAYS]
        return [(way, self.cost(way)) for way in (best if now is None or now in best else [*best, now])]

    def splits(self, way: Way) -> int:
        """Count the groups with more than one lead."""
        leads = [int(self._lead[column]) if column >= 0 else NOWHERE for column in way]
        return sum(len({leads[place] for place in group} - {NOWHERE}) > 1 for group in self._knot.groups)

    def cost(self, way: Way) -> float:
        """Add up what a way costs."""
        own = sum(listed[column] for listed, column in zip(self._listed, way, strict=True))
        return own + self._split * self.splits(way)

    @cached_property
    def _leads(self) -> dict[int, dict[int, int]]:
        """The least dear column of each place with each lead."""
        found: dict[int, dict[int, int]] = {}
        for place, listed in enumerate(self._listed):
            for column in listed:
                if column >= 0:
                    found.setdefault(int(self._lead[column]), {}).setdefault(place, column)
        return found

    def _joint(self, lead: int) -> Way:
        """Give everybody this lead who can have it; the others their least dear choice."""
        own = self._leads[lead]
        return tuple(own.get(place, next(iter(listed))) for place, listed in enumerate(self._listed))

    def _near(self, way: Way) -> Iterator[Way]:
        for place, listed in enumerate(self._listed):
            for column in list(listed)[:NEAR]:
                yield (*way[:place], column, *way[place + 1 :])


def _ranked(case: int, columns: Columns, regrets: Regrets) -> list[tuple[int, float]]:
    """List the columns of a case and leaving it out, the least dear first."""
    first, after = int(columns.case_start[case]), int(columns.case_start[case + 1])
    listed = list(zip(range(first, after), regrets.dear[first:after].tolist(), strict=True))
    if np.isfinite(regrets.out[case]):
        listed.append((NOWHERE, float(regrets.out[case])))
    return sorted(listed, key=lambda pair: pair[1])


def linked(question: Question, table: Table, regrets: Regrets, chosen: Ints | None) -> Choices:
    """Lay out the choices of linked cases, where split groups are counted at all."""
    start = np.concatenate([[0], np.cumsum(table.entries)])
    first, ways, cases, dear, entries = [0], [], [], [], []
    for knot in knots(question.instance.together if question.group_to >= 0 else ()):
        choosing = _Choosing(knot, question.columns, regrets, never=question.never_split)
        listed = choosing.ways(None if chosen is None else tuple(chosen[list(knot.cases)].tolist()))
        least = min(cost for _, cost in listed)
        first.append(first[-1] + len(listed))
        for way, cost in listed:
            ways.append(way)
            cases.append(knot.cases)
            dear.append(cost - least)
            entries.append(_entries(question, table, start, knot, way, choosing.splits(way)))
    return _laid_out(first, entries, dear, cases, ways)


def _entries(question: Question, table: Table, start: Ints, knot: Knot, way: Way, splits: int) -> dict[int, float]:
    """Add up what a way adds to each coordinate."""
    rows, found = len(question.begin), {}
    if splits:
        found[rows + question.group_to] = float(splits)
    for case, column in zip(knot.cases, way, strict=True):
        if column < 0 <= question.out_to[case]:
            out = rows + int(question.out_to[case])
            found[out] = found.get(out, 0.0) + 1.0
        for place in range(int(start[column]), int(start[column + 1])) if column >= 0 else ():
            one = int(table.coordinate[place])
            found[one] = found.get(one, 0.0) + float(table.amount[place])
    return found


def _laid_out(
    first: list[int], entries: list[dict[int, float]], dear: list[float], cases: list[Way], ways: list[Way]
) -> Choices:
    return Choices(
        first=np.array(first, dtype=np.int64),
        start=np.cumsum([0, *(len(found) for found in entries)]),
        coordinate=_flat(entries, np.int64),
        amount=np.array([amount for found in entries for amount in found.values()], dtype=np.float64),
        regret=np.array(dear, dtype=np.float64),
        part=np.cumsum([0, *(len(way) for way in ways)]),
        case=_flat(cases, np.int64),
        column=_flat(ways, np.int64),
    )


def _flat(lists: Iterable[Iterable[int]], kind: type) -> Ints:
    return np.array([item for listed in lists for item in listed], dtype=kind)
