"""What mentors and desks owe of a whole stock, worked out anew: what a rescue, which only looks at what shifts, is held against."""

from collections.abc import Iterable, Iterator

from allocator.decisions.deadlines.due_lines import DueWork, Late, Room, by_officer, shared_line
from allocator.decisions.deadlines.due_work import ends_of, owed
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.workload import Capacity


def colleagues_work(case: HeldCase, snapshot: Snapshot) -> Iterator[DueWork]:
    """Give what a case asks of everybody but its handler (同事到期工作): of a mentor, and of the desks that share it."""
    ends = ends_of(case, snapshot)
    for carrier in sorted(case.charges.keys() - {case.holder}):
        yield from owed(case, carrier, ends)


def late_of_colleagues(own: Iterable[DueWork], shared: Iterable[DueWork], capacity: Capacity) -> tuple[Late, ...]:
    """Find what mentors and desks cannot do by its day, given what they owe of cases that are their own; in the same order.

    A desk has the hours of its members, less their own work due by then. What a member owes to another desk is not taken
    off: what is found late here is late whoever of the desk does it.
    """
    room, mine, carried = Room(capacity), by_officer(own), by_officer(shared)
    lines = (shared_line(carrier, mine, carried, room) for carrier in sorted(carried))
    return tuple(late for line in lines for late in line.late())
