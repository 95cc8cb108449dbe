"""A handler who steps aside (回避): the recusal goes into the office's own data, so that nobody gives the case back."""

from dataclasses import replace

from allocator.domain.difference import describe
from allocator.domain.docket import Case
from allocator.domain.people import Recusal, RecusalState
from allocator.domain.rulebook.book import ReasonCode
from allocator.domain.rulebook.check import RECUSES
from allocator.domain.snapshot import Snapshot
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.office.office_keeping import as_filed, keep_changes


def keep_recusal(uow: UnitOfWork, here: Context, case: Case, wish: Wish | None, snapshot: Snapshot) -> bool:
    """Bar the present handler from a case that is taken from them by a recusal; False where none is asked for.

    Also while it is still to be decided upon (民诉法 48 条): it stands as declared, and an administrator enters a dismissal.
    """
    code = snapshot.rulebook.reasons.get(wish.reason or "") if wish else None
    if case.holding is None or code is None or RECUSES not in code.uses:
        return False
    before = as_filed(uow)
    after = replace(before, recusals=(*before.recusals, _recusal(case, case.holding.officer, code, snapshot)))
    body = {"rulebook": snapshot.rulebook.digest, "because": code.name.zh}
    keep_changes(uow, here, after, describe(before, after), body)
    return True


def _recusal(case: Case, officer: str, code: ReasonCode, snapshot: Snapshot) -> Recusal:
    return Recusal(officer, code.name.zh, RecusalState.DECLARED, case_no=case.case_no, since=snapshot.day)
