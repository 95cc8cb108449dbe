"""Undoing what one has just done to a case (撤销): an assignment, a class given by hand; for some minutes, in the open."""

from dataclasses import replace
from datetime import datetime, timedelta

from allocator.domain.canonical import plain
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Standing
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import check_version, find_case, state_facts
from allocator.services.cases.lane_entries import LANE, LANE_UNDONE, before
from allocator.services.context import Context
from allocator.services.transaction import the_office, the_rulebook, writing

UNDONE = "assignment_undone"
CHANGES = (
    "filing", "facts", "assignment", "placement", UNDONE, "lane", "lane_undone", "closing", "reopening",
)  # fmt: skip
"""The kinds of entries by which a case itself becomes another."""


def undo_assignment(context: Context, ref: str | int, decision: int) -> Case:
    """Let a case wait again as it did before an assignment, named by its entry of the log.

    The minutes leave the load, and it counts no more as a new case of the one who had it. The draw stays in the log, and comes
    out again if the case is drawn anew that day. Raises Conflict when the case was changed since, NotAllowed
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


def undo_lane(context: Context, ref: str | int, decision: int) -> Case:
    """Let a case stand as it stood before its class was changed by hand, named by the entry of the log.

    Raises Conflict when anything was done to the case since, NotAllowed for what somebody else said or when the rulebook's
    time for it (`undo_minutes`) is over.
    """
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        entry = uow.log.get(decision)
        if (
            entry is None
            or entry.kind != LANE
            or case.standing.decision != decision
            or not is_last(uow, case, decision)
        ):
            raise _changed(case)
        _check_ones_own(uow, here, case, entry)
        standing, holding = before(entry)
        body = {**_put_back(case, entry, standing), "charges": dict(holding.charges) if holding else None}
        uow.log.append(here.now(), here.actor, LANE_UNDONE, case.id, body)
        saved = uow.cases.save(replace(case, standing=standing, holding=holding), case.version)
        uow.commit()
        return saved


def _put_back(case: Case, entry: Entry, standing: Standing) -> dict[str, object]:
    return {
        "case_no": case.case_no,
        "lane_entry": entry.seq,
        "decision": standing.decision,
        "before": entry.body["after"],
        "after": entry.body["before"],
        **({"hand": plain(standing.hand)} if standing.hand else {}),
    }


def is_last(uow: UnitOfWork, case: Case, decision: int) -> bool:
    """Say whether nothing was done to a case since an entry of the log."""
    done = [entry.seq for entry in uow.log.entries(case_id=case.id, after=decision) if entry.kind in CHANGES]
    return not done


def undo_present_lane(context: Context, ref: str | int, expected: int | None = None) -> Case:
    """Take back what was said last of the class a case stands in, if it is still at a version; raises as `undo_lane`, and Stale."""
    with context.database.reading() as uow:
        case = find_case(uow, ref)
    check_version(case, expected)
    return undo_lane(context, case.id, case.standing.decision)


def undo_present(context: Context, ref: str | int, expected: int | None = None) -> Case:
    """Take back the assignment a case stands in now, if it is still at a version; raises as `undo_assignment`, and Stale."""
    with context.database.reading() as uow:
        case = find_case(uow, ref)
    check_version(case, expected)
    if case.holding is None:
        raise _changed(case)
    return undo_assignment(context, case.id, case.holding.decision)


def can_be_undone(context: Context, case: Case, entry: Entry, within: timedelta) -> bool:
    """Say whether whoever asks could take an assignment back now, as far as its entry tells; `within` is the time for it."""
    is_theirs = entry.actor == context.actor and not _is_too_late(context, entry, within)
    return case.state == CaseState.ASSIGNED and _is_first(entry) and is_theirs


def last_undoable(context: Context) -> Entry | None:
    """Give the last of what whoever asks did to a case that could still be taken back: a first assignment or a class by hand."""
    with context.database.reading() as uow:
        within = time_to_undo(uow, context)
        mine = uow.log.lately(("assignment", LANE), context.actor, context.now() - within)
        return next((entry for entry in mine if _is_undoable(uow, context, entry, within)), None)


def _is_undoable(uow: UnitOfWork, context: Context, entry: Entry, within: timedelta) -> bool:
    """Say whether an entry of one's own could be taken back: nothing was done to the case since."""
    case = uow.cases.find(entry.case_id or 0)
    if case is None or not is_last(uow, case, entry.seq):
        return False
    return entry.kind == LANE or can_be_undone(context, case, entry, within)


def _is_first(entry: Entry) -> bool:
    return entry.kind == "assignment" and entry.body["from"] is None


def _is_too_late(context: Context, entry: Entry, within: timedelta) -> bool:
    return context.now() > datetime.fromisoformat(entry.at) + within


def time_to_undo(uow: UnitOfWork, context: Context) -> timedelta:
    """Give for how long what was done can be taken back (`undo_minutes`)."""
    return timedelta(minutes=the_rulebook(uow, context.today(the_office(uow))).levers.undo_minutes)


def _check(uow: UnitOfWork, context: Context, case: Case, entry: Entry) -> None:
    """Refuse what is no first assignment, and what is not one's own or too old; raises NotAllowed."""
    if not _is_first(entry):
        raise _refused(
            case,
            "undo-not-first",
            Text("只能撤销首次分案。", "Only a first assignment is undone."),
            Text("如须变更承办人，请按改派办理。", "To change the handler, reassign the case with a reason."),
        )
    _check_ones_own(uow, context, case, entry)


def _check_ones_own(uow: UnitOfWork, context: Context, case: Case, entry: Entry) -> None:
    if entry.actor != context.actor:
        name = uow.users.shown(entry.actor)
        raise _refused(
            case,
            "undo-anothers",
            Text(f"该操作由{name}作出。", f"{name} did this."),
            Text("请由本人撤销，或说明事由另行变更。", "Let them undo it, or change the case with a reason."),
        )
    if _is_too_late(context, entry, time_to_undo(uow, context)):
        raise _refused(
            case,
            "undo-too-late",
            Text("已超过可撤销的时间。", "The time in which it could be undone is over."),
            Text("如须变更，请说明事由另行办理。", "To change the case all the same, do it anew with a reason."),
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
