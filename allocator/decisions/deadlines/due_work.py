"""What a case asks of whom by which day (到期工作): its handler's own minutes, and what a mentor or a desk does of it."""

from collections.abc import Iterator, Sequence
from datetime import date

from allocator.decisions.deadlines.due_lines import DueWork
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.ledgers import counted_nodes
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.workload import PERMILLE

End = tuple[date, int, str]
"""The last day of a node, the share of the work due by then, per mille, and the node."""


def due_work(case: HeldCase, snapshot: Snapshot) -> Iterator[DueWork]:
    """Give what a case asks of its handler by which day, as far as the nodes are counted by the rulebook and still ahead."""
    return owed(case, case.holder, ends_of(case, snapshot))


def ends_of(case: HeldCase, snapshot: Snapshot) -> tuple[tuple[End, bool], ...]:
    """Give the ends of the nodes that count, in order, each with whether it is still ahead; whoever holds the case."""
    filed, calendar = case.place.case.filing.filed_on, snapshot.office.calendar
    found = (
        (due_on(node, filed if node.start == "filing" else case.since, calendar), share, node.id)
        for node, share in counted_nodes(snapshot.rulebook)
    )
    return tuple((end, end[0] >= snapshot.day) for end in sorted(found))


def owed(case: HeldCase, carrier: str, ends: Sequence[tuple[End, bool]]) -> Iterator[DueWork]:
    """Give what a case asks of one who carries a part of it, by the ends of its nodes."""
    for due, node, minutes in portions(case.charges.get(carrier, 0), ends):
        yield DueWork(carrier, case.case_no, node, due, minutes)


def portions(own: int, ends: Sequence[tuple[End, bool]]) -> Iterator[tuple[date, str, int]]:
    """Divide minutes of a case over the ends of its nodes that are still ahead: day, node and what of them is due then."""
    done = 0
    for (due, share, node), is_ahead in ends:
        minutes = own * share // PERMILLE - done
        if minutes > 0:
            done += minutes
            if is_ahead:
                yield due, node, minutes
