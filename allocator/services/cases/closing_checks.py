"""The check-list before a closing (结案核查清单): shown for a case, and asked for by every closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.closing_checks import Checked, Examined
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.clock_work import Desk
from allocator.services.context import Context


@dataclass(frozen=True)
class Histories:
    """What happened in some cases, ready to be asked about before they are closed (拟结案件史)."""

    by: Desk
    events: dict[int, tuple[CaseEvent, ...]]
    given: dict[int, date]

    def examined(self, case: Case) -> Examined:
        """Lay out one of the cases."""
        return self.by.examined(case, self.given.get(case.id), self.events.get(case.id, ()))


def histories(uow: UnitOfWork, here: Context, cases: Sequence[Case]) -> Histories:
    """Read what happened in some cases; two queries besides the office's."""
    ids = [case.id for case in cases]
    return Histories(desk(uow, here), uow.events.of(ids), uow.clocks.first_given(ids))


def closing_checks(context: Context, ref: str | int, way: str) -> tuple[Checked, ...]:
    """Give the check-list of a way of closing for a case as it stands today; raises NotFound, BadInput for the way."""
    with context.database.reading() as uow:
        case = find_case(uow, ref)
        found = histories(uow, context, [case])
        if way not in found.by.rulebook.closings:
            listed = ", ".join(found.by.rulebook.closings)
            raise BadInput(
                Text(f"没有结案方式“{way}”。", f'There is no way of closing "{way}".'),
                Text(f"可用：{listed}。", f"Use one of: {listed}."),
                code="closing-way-unknown",
            )
        return found.examined(case).checklist(Closing(way, found.by.today, case.recovered))


def checks_view(found: Sequence[Checked]) -> list[dict[str, object]]:
    """Show a check-list."""
    return [
        {"id": one.check.id, "name": one.check.name.as_dict(), "green": one.green, "source": one.check.source}
        for one in found
    ]
