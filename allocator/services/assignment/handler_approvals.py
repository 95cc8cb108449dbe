"""A handler named or changed with approval (指定、改派须批准): asked by one person, done by a second one who is signed in (双人复核).

What is asked changes nothing of the case, and lapses with whatever changes it. A name that is typed is an approval only where
nobody of the office signs in.
"""

from dataclasses import dataclass, replace
from typing import Any

from allocator.domain.docket import Case
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.words import Text
from allocator.persistence.marks import Asking
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.assignment.giving import Assigned, assign
from allocator.services.assignment.undoing import CHANGES
from allocator.services.cases.casework import check_open, check_version, find_case, state_facts
from allocator.services.cases.wishes import Wish, check_note, check_reason
from allocator.services.context import Context
from allocator.services.transaction import look, writing

ASKED, WITHDRAWN = "handler_asked", "handler_asking_withdrawn"
ASKING = Asking(ASKED, (*CHANGES, WITHDRAWN))


@dataclass(frozen=True, slots=True)
class AskedHandler:
    """What waits for a second person (待批准的指定或改派): the entry of the log, who asked, when, and for what."""

    case: Case
    seq: int
    by: str
    at: str
    wish: Wish


def assign_or_ask(
    context: Context, ref: str | int, expected: int | None, wish: Wish, *, approval: bool = False
) -> Assigned | AskedHandler:
    """Give a case to somebody named, or ask for it where its reason needs approval or whoever names wants one."""
    with context.database.reading() as uow:
        code = look(uow, context).rulebook.reasons.get(wish.reason or "")
    if approval or (code is not None and code.approval):
        return ask_for_handler(context, ref, wish, expected)
    return assign(context, ref, expected, wish)


def ask_for_handler(context: Context, ref: str | int, wish: Wish, expected: int | None = None) -> AskedHandler:
    """Ask that a case goes to somebody named, or is drawn anew, for a listed reason; a second person has to do it.

    Raises NotFound, Stale, NotAllowed (closed, no listed reason), BadInput, Conflict where something is asked already.
    """
    check_note(wish.note)
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        case = find_case(uow, ref)
        check_version(case, expected)
        check_open(case)
        code = snapshot.office.officer(wish.officer).code if wish.officer else None
        asked = Wish(code, wish.reason, wish.note.strip())
        check_reason(replace(asked, approved_by=here.actor), case, snapshot.rulebook)
        if asked_of(uow, case) is not None:
            raise _asked_already(case)
        body = {"case_no": case.case_no, "asked": code, "reason": asked.reason, "note": asked.note}
        seq = uow.log.append(here.now(), here.actor, ASKED, case.id, body)
        uow.commit()
    return AskedHandler(case, seq, here.actor, here.now().isoformat(), asked)


def approve_handler(context: Context, ref: str | int, expected: int | None = None) -> Assigned:
    """Do what somebody else asked for, as the second person; raises as `assign` does, and as `conversions` do."""
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        check_version(case, expected)
        asked = _the_asking(uow, case)
        if asked.by == here.actor:
            raise _same_person(asked)
        check_proven(uow, here)
        within = replace(here, database=context.database.within(uow))
        done = assign(within, case.id, case.version, replace(asked.wish, approved_by=here.actor, asked=asked.seq))
        uow.commit()
    return done


def withdraw_asking(context: Context, ref: str | int) -> Case:
    """Take back what one asked for; raises Conflict where nothing waits, NotAllowed for what somebody else asked."""
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        asked = _the_asking(uow, case)
        if asked.by != here.actor:
            raise NotAllowed(
                Text(f"该申请由{asked.by}提出。", f"{asked.by} asked for it."),
                Text("请由本人撤回。", "Let them take it back."),
                code="asking-anothers",
                facts=state_facts(case),
            )
        uow.log.append(here.now(), here.actor, WITHDRAWN, case.id, {"case_no": case.case_no, "asking": asked.seq})
        uow.commit()
    return case


def read_asking(context: Context, ref: str | int) -> AskedHandler | None:
    """Give what waits for a second person on a case; None where nothing does. Raises NotFound."""
    with context.database.reading() as uow:
        return asked_of(uow, find_case(uow, ref))


def asked_of(uow: UnitOfWork, case: Case) -> AskedHandler | None:
    """Find what was asked for last, unless it was taken back or the case changed since."""
    told = [one for one in uow.log.entries(case_id=case.id) if one.kind in (ASKED, *ASKING.until)]
    last = told[-1] if told else None
    if last is None or last.kind != ASKED:
        return None
    wish = Wish(last.body["asked"], last.body["reason"], last.body["note"])
    return AskedHandler(case, last.seq, last.actor, last.at, wish)


def asking_view(asked: AskedHandler | None) -> dict[str, Any]:
    """Show what waits for a second person."""
    if asked is None:
        return {"asked": None}
    wish = {"officer": asked.wish.officer, "reason": asked.wish.reason, "note": asked.wish.note}
    return {"asked": {"by": asked.by, "at": asked.at, "decision": asked.seq, **wish}}


def _the_asking(uow: UnitOfWork, case: Case) -> AskedHandler:
    asked = asked_of(uow, case)
    if asked is None:
        raise Conflict(
            Text(
                f"{case.case_no} 没有待批准的指定或改派。",
                f"Nothing about the handler of {case.case_no} waits for approval.",
            ),
            Text("请先由一人提请；案件有变动后须重新提请。", "One person asks first; once the case changed, anew."),
            code="no-handler-waits",
            facts=state_facts(case),
        )
    return asked


def _asked_already(case: Case) -> Conflict:
    return Conflict(
        Text(
            f"{case.case_no} 已有申请待批准。", f"Something is asked of {case.case_no} already and waits for approval."
        ),
        Text("请另一人批准，或先撤回。", "Somebody else approves it, or it is taken back first."),
        code="handler-asked",
        facts=state_facts(case),
    )


def _same_person(asked: AskedHandler) -> NotAllowed:
    return NotAllowed(
        Text("该申请由您提出，须由另一人批准。", "You asked for it: somebody else has to approve."),
        Text("请由另一位有权用户登录后批准。", "Another user who may signs in and approves."),
        code="second-person-same",
        facts={"case_no": asked.case.case_no, "by": asked.by},
    )
