"""Joint ways (同一承办人): every way in which linked cases may have one lead, listed by a compiled kernel."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.compiled import compiled, inner

MOST_JOINT = 1_000  # ways in which a group may share one lead; a group with more is left to the search
OUT = -1  # the column, and the lead, of a case that is left out


class Linked(NamedTuple):
    """Groups of cases, those of group g from `group[g]` to `group[g + 1]` in `member`, and what the cases may choose from.

    Columns of case c: `case_start[c]` to `case_start[c + 1]`, each with its `lead`; who `must` cannot be left out.
    """

    group: Ints
    member: Ints
    case_start: Ints
    lead: Ints
    must: Flags


class Desk(NamedTuple):
    """Scratch space: which group a lead was last met in, the leads of a group, what its cases may choose with one of them."""

    mark: Ints
    met: Ints
    pool: Ints


@inner
def _having(of: Linked, group: int, who: int, pool: Ints) -> int:
    """Gather what each case of a group may choose with a lead: `pool[place, 0]` tells how much; gives how many ways that makes."""
    total, first = 1, of.group[group]
    for place in range(of.group[group + 1] - first):
        case, count = of.member[first + place], 0
        for column in range(of.case_start[case], of.case_start[case + 1]):
            if of.lead[column] == who:
                count += 1
                pool[place, count] = column
        if not of.must[case]:
            count += 1
            pool[place, count] = OUT
        pool[place, 0] = count
        total = min(total * count, MOST_JOINT + 1)
    return total


@inner
def _leads(of: Linked, group: int, desk: Desk) -> int:
    """List the leads a group could have, as they come, and at last nobody; gives how many these are."""
    count = 0
    for place in range(of.group[group], of.group[group + 1]):
        case = of.member[place]
        for column in range(of.case_start[case], of.case_start[case + 1]):
            if desk.mark[of.lead[column]] != group:
                desk.mark[of.lead[column]], desk.met[count] = group, of.lead[column]
                count += 1
    desk.met[count] = OUT
    return count + 1


@inner
def _written(pool: Ints, size: int, total: int, columns: Ints, at: int) -> int:
    """Write down all ways that can be put together, the last place changing first; gives where they end."""
    for number in range(total):
        rest = number
        for place in range(size - 1, -1, -1):
            columns[at + place] = pool[place, 1 + rest % pool[place, 0]]
            rest //= pool[place, 0]
        at += size
    return at


@inner
def _is_free(of: Linked, group: int, taken: Flags) -> bool:
    """Say whether a group has several cases and none of them is taken."""
    free = of.group[group + 1] - of.group[group] > 1
    for place in range(of.group[group], of.group[group + 1]):
        free = free and not taken[of.member[place]]
    return bool(free)


@compiled
def count_joint(of: Linked, desk: Desk, taken: Flags, width: Ints) -> None:
    """Count the ways of each group; -1 for one that shares a case with a group before it, or has too many ways."""
    for group in range(len(width)):
        width[group] = -1
        if _is_free(of, group, taken):
            total = 0
            for number in range(_leads(of, group, desk)):
                total += _having(of, group, desk.met[number], desk.pool)
            if total <= MOST_JOINT:
                width[group] = total
                for place in range(of.group[group], of.group[group + 1]):
                    taken[of.member[place]] = True


@compiled
def write_joint(of: Linked, desk: Desk, width: Ints, columns: Ints) -> None:
    """Write down the columns of all ways counted, one way after the other."""
    at = 0
    for group in range(len(width)):
        for number in range(_leads(of, group, desk) if width[group] > 0 else 0):
            total = _having(of, group, desk.met[number], desk.pool)
            at = _written(desk.pool, of.group[group + 1] - of.group[group], total, columns, at)


def joint_ways(of: Linked, people: int) -> tuple[Ints, Ints]:
    """List the ways of groups that share no case; gives how many each has (-1: not listed) and their columns."""
    size, columns = np.diff(of.group), int(np.diff(of.case_start).max())
    pool = np.empty((int(size.max()), columns + 2), dtype=np.int64)
    desk = Desk(np.full(people, -1), np.empty(people + 1, dtype=np.int64), pool)
    width = np.empty(len(size), dtype=np.int64)
    count_joint(of, desk, np.zeros(len(of.must), dtype=np.bool_), width)
    found = np.empty(int((np.maximum(width, 0) * size).sum()), dtype=np.int64)
    desk.mark[:] = -1
    write_joint(of, desk, width, found)
    return width, found
