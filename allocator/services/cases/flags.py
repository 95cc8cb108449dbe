"""Facts that open coercive measures, by two persons (强制措施事项双人复核): one says them, another approves or refuses.

Until then the fact is unknown to every decision. Taking one back that holds takes one person: it protects the debtor.
"""

from dataclasses import replace

from allocator.decisions.triage.relearning import Relearned
from allocator.domain.canonical import plain
from allocator.domain.docket import Case, WaitingFlag
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.cases.casework import (
    approve_flag_within,
    check_open,
    check_version,
    find_case,
    learn_within,
    state_facts,
)
from allocator.services.cases.flag_entries import REFUSED, WITHDRAWN, check_reason_of, name_of
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.transaction import look, writing


def approve_flag(context: Context, ref: str | int, fact: str, expected: int | None = None) -> Relearned:
    """Let a fact be so that somebody else said, as the second person (双人复核), and triage the case again.

    Raises NotFound, Stale, NotAllowed (closed; who said it; who is not signed in although people of the office do), Conflict
    where it does not wait.
    """
    with writing(context) as (uow, here):
        snapshot, case, flag = _opened(uow, here, ref, fact, expected)
        _check_other(uow, here, case, flag)
        done = approve_flag_within(uow, here, case, flag, snapshot, here.actor)
        uow.commit()
    return done


def refuse_flag(context: Context, ref: str | int, fact: str, because: str, expected: int | None = None) -> Case:
    """Refuse what somebody else said, as the second person, with the reason; what was known before holds again.

    Raises as `approve_flag` does.
    """
    with writing(context) as (uow, here):
        snapshot, case, flag = _opened(uow, here, ref, fact, expected)
        check_reason_of(because, [name_of(fact, snapshot.rulebook)])
        _check_other(uow, here, case, flag)
        done = _let_go(uow, here, case, flag, snapshot, (REFUSED, because.strip()))
        uow.commit()
    return done


def withdraw_flag(context: Context, ref: str | int, fact: str, expected: int | None = None) -> Case:
    """Take back what one said oneself, before anybody approved it; raises as `approve_flag`, NotAllowed for another's word."""
    with writing(context) as (uow, here):
        snapshot, case, flag = _opened(uow, here, ref, fact, expected)
        if flag.by != here.actor:
            raise NotAllowed(
                Text(f"该事项由{flag.by}提出。", f"{flag.by} said it."),
                Text("请由本人撤回，或由有权者不予批准。", "Let them take it back, or somebody who may refuses it."),
                code="flag-anothers",
                facts=state_facts(case),
            )
        done = _let_go(uow, here, case, flag, snapshot, (WITHDRAWN, ""))
        uow.commit()
    return done


def _opened(
    uow: UnitOfWork, here: Context, ref: str | int, fact: str, expected: int | None
) -> tuple[Snapshot, Case, WaitingFlag]:
    snapshot = look(uow, here)
    open_day(uow, here, snapshot.day)
    case = find_case(uow, ref)
    check_version(case, expected)
    check_open(case)
    flag = next((one for one in case.flags if one.fact == fact), None)
    if flag is None:
        raise _none_waits(case, name_of(fact, snapshot.rulebook))
    return snapshot, case, flag


def _let_go(
    uow: UnitOfWork, here: Context, case: Case, flag: WaitingFlag, snapshot: Snapshot, how: tuple[str, str]
) -> Case:
    """Let a fact wait no more without being so, and be known as it was before, if it was."""
    kind, because = how
    rest = tuple(one for one in case.flags if one != flag)
    told = {"case_no": case.case_no, "facts": [flag.fact], "asked_by": flag.by, "asked": flag.decision}
    uow.log.append(here.now(), here.actor, kind, case.id, {**told, "because": because, "flags": plain(rest)})
    after = uow.cases.save(replace(case, flags=rest), case.version)
    return after if flag.was is None else learn_within(uow, here, after, {flag.fact: flag.was}, snapshot, None).case


def _check_other(uow: UnitOfWork, here: Context, case: Case, flag: WaitingFlag) -> None:
    if flag.by == here.actor:
        raise NotAllowed(
            Text("该事项由您提出，须由另一人复核。", "You said it: somebody else has to decide."),
            Text("请由另一位有权用户登录后复核；您可以撤回。", "Another user who may signs in; you may take it back."),
            code="second-person-same",
            facts={"case_no": case.case_no, "fact": flag.fact, "by": flag.by},
        )
    check_proven(uow, here)


def _none_waits(case: Case, name: Text) -> Conflict:
    text = Text("{case} 没有待复核的“{name}”。", 'No "{name}" of {case} waits for a second person.')
    return Conflict(
        text.fill(case=case.case_no, name=name),
        Text("请先由一人提出并写明理由。", "One person says it first, with a reason."),
        code="flag-not-waiting",
        facts=state_facts(case),
    )
