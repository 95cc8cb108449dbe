"""New facts of a case (新事实): triage it again, and write down what that did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from allocator.decisions.triage.relearning import Relearned, handover_of, relearn
from allocator.decisions.triage.triage import Classification, classify
from allocator.domain.canonical import plain
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, WaitingFlag
from allocator.domain.errors import NotAllowed, NotFound, Stale
from allocator.domain.facts import check_facts
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import people_sign_in
from allocator.services.cases.flag_entries import ask_within, check_none_waits, needing_two
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.remembering import triage_entry
from allocator.services.transaction import look, the_office, the_rulebook, writing

ENTRY = "facts"


def find_case(uow: UnitOfWork, ref: str | int) -> Case:
    """Find a case by id or case number; raises NotFound, also for one that is not for whoever asks."""
    case = uow.cases.find(ref)
    if case is None or case.id in uow.hidden.ids:
        raise unknown_case(ref)
    return case


def known_cases(uow: UnitOfWork, case_nos: Sequence[str]) -> dict[str, Case]:
    """Give those of some cases that whoever asks knows of, by the number as asked; two queries."""
    found = uow.cases.by_numbers(case_nos)
    return {case_no: case for case_no, case in found.items() if case.id not in uow.hidden.ids}


def unknown_case(ref: str | int) -> NotFound:
    """Make the error for a case there is not, or that is not for whoever asks to know of."""
    return NotFound(
        Text(f"没有案件“{ref}”。", f'There is no case "{ref}".'),
        Text(
            "请核对案号或编号；可在页面上方查找，或用 fenliu cases。",
            "Check the number; search at the top of every page, or `fenliu cases`.",
        ),
        code="case-unknown",
        facts={"case": str(ref)},
    )


def read_case(context: Context, ref: str | int) -> tuple[Case, Classification]:
    """Give a case with its triage as its stored input says today."""
    with context.database.reading() as uow:
        office = the_office(uow)
        case = find_case(uow, ref)
        return case, classify(case.input, office, the_rulebook(uow, context.today(office)))


def check_version(case: Case, expected: int | None) -> None:
    """Refuse a change made on an old view of the case; raises Stale with the current state."""
    if expected is not None and expected != case.version:
        raise Stale(
            Text(f"{case.case_no} 已被他人更改。", f"{case.case_no} was changed by somebody else meanwhile."),
            Text("请刷新后按当前状态再决定。", "Look at the current state, then decide again."),
            facts=state_facts(case),
        )


def state_facts(case: Case) -> dict[str, object]:
    """Give the current state of a case for the one who came second."""
    return {
        "id": case.id,
        "case_no": case.case_no,
        "version": case.version,
        "state": case.state.value,
        "handler": case.holding.officer if case.holding else None,
    }


def add_facts(
    context: Context,
    ref: str | int,
    facts: Mapping[str, FactValue],
    expected: int | None = None,
    approved_by: str | None = None,
    because: str = "",
) -> Relearned:
    """Put new facts to a case and classify it again; raises BadInput, NotFound, NotAllowed (closed) or Stale.

    What takes two persons needs a reason (`because`), and waits. A name in `approved_by` is taken only where nobody of the
    office signs in; elsewhere a second person approves (`approve_conversion`, `approve_flag`), and a name raises NotAllowed.
    Raises Conflict for a fact that waits already.
    """
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        case = find_case(uow, ref)
        check_version(case, expected)
        if approved_by is not None and people_sign_in(uow):
            raise _approved_by_name(approved_by)
        check_open(case)
        check_facts(facts, snapshot.rulebook)
        check_none_waits(case, facts, snapshot.rulebook)
        flags = needing_two(case, facts, snapshot)
        if flags:
            done = _ask(uow, here, case, facts, flags, snapshot, (because, approved_by))
        else:
            done = learn_within(uow, here, case, facts, snapshot, approved_by)
        uow.commit()
        return done


def _ask(
    uow: UnitOfWork,
    here: Context,
    case: Case,
    facts: Mapping[str, FactValue],
    flags: Sequence[WaitingFlag],
    snapshot: Snapshot,
    said: tuple[str, str | None],
) -> Relearned:
    """Let what takes two persons wait, put the other facts to the case, and do at once what two different names say."""
    because, approved_by = said
    if approved_by is not None and approved_by.strip() == here.actor:
        raise _same_name(approved_by)
    waiting = {one.fact: one.was for one in flags}
    case = ask_within(uow, here, case, flags, because, snapshot.rulebook)
    rest = {name: value for name, value in facts.items() if name not in waiting}
    rest |= {name: None for name, was in waiting.items() if was is not None}
    done = learn_within(uow, here, case, rest, snapshot, approved_by) if rest else _as_it_is(case, snapshot)
    for flag in case.flags if approved_by is not None else ():
        if flag.fact in waiting:
            done = approve_flag_within(uow, here, done.case, flag, snapshot, approved_by or "")
    return done


def approve_flag_within(
    uow: UnitOfWork, here: Context, case: Case, flag: WaitingFlag, snapshot: Snapshot, by: str
) -> Relearned:
    """Let a fact be so that waited for a second person, within a unit of work."""
    rest = tuple(one for one in case.flags if one != flag)
    told = {"approved_by": by, "asked_by": flag.by, "asked": flag.decision, "flags": plain(rest)}
    return learn_within(uow, here, replace(case, flags=rest), {flag.fact: True}, snapshot, None, told)


def _as_it_is(case: Case, snapshot: Snapshot) -> Relearned:
    found = classify(case.input, snapshot.office, snapshot.rulebook)
    return Relearned(case, found, None, None, handover_of(case, snapshot))


def _same_name(name: str) -> NotAllowed:
    return NotAllowed(
        Text(f"提出与批准是同一人“{name}”。", f'"{name}" said it and approves it.'),
        Text(
            "请写另一人的姓名，或不写而留待另一人复核。",
            "Name somebody else, or nobody, and it waits for a second person.",
        ),
        code="second-person-same",
        facts={"by": name},
    )


def learn_within(
    uow: UnitOfWork,
    here: Context,
    case: Case,
    facts: Mapping[str, FactValue],
    snapshot: Snapshot,
    approved_by: str | None,
    told: Mapping[str, object] | None = None,
) -> Relearned:
    """Put facts to a case within a unit of work, approved by somebody or not; raises BadInput, NotAllowed (closed).

    `told` goes into the entry of the log: what of it others said.
    """
    check_open(case)
    check_facts(facts, snapshot.rulebook)
    outcome = relearn(case, facts, snapshot, approved_by)
    asked = {"facts": dict(facts), "approved_by": approved_by, **(told or {})}
    saved = _remember(uow, here, case, outcome, entry_of(uow, case, outcome, snapshot, asked))
    return replace(outcome, case=saved)


def _approved_by_name(name: str) -> NotAllowed:
    return NotAllowed(
        Text(f"“{name}”只是填写的姓名，不能作为批准。", f'"{name}" is a name that was typed, and no approval.'),
        Text(
            "请先登记事实，再由另一位用户登录后批准。", "Put the facts down; then another user signs in and approves."
        ),
        code="second-person-unproven",
    )


def check_open(case: Case) -> None:
    """Refuse a closed case; raises NotAllowed."""
    if case.state == CaseState.CLOSED:
        raise NotAllowed(
            Text(f"{case.case_no} 已结案。", f"{case.case_no} is closed."),
            Text("新事实请以恢复执行案件立案。", "File a resumed case for new facts."),
            code="case-closed",
            facts=state_facts(case),
        )


def entry_of(
    uow: UnitOfWork, before: Case, outcome: Relearned, snapshot: Snapshot, asked: Mapping[str, object]
) -> dict[str, object]:
    """Write down what became of a case when it was triaged again, and what was asked."""
    return {
        **triage_entry(uow, outcome.case.input, outcome.classification, snapshot.office, snapshot.rulebook),
        **asked,
        "before": {"track": before.standing.track, "lane": before.standing.lane},
        "after": {"track": outcome.case.standing.track, "lane": outcome.case.standing.lane},
        **({"hand": plain(hand)} if (hand := outcome.case.standing.hand) else {}),
        "converted": outcome.converted,
        "held_back": outcome.held_back,
        "handover": outcome.handover,
        "charges": dict(outcome.case.holding.charges) if outcome.case.holding else None,
    }


def _remember(uow: UnitOfWork, context: Context, before: Case, outcome: Relearned, entry: Mapping[str, object]) -> Case:
    seq = uow.log.append(context.now(), context.actor, ENTRY, before.id, entry)
    standing = replace(outcome.case.standing, decision=seq)
    return uow.cases.save(replace(outcome.case, standing=standing), before.version)
