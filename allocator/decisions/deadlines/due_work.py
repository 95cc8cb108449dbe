"""What can be done by its day (到期工作): each handler's own minutes that fall due, against the hours until then.

The work that falls due first is done first. That is the best any order can do: if it does not fit so, it does not fit.
What a mentor or a desk does of a case is held apart: against the hours of those who share it, less what these owe themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from allocator.domain.clocks.deadlines import due_on
from allocator.domain.ledgers import counted_nodes
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.workload import PERMILLE, Capacity, members_of


@dataclass(frozen=True, slots=True)
class DueWork:
    """Minutes of a case that its handler, a mentor or a desk owes by the last day of a node (节点到期工作)."""

    officer: str
    case_no: str
    node: str
    due: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Late:
    """Work that does not fit before its day: `short` minutes are missing, all that falls due by then counted."""

    work: DueWork
    short: int


def due_work(case: HeldCase, snapshot: Snapshot) -> Iterator[DueWork]:
    """Give what a case asks of its handler by which day, as far as the nodes are counted by the rulebook and still ahead."""
    return _owed(case, case.holder, snapshot)


def colleagues_work(case: HeldCase, snapshot: Snapshot) -> Iterator[DueWork]:
    """Give what a case asks of everybody but its handler (同事到期工作): of a mentor, and of the desks that share it."""
    for carrier in sorted(case.charges.keys() - {case.holder}):
        yield from _owed(case, carrier, snapshot)


def _owed(case: HeldCase, carrier: str, snapshot: Snapshot) -> Iterator[DueWork]:
    filing, own, done = case.place.case.filing, case.charges.get(carrier, 0), 0
    for due, share, node in sorted(_ends(case, filing.filed_on, snapshot)):
        minutes = own * share // PERMILLE - done
        if minutes > 0:
            done += minutes
            if due >= snapshot.day:
                yield DueWork(carrier, case.case_no, node, due, minutes)


def _ends(case: HeldCase, filed: date, snapshot: Snapshot) -> Iterator[tuple[date, int, str]]:
    for node, share in counted_nodes(snapshot.rulebook):
        start = filed if node.start == "filing" else case.since
        yield due_on(node, start, snapshot.office.calendar), share, node.id


def late_work(work: Iterable[DueWork], capacity: Capacity) -> tuple[Late, ...]:
    """Find what does not fit before its day, as far ahead as the rulebook looks; in order of person, day and case."""
    days = _days(capacity.rulebook, capacity)
    found: list[Late] = []
    owed: dict[str, int] = {}
    for item in sorted(work, key=lambda one: (one.officer, one.due, one.case_no, one.node)):
        if not days or item.due > days[-1]:
            continue
        owed[item.officer] = owed.get(item.officer, 0) + item.minutes
        short = owed[item.officer] - _until(item.due, days, capacity).get(item.officer, 0)
        if short > 0:
            found.append(Late(item, short))
    return tuple(found)


def late_of_colleagues(own: Iterable[DueWork], shared: Iterable[DueWork], capacity: Capacity) -> tuple[Late, ...]:
    """Find what mentors and desks cannot do by its day, given what they owe of cases that are their own; in the same order.

    A desk has the hours of its members, less their own work due by then. What a member owes to another desk is not taken
    off: what is found late here is late whoever of the desk does it.
    """
    days = _days(capacity.rulebook, capacity)
    mine: dict[str, list[DueWork]] = {}
    for item in own:
        mine.setdefault(item.officer, []).append(item)
    carried: dict[str, list[DueWork]] = {}
    for item in shared:
        carried.setdefault(item.officer, []).append(item)
    return tuple(
        late
        for carrier in sorted(carried)
        for late in _late_at(carried[carrier], mine, sharers_of(carrier, capacity), (days, capacity))
    )


def sharers_of(carrier: str, capacity: Capacity) -> tuple[str, ...]:
    """Give who shares the minutes of a carrier: the members of a desk, or the one person it is."""
    return (carrier,) if carrier in capacity.office.officer_by_code else tuple(sorted(members_of(carrier, capacity)))


def _late_at(
    carried: Iterable[DueWork],
    mine: Mapping[str, Iterable[DueWork]],
    people: tuple[str, ...],
    ahead: tuple[tuple[date, ...], Capacity],
) -> Iterator[Late]:
    days, capacity = ahead
    theirs = [(item, False) for code in people for item in mine.get(code, ())]
    owed = 0
    rows = [*theirs, *((item, True) for item in carried)]
    for item, is_shared in sorted(rows, key=lambda row: (row[0].due, row[1], row[0].case_no, row[0].node)):
        if not days or item.due > days[-1]:
            break
        owed += item.minutes
        have = _until(item.due, days, capacity)
        short = owed - sum(have.get(code, 0) for code in people)
        if is_shared and short > 0:
            yield Late(item, short)


def _days(rulebook: Rulebook, capacity: Capacity) -> tuple[date, ...]:
    longest = max(rulebook.deadlines.horizons, default=rulebook.levers.horizon_days)
    return capacity.office.calendar.working_days(capacity.day, longest)


def _until(due: date, days: tuple[date, ...], capacity: Capacity) -> Mapping[str, int]:
    """Give everybody's minutes up to a day, that day included."""
    return capacity.over(tuple(day for day in days if day <= due))
