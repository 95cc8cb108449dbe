"""Undoing an assignment just made (撤销分案): by who made it, for some minutes, in the open: a case drawn again is a second round."""

from dataclasses import replace
from datetime import datetime, timedelta

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.casework import check_version, find_case, state_facts
from allocator.services.context import Context, the_office, the_rulebook, writing

UNDONE = "assignment_undone"


def undo_assignment(context: Context, ref: str | int, decision: int) -> Case:
    """Let a case wait again as it did before an assignment, named by its entry of the log.

    The minutes leave the load, and it counts no more as a new case of the one who had it. The draw stays in the log: a
    new one is its next round, of which the auditor is told. Raises Conflict when the case was changed since, NotAllowed
    for somebody else's assignment, a change of hands, or when the rulebook's time for it (`undo_minutes`) is over.
    """
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        entry = uow.log.get(decision)
        if case.holding is None or case.holding.decision != decision or entry is None or case.state != "assigned":
            raise _changed(case)
        _check(uow, here, case, entry)
        body = {"case_no": case.case_no, "assignment": decision, "officer": case.holding.officer}
        uow.log.append(here.now(), here.actor, UNDONE, case.id, body)
        saved = uow.cases.save(replace(case, state=CaseState.WAITING, holding=None), case.version)
        uow.commit()
        return saved


def undo_present(context: Context, ref: str | int, expected: int | None = None) -> Case:
    """Take back the assignment a case stands in now, if it is still at a version; raises as `undo_assignment`, and Stale."""
    with context.database.reading() as uow:
        case = find_case(uow, ref)
    check_version(case, expected)
    if case.holding is None:
        raise _changed(case)
    return undo_assignment(context, case.id, case.holding.decision)


def can_be_undone(uow: UnitOfWork, context: Context, case: Case, entry: Entry) -> bool:
    """Say whether whoever asks could take an assignment back now, as far as its entry tells."""
    if case.state != CaseState.ASSIGNED:
        return False
    try:
        _check(uow, context, case, entry)
    except NotAllowed:
        return False
    return True


def undo_until(context: Context, entry: Entry) -> datetime:
    """Give the instant until which an assignment can be undone by who made it."""
    with context.database.reading() as uow:
        return _until(uow, context, entry)


def _until(uow: UnitOfWork, context: Context, entry: Entry) -> datetime:
    minutes = the_rulebook(uow, context.today(the_office(uow))).levers.undo_minutes
    return datetime.fromisoformat(entry.at) + timedelta(minutes=minutes)


def _check(uow: UnitOfWork, context: Context, case: Case, entry: Entry) -> None:
    if entry.kind != "assignment" or entry.body["from"] is not None:
        raise _refused(
            case,
            "undo-not-first",
            Text("只能撤销首次分案。", "Only a first assignment is undone."),
            Text("如须变更承办人，请按改派办理。", "To change the handler, reassign the case with a reason."),
        )
    if entry.actor != context.actor:
        raise _refused(
            case,
            "undo-anothers",
            Text(f"该分案由{entry.actor}作出。", f"{entry.actor} made this assignment."),
            Text("请由本人撤销，或按改派办理。", "Let them undo it, or reassign the case with a reason."),
        )
    if context.now() > _until(uow, context, entry):
        raise _refused(
            case,
            "undo-too-late",
            Text("已超过可撤销的时间。", "The time in which it could be undone is over."),
            Text("如须变更承办人，请按改派办理。", "To change the handler, reassign the case with a reason."),
        )


def _refused(case: Case, code: str, text: Text, remedy: Text) -> NotAllowed:
    return NotAllowed(Text(f"{case.case_no}：", f"{case.case_no}:") + text, remedy, code=code, facts=state_facts(case))


def _changed(case: Case) -> Conflict:
    return Conflict(
        Text(f"{case.case_no} 已有后续变动。", f"{case.case_no} was changed since."),
        Text("请查看案件后再决定。", "Look at the case, then decide."),
        code="undo-overtaken",
        facts=state_facts(case),
    )
