"""Cases whose class somebody changes, and which of them are in dispute."""

from allocator.domain.docket import Case, Dispute
from allocator.services.cases.casework import find_case
from allocator.services.context import Context

WHY = "file_says_more"


def now(context: Context, case: Case) -> Case:
    """Give a case as it stands now."""
    with context.database.reading() as uow:
        return find_case(uow, case.id)


def disputed(context: Context) -> list[tuple[int, Dispute | None]]:
    """Give the cases in dispute, and what each is about."""
    with context.database.reading() as uow:
        assert uow.queues.count_disputed() == len(uow.queues.disputed(50))
        return [(case.id, case.standing.dispute) for case in uow.queues.disputed(50)]
