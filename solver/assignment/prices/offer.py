"""What is offered to whom (选择表): a question laid out so that everything in it is a choice among columns.

A case chooses one of its columns or is left out; a person's load and a tally choose where to end on their line; a linked
group chooses a common lead, or to be split. Columns have entries in coordinates: the rows (0 to R - 1), then the
quantities of the question (from R on). Because everything is a choice, one kernel is enough.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import PERMILLE
from solver.assignment.prices.adding import Entries, Ways, added
from solver.assignment.prices.choices import places
from solver.assignment.prices.joint import Linked, joint_ways
from solver.assignment.prices.question import NOWHERE, Question


class Offer(NamedTuple):
    """Columns by chooser (`first`), their entries (`start`, `coordinate`, `amount`).

    Choosers 0 to n - 1 are the cases (`out`: coordinate of leaving it out, -1 for none; `must`: not allowed), then come
    rows and the peak (`free`: all that choose for themselves, of them first `alone` cases; `times` how often each counts), then joint choices of
    groups: group g has members `member[member_start[g]:member_start[g + 1]]` and the joint chooser `joint[g]`; a split
    adds one to `split`. `base` is what coordinates begin with.
    """

    first: Ints
    start: Ints
    coordinate: Ints
    amount: Floats
    out: Ints
    must: Flags
    free: Ints
    alone: int
    times: Floats
    member_start: Ints
    member: Ints
    joint: Ints
    split: int
    base: Floats


class Table(NamedTuple):
    """Columns laid end to end: how many each chooser has, how many entries each column has, and the entries."""

    columns: Ints
    entries: Ints
    coordinate: Ints
    amount: Floats


def case_table(question: Question) -> Table:
    """Lay out the columns of the cases: their rows, and what they add to quantities."""
    columns, rows = question.columns, len(question.begin)
    width = np.diff(columns.start)
    if not len(question.dense_to):
        return Table(np.diff(columns.case_start), width, columns.row, _amounts(question, columns))
    extra = question.dense != 0
    entries = width + extra.sum(axis=0)
    start = np.concatenate([[0], np.cumsum(entries)])
    coordinate, amount = np.empty(start[-1], dtype=np.int64), np.empty(start[-1])
    place = np.arange(len(columns.row)) + np.repeat(start[:-1] - columns.start[:-1], width)
    coordinate[place], amount[place] = columns.row, _amounts(question, columns)
    behind = start[:-1] + width
    for number, to in enumerate(question.dense_to.tolist()):
        mine = extra[number]
        coordinate[behind[mine]], amount[behind[mine]] = rows + to, question.dense[number][mine]
        behind = behind + mine
    return Table(np.diff(columns.case_start), entries, coordinate, amount)


def _amounts(question: Question, columns: Columns) -> Floats:
    amount: Floats = (columns.amount * _counts(question)[columns.row]).astype(np.float64)
    return amount


def _counts(question: Question) -> Ints:
    """Say what a unit of each row counts; where the peak is asked for, minutes in thousandths, so that all stays whole."""
    counts = (question.capped | (question.row_to >= 0)).astype(np.int64)
    counts[: question.instance.people] = PERMILLE if question.peak else 1
    return counts


def lay_out(question: Question) -> Offer:
    """Lay out a question."""
    cases = case_table(question)
    joint = _joint_choices(question, cases)
    tables = [cases, lines(question), *(ways for _, ways in joint)]
    counts, entries, coordinate, amount = (np.concatenate(parts) for parts in zip(*tables, strict=True))
    count, rows = len(question.must), len(question.begin)
    more = rows + len(joint)
    inside = np.array([case for group, _ in joint for case in group], dtype=np.int64)
    alone, whole = np.setdiff1d(np.arange(count), inside), np.arange(count + rows, count + more)
    members = [] if question.never_split else [group for group, _ in joint]  # else groups choose among leads alone
    free, joined = (whole, whole[:0]) if question.never_split else (whole[:0], whole)
    return Offer(
        first=np.concatenate([[0], np.cumsum(counts)]),
        start=np.concatenate([[0], np.cumsum(entries)]),
        coordinate=coordinate,
        amount=amount,
        out=np.concatenate([_shifted(question.out_to, rows), np.full(more, NOWHERE)]),
        must=np.concatenate([question.must, np.ones(more, dtype=np.bool_)]),
        free=np.concatenate([alone, np.arange(count, count + rows), free]),
        alone=len(alone),
        times=np.ones(len(alone) + rows + len(free)),
        member_start=np.cumsum([0, *(len(group) for group in members)]),
        member=np.array([case for group in members for case in group], dtype=np.int64),
        joint=joined,
        split=question.group_to + rows,
        base=_base(question),
    )


def sampled(offer: Offer, question: Question, sample: Ints) -> Offer:
    """Let some of the cases that choose for themselves stand for all of them, by their size."""
    cases, size = question.instance.cases, question.columns.size_of_cases + 1.0
    alone, rest = offer.free[offer.free < cases], offer.free[offer.free >= cases]
    taken = np.intersect1d(alone, sample)
    weight = float(size[alone].sum()) / max(1.0, float(size[taken].sum()))
    times = np.concatenate([np.full(len(taken), weight), np.ones(len(rest))])
    return offer._replace(free=np.concatenate([taken, rest]), alone=len(taken), times=times)


def _shifted(to: Ints, rows: int) -> Ints:
    shifted: Ints = np.where(to >= 0, to + rows, NOWHERE)
    return shifted


def _base(question: Question) -> Floats:
    begin = (question.begin * _counts(question)).astype(np.float64)
    return np.concatenate([begin, [0.0], -question.most[1:].astype(np.float64)])


def lines(question: Question) -> Table:
    """Lay out the lines of all rows: the points at which each may end, those of its line within reach, or only both ends.

    Where the peak is asked for, a person's load is weighed as it is and does not choose; nor does what nothing is asked of.
    """
    rows, (row, x) = len(question.begin), question.all_ends()
    chooses = question.capped | (question.row_to >= 0)
    chooses[: question.instance.people] &= not question.peak
    row, x = _once(row, np.where(chooses[row], x, 0))
    y = np.where(question.row_to[row] >= 0, question.shapes.heights(row, x), 0)
    said = np.stack([chooses[row], chooses[row] & (y != 0)], axis=1)
    coordinate = np.stack([row, rows + question.row_to[row]], axis=1)[said]
    return Table(np.bincount(row, minlength=rows), said.sum(axis=1), coordinate, np.stack([-x, y], axis=1)[said] * 1.0)


def _once(row: Ints, x: Ints) -> tuple[Ints, Ints]:
    """Sort places by row and leave out what is listed already."""
    order = np.lexsort((x, row))
    row, x = row[order], x[order]
    new = np.append(True, (np.diff(row) != 0) | (np.diff(x) != 0)) if len(row) else np.zeros(0, dtype=np.bool_)
    return row[new], x[new]


def lines_apart(question: Question) -> list[Table]:
    """Lay out the line of each row by itself."""
    table = lines(question)
    return list(_parts(table.columns, Entries(_starts(table.entries), table.coordinate, table.amount)))


def _joint_choices(question: Question, cases: Table) -> list[tuple[tuple[int, ...], Table]]:
    """Give linked groups that share no case, as far as they count here, and the ways to keep each together."""
    instance, columns = question.instance, question.columns
    groups = instance.together if question.group_to >= 0 else ()
    if not groups or not columns.size:
        return []
    size = np.array([len(group) for group in groups], dtype=np.int64)
    member = np.array([case for group in groups for case in group], dtype=np.int64)
    linked = Linked(_starts(size), member, columns.case_start, columns.lead, question.must)
    width, column = joint_ways(linked, instance.people)
    listed = np.flatnonzero(width >= 0)
    members = np.repeat(size[listed], width[listed])
    case = member[places(np.repeat(linked.group[listed], width[listed]), members)]
    out = _shifted(question.out_to, len(question.begin))[case]
    ways = Ways(_starts(members), column, out, np.zeros(len(members), dtype=np.int64), NOWHERE)
    added_up = _sorted(added(Entries(_starts(cases.entries), cases.coordinate, cases.amount), ways))
    return [(groups[group], part) for group, part in zip(listed.tolist(), _parts(width[listed], added_up), strict=True)]


def _sorted(entries: Entries) -> Entries:
    """Sort the entries of each column by coordinate."""
    order = np.lexsort((entries.coordinate, np.repeat(np.arange(len(entries.start) - 1), np.diff(entries.start))))
    return Entries(entries.start, entries.coordinate[order], entries.amount[order])


def _parts(width: Ints, entries: Entries) -> Iterator[Table]:
    """Cut entries into the tables of choosers with so many columns each."""
    first = _starts(width)
    cuts = entries.start[first]
    for chooser, (begin, end) in enumerate(pairwise(cuts.tolist())):
        columns = entries.start[first[chooser] : first[chooser + 1] + 1]
        yield Table(
            width[chooser : chooser + 1], np.diff(columns), entries.coordinate[begin:end], entries.amount[begin:end]
        )


def _starts(width: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(width)])
