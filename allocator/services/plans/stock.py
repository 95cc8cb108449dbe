"""The stock of held cases (在手案件), as a rebalancing sees it."""

from collections.abc import Sequence

from allocator.decisions.recommendation.placing import held_case, is_held
from allocator.domain.docket import Case
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.indicators.lent_time import filling
from allocator.services.remembering import place

Stock = tuple[Sequence[Case], Sequence[HeldCase]]


def whole_stock(uow: UnitOfWork, snapshot: Snapshot) -> Stock:
    """Give every open held case by id; who held linked cases before is not asked, as few moves are about load alone.

    What fills time lent to a special action is left out: it stays with whom the action has, and takes none of the others' hours.
    """
    cases = _held(uow)
    led = ((case, case.holding.officer) for case in cases if case.holding is not None)
    apart = filling(uow, snapshot.office, snapshot.rulebook, snapshot.day, led)
    cases = [case for case in cases if case.id not in apart]
    return cases, [held_case(case, place(uow, case, snapshot, with_ties=False)) for case in cases]


def stock_of(uow: UnitOfWork, person: str, snapshot: Snapshot) -> Stock:
    """Give the open cases somebody leads, and those beside whose lead they stand as mentor."""
    cases = [case for case in _held(uow) if case.holding and person in (case.holding.officer, case.holding.mentor)]
    return cases, [held_case(case, place(uow, case, snapshot)) for case in cases]


def _held(uow: UnitOfWork) -> list[Case]:
    return [case for case in uow.cases.open() if is_held(case)]
