"""What can be done by its day (到期工作): each handler's own minutes that fall due, against the hours until then.

The work that falls due first is done first. That is the best any order can do: if it does not fit so, it does not fit.
Only the handler's own minutes count; what desks do of a case is shared, and no one's alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from allocator.domain.deadlines import due_on
from allocator.domain.ledgers import counted_nodes
from allocator.domain.rulebook import Rulebook
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.workload import PERMILLE, Capacity


@dataclass(frozen=True, slots=True)
class DueWork:
    """Minutes of a case that its handler owes by the last day of a node (节点到期工作)."""

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
    filing, own, done = case.place.case.filing, case.charges.get(case.holder, 0), 0
    for due, share, node in sorted(_ends(case, filing.filed_on, snapshot)):
        minutes = own * share // PERMILLE - done
        if minutes > 0:
            done += minutes
            if due >= snapshot.day:
                yield DueWork(case.holder, case.case_no, node, due, minutes)


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


def _days(rulebook: Rulebook, capacity: Capacity) -> tuple[date, ...]:
    longest = max(rulebook.deadlines.horizons, default=rulebook.levers.horizon_days)
    return capacity.office.calendar.working_days(capacity.day, longest)


def _until(due: date, days: tuple[date, ...], capacity: Capacity) -> Mapping[str, int]:
    """Give everybody's minutes up to a day, that day included."""
    return capacity.over(tuple(day for day in days if day <= due))
