"""Field work that nodes of cases ask for (节点派生外勤): which errands a week should know of, from cases and their clocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from allocator.decisions.allocation.handover import FROM_FILING, FROM_HANDLER
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.docket import Case
from allocator.domain.facts import facts_of
from allocator.domain.fieldwork.errand_kinds import NodeErrand
from allocator.domain.fieldwork.trips import Errand, Place
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Facts, evaluate


@dataclass(frozen=True, slots=True)
class Proposed:
    """What nodes of cases ask for (拟派外勤): errands, and cases by number whose town is not known, so nobody can be sent."""

    errands: tuple[Errand, ...]
    nowhere: tuple[str, ...] = ()


def asked_by_nodes(
    cases: Iterable[Case], office: Office, rulebook: Rulebook, today: date, sunday: date
) -> tuple[Proposed, ...]:
    """Give what the running nodes of held cases ask for, case by case, of nodes that begin by a week's Sunday.

    Each node of a case asks once for each row of the rulebook: the errand's code is made of row and case.
    """
    return tuple(_Case(case, office, rulebook, today, sunday).asks() for case in cases if case.holding)


@dataclass(frozen=True, slots=True)
class _Case:
    """One held case, looked at on a day."""

    case: Case
    office: Office
    rulebook: Rulebook
    today: date
    sunday: date

    def asks(self) -> Proposed:
        """Walk the rows that hold of the case; what is not known of it holds of none."""
        facts = facts_of(self.case.input, self.office, self.rulebook)
        nodes = {node.id: node for node in self.rulebook.nodes}
        rows = [row for row in self.rulebook.fieldwork.nodes if evaluate(row.when, facts) is True]
        asked = [(row, begins) for row in rows for begins in self._begins(nodes[row.node], facts)]
        there = [(self._place(row), row, begins) for row, begins in asked]
        return Proposed(
            tuple(self._errand(row, nodes[row.node], place, begins) for place, row, begins in there if place),
            () if all(place for place, _, _ in there) else (self.case.case_no,),
        )

    def _begins(self, node: Node, facts: Facts) -> Iterator[date | None]:
        """Give the day from which a node runs, None where only a fact says that it does; nothing if it does not run yet."""
        days = dict.fromkeys(FROM_FILING, self.case.input.filing.filed_on)
        days |= dict.fromkeys(FROM_HANDLER, self.case.holding.since if self.case.holding else self.today)
        if node.start in days:
            yield from (day for day in (days[node.start],) if day <= self.sunday)
        elif evaluate(node.begun_when, facts) is True:
            yield None

    def _place(self, row: NodeErrand) -> Place | None:
        town = self.office.bureau.seat if row.at_seat else self.case.input.filing.town
        return Place(town) if town is not None and town in self.office.town_by_name else None

    def _errand(self, row: NodeErrand, node: Node, place: Place, begins: date | None) -> Errand:
        due = due_on(node, begins, self.office.calendar) if begins else None
        return Errand(
            code=f"{row.id}-{self.case.id}",
            kind=row.kind,
            case_no=self.case.case_no,
            place=place,
            asked_on=self.today,
            handler=self.case.holding.officer if self.case.holding else None,
            earliest=begins,
            latest=due if row.binding and due and due >= self.today else None,
            due=due,
            livelihood=bool(self.case.standing.livelihood),
            priority=self.case.standing.priority,
        )
