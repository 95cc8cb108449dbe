"""What linked cases choose from together (关联选择): to have one lead, or to be split at the price of that.

Groups that share a case choose together. Not every way is listed: for each lead the least dear one, ways near the best
of those and near what is chosen now, and ways in which each case takes what it would take by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Columns
from solver.assignment.prices.adding import Entries, Ways, added
from solver.assignment.prices.choices import Choices, places
from solver.assignment.prices.offer import Table
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.prices.regrets import Regrets
from solver.assignment.prices.ways import Listing, least_dear

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


class _Ties(NamedTuple):
    """Knots laid end to end: their cases, and their groups (see `ways.Listing`)."""

    first: Ints
    case: Ints
    group: Ints
    member_start: Ints
    member: Ints


@lru_cache(maxsize=4)
def _ties(together: tuple[Way, ...]) -> _Ties:
    found = knots(together)
    groups = [group for knot in found for group in knot.groups]
    return _Ties(
        _starts([len(knot.cases) for knot in found]),
        np.array([case for knot in found for case in knot.cases], dtype=np.int64),
        _starts([len(knot.groups) for knot in found]),
        _starts([len(group) for group in groups]),
        np.array([member for group in groups for member in group], dtype=np.int64),
    )


def _starts(widths: Sequence[int] | Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(widths)]).astype(np.int64)


def linked(question: Question, table: Table, regrets: Regrets, chosen: Ints | None) -> Choices:
    """Lay out the choices of linked cases, where split groups are counted at all."""
    ties = _ties(question.instance.together if question.group_to >= 0 else ())
    if not len(ties.case):
        return _nothing()
    listing = _listing(question.columns, ties, regrets, chosen)
    found = least_dear(listing, int(question.never_split), question.instance.people)
    size = np.repeat(np.diff(ties.first), found.width)
    part, first = _starts(size), _starts(found.width)
    case = ties.case[places(np.repeat(ties.first[:-1], found.width), size)]
    column, to = listing.column[found.choices], question.out_to[case]
    out, rows = np.where(to >= 0, to + len(question.begin), NOWHERE), len(question.begin)
    entries = added(
        Entries(_starts(table.entries), table.coordinate, table.amount),
        Ways(part, column, out, found.splits, rows + question.group_to),
    )
    regret = found.dear - np.repeat(np.minimum.reduceat(found.dear, first[:-1]), found.width)
    return Choices(first, *entries, regret, part, case, column)


def _nothing() -> Choices:
    none, start = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Choices(start, start, none, np.zeros(0), np.zeros(0), start, none, none)


def _listing(columns: Columns, ties: _Ties, regrets: Regrets, chosen: Ints | None) -> Listing:
    """List the columns of each linked case and leaving it out, the least dear first."""
    count, width = len(ties.case), np.diff(columns.case_start)[ties.case]
    column, may = places(columns.case_start[ties.case], width), np.flatnonzero(np.isfinite(regrets.out[ties.case]))
    place = np.concatenate([np.repeat(np.arange(count), width), may])
    dear = np.concatenate([regrets.dear[column], regrets.out[ties.case][may]])
    column = np.concatenate([column, np.full(len(may), NOWHERE)])
    order = np.lexsort((dear, place))
    place, column = place[order], column[order]
    lead = np.append(columns.lead, NOWHERE)[column]  # NOWHERE is the last place
    now = _now(ties, place, column, chosen)
    start = np.searchsorted(place, np.arange(count + 1))
    groups = (ties.group, ties.member_start, ties.member)
    return Listing(ties.first, start, column, lead, dear[order], now, *groups, regrets.split)


def _now(ties: _Ties, place: Ints, column: Ints, chosen: Ints | None) -> Ints:
    """Say where in the lists each case has what it has now; -1 for a knot with a case that has nothing listed."""
    now = np.full(len(ties.case), NOWHERE)
    if chosen is not None:
        has = np.flatnonzero(column == chosen[ties.case][place])
        now[place[has]] = has
        lost = np.minimum.reduceat(now, ties.first[:-1]) < 0
        now[np.repeat(lost, np.diff(ties.first))] = NOWHERE
    return now
