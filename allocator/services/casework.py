"""New facts of a case (新事实): triage again, keep the history, convert simple to complex or back at most once each way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from allocator.decisions.eligibility import leads_in
from allocator.decisions.triage import Classification, classify
from allocator.domain.cases import CaseState
from allocator.domain.conditions import FactValue
from allocator.domain.docket import Case, Standing
from allocator.domain.errors import NotAllowed, NotFound, Stale
from allocator.domain.facts import check_facts
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.domain.workload import Capacity, capacity_on, charges
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, the_office, the_rulebook
from allocator.services.drawing import open_day
from allocator.services.remembering import standing_of, triage_entry

REGULAR, FAST = "regular", "fast"


@dataclass(frozen=True, slots=True)
class Relearned:
    """What new facts did to a case.

    `converted` is "to_regular", "to_fast" or None; `held_back` says why a conversion the facts ask for was not made
    ("already_converted", "needs_approval"); `handover` lists what goes along when the holder may not lead it any more.
    """

    case: Case
    classification: Classification
    converted: str | None
    held_back: str | None
    handover: Mapping[str, object] | None


def find_case(uow: UnitOfWork, ref: str | int) -> Case:
    """Find a case by id or case number; raises NotFound."""
    case = uow.cases.find(ref)
    if case is None:
        raise NotFound(
            Text(f"没有案件“{ref}”。", f'There is no case "{ref}".'),
            Text("请核对案号或编号；列表见 fenliu cases。", "Check the number; `fenliu cases` lists them."),
            code="case-unknown",
            facts={"case": str(ref)},
        )
    return case


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
) -> Relearned:
    """Put new facts to a case and classify it again; raises BadInput, NotFound, NotAllowed (closed) or Stale."""
    with context.database.writing() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
        open_day(uow, context, context.today(office))
        case = find_case(uow, ref)
        check_version(case, expected)
        _check_open(case)
        check_facts(facts, rulebook)
        outcome = _relearn(case, facts, capacity_on(context.today(office), office, rulebook), approved_by)
        entry = triage_entry(uow, outcome.case.input, outcome.classification, office, rulebook)
        asked = {"facts": dict(facts), "approved_by": approved_by}
        saved = _remember(uow, context, case, outcome, {**entry, **asked})
        uow.commit()
        return replace(outcome, case=saved)


def _check_open(case: Case) -> None:
    if case.state == CaseState.CLOSED:
        raise NotAllowed(
            Text(f"{case.case_no} 已结案。", f"{case.case_no} is closed."),
            Text("新事实请以恢复执行案件立案。", "File a resumed case for new facts."),
            code="case-closed",
            facts=state_facts(case),
        )


def _relearn(case: Case, facts: Mapping[str, FactValue], capacity: Capacity, approved_by: str | None) -> Relearned:
    learned, office = case.input.learn(facts), capacity.office
    classification = classify(learned, office, capacity.rulebook)
    wanted = _wanted(case.standing.track, classification.track)
    held_back = _held_back(case, wanted, approved_by)
    standing = _standing(case.standing, classification, None if held_back else wanted, keep=held_back is not None)
    after = _charged(replace(case, input=learned, standing=standing), case.standing, capacity)
    handover = _handover(after, office) if wanted and not held_back else None
    return Relearned(after, classification, None if held_back else wanted, held_back, handover)


def _charged(case: Case, before: Standing, capacity: Capacity) -> Case:
    """Let a held case take from its people what it weighs now, not what it weighed when it was given (工作量重算)."""
    holding, now = case.holding, case.standing
    if holding is None or (now.minutes, now.track) == (before.minutes, before.track):
        return case
    lead = capacity.office.officer_by_code[holding.officer]
    if lead.role not in capacity.rulebook.roles:  # somebody who left, of a role there is no more
        return case
    taken = charges(now.minutes, now.track, lead, holding.mentor, capacity)
    return replace(case, holding=replace(holding, charges=taken))


def _wanted(old: str, new: str) -> str | None:
    return None if old == new else f"to_{new}"


def _held_back(case: Case, wanted: str | None, approved_by: str | None) -> str | None:
    """A class changes at most once each way; back to simple only when a supervisor agrees (简转繁、繁转简)."""
    if wanted is None:
        return None
    if case.standing.conversions.get(wanted, 0) >= 1:
        return "already_converted"
    return "needs_approval" if wanted == f"to_{FAST}" and not approved_by else None


def _standing(old: Standing, classification: Classification, converted: str | None, *, keep: bool) -> Standing:
    counts = {**old.conversions, **({converted: 1} if converted else {})}
    fresh = standing_of(classification, counts)
    return replace(fresh, track=old.track, lane=old.lane, decision=old.decision) if keep else fresh


def _handover(case: Case, office: Office) -> dict[str, object] | None:
    """Give what goes along with a case whose holder's team does not lead its new lane (交接)."""
    holding = case.holding
    if holding is None or leads_in(office.officer_by_code[holding.officer], case.standing.lane, office):
        return None
    filing = case.input.filing
    return {
        "from": holding.officer,
        "held_since": holding.since.isoformat(),
        "filed_on": filing.filed_on.isoformat(),
        "lane": case.standing.lane,
        "known_facts": {
            name: value for name, value in {**filing.traits, **(case.input.learned or {})}.items() if value is not None
        },
        "next_step": Text(
            "为案件重新分案；原承办人在交接前继续负责。", "Assign it anew; the holder stays responsible until then."
        ).as_dict(),
    }


def _remember(uow: UnitOfWork, context: Context, before: Case, outcome: Relearned, entry: Mapping[str, object]) -> Case:
    body = {
        **entry,
        "before": {"track": before.standing.track, "lane": before.standing.lane},
        "after": {"track": outcome.case.standing.track, "lane": outcome.case.standing.lane},
        "converted": outcome.converted,
        "held_back": outcome.held_back,
        "handover": outcome.handover,
        "charges": dict(outcome.case.holding.charges) if outcome.case.holding else None,
    }
    seq = uow.log.append(context.now(), context.actor, "facts", before.id, body)
    standing = replace(outcome.case.standing, decision=seq)
    return uow.cases.save(replace(outcome.case, standing=standing), before.version)


def needs_handover(case: Case, office: Office) -> bool:
    """Say whether a held case waits for a new handler because its lane has changed."""
    return case.holding is not None and not leads_in(
        office.officer_by_code[case.holding.officer], case.standing.lane, office
    )
