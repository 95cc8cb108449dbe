"""Giving a case to a person (分案): recommendation, draw, designation, override, reassignment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.decisions.explaining.case_ways import WayOut
from allocator.decisions.recommendation.draw import Draw
from allocator.decisions.recommendation.placing import given, without
from allocator.decisions.recommendation.pool_guard import Alarm, pool_of, watch
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, rank
from allocator.decisions.triage.relearning import as_triaged_now, handover_reasons
from allocator.domain.canonical import plain
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import people_sign_in
from allocator.services.assignment.draws_of_case import Drawn, draw_for, drawn_again
from allocator.services.assignment.recusing import keep_recusal
from allocator.services.assignment.ways import nobody_eligible, ways_out_of
from allocator.services.cases.casework import check_version, find_case, state_facts
from allocator.services.cases.wishes import Wish, check_note, check_reason, check_second, chosen_by_hand
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.remembering import edits_of, place, ranking_entry, snapshot_entry
from allocator.services.transaction import look, writing


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Every officer for one case, what the pool guard says of the pool, and where nobody may have it the ways out."""

    case: Case
    ranking: Ranking
    alarms: tuple[Alarm, ...]
    snapshot: Snapshot
    ways: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A case given to a person: how, by which draw, and what the log entry says of it."""

    case: Case
    ranking: Ranking
    draw: Draw | None
    alarms: tuple[Alarm, ...]
    decision: int
    entry: Mapping[str, Any]
    snapshot: Snapshot


def recommend(context: Context, ref: str | int) -> Recommendation:
    """Rank every officer for one case; changes nothing."""
    with context.database.reading() as uow:
        return recommended(uow, find_case(uow, ref), look(uow, context))


def recommended(uow: UnitOfWork, case: Case, snapshot: Snapshot) -> Recommendation:
    """Rank every officer for a case at one instant of the office."""
    matter = _matter(uow, case, snapshot)
    alarms = watch(pool_of(matter.ranking), edits_of(uow, snapshot), snapshot)
    ways = ways_out_of(uow, case, matter.place, matter.ranking, matter.snapshot)
    return Recommendation(case, matter.ranking, alarms, matter.snapshot, ways)


def assign(context: Context, ref: str | int, expected: int | None = None, wish: Wish | None = None) -> Assigned:
    """Give a case to the one the draw names, or to the one a person names with a listed reason.

    Raises Stale (the case was changed meanwhile), Conflict (somebody holds it and no reason for a change was given),
    NotAllowed (nobody is eligible; the named person must not have it; the reason does not fit; a name was typed as an
    approval where people sign in), NotFound, BadInput (a note about somebody's health). Who is named with somebody's
    approval gets it in the lane its facts now call for. Whom a recusal takes the case from is barred from it.
    """
    if wish:
        check_note(wish.note)
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        case = find_case(uow, ref)
        check_version(case, expected)
        if wish:
            check_second(wish, people_sign_in=people_sign_in(uow))
        _check_free(case, wish, snapshot)
        if keep_recusal(uow, here, case, wish, snapshot):
            snapshot = look(uow, here)
        if case.standing.lane not in snapshot.rulebook.lanes or (wish and wish.officer and wish.approved_by):
            case = as_triaged_now(case, snapshot)
        matter = _matter(uow, case, snapshot)
        if not matter.ranking.candidates and not (wish and wish.officer):
            ways = ways_out_of(uow, case, matter.place, matter.ranking, matter.snapshot)
            raise nobody_eligible(matter.ranking, ways, matter.snapshot)
        outcome = _decide(uow, here, matter, wish)
        uow.commit()
        return outcome


def _taken_from(case: Case, before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """Say from whom a case is taken, what that does to the load, and what made it necessary if no person asked for it."""
    if case.holding is None:
        return {"from": None}
    former = case.holding.officer
    return {
        "from": former,
        "from_load": [before.load(former).permille, after.load(former).permille],
        "because": [reason.code for reason in handover_reasons(case, before)],
    }


def _check_free(case: Case, wish: Wish | None, snapshot: Snapshot) -> None:
    """A held case changes hands only by a reassignment with a reason, or because its lane changed."""
    if case.state == CaseState.CLOSED:
        raise NotAllowed(
            Text(f"{case.case_no} 已结案。", f"{case.case_no} is closed."),
            Text("已结案件不再分案。", "Closed cases are not assigned."),
            code="case-closed",
            facts=state_facts(case),
        )
    if case.holding and not (wish and wish.reason) and not handover_reasons(case, snapshot):
        holder = snapshot.office.officer_by_code[case.holding.officer].name
        raise Conflict(
            Text(f"{case.case_no} 已由{holder}承办。", f"{case.case_no} is held by {holder} already."),
            Text("如须变更承办人，请给出变更事由。", "To change the handler, give one of the listed reasons."),
            code="already-assigned",
            facts=state_facts(case),
        )


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is decided: the case, how it is seen, everybody ranked for it, and the office without what it takes now."""

    case: Case
    place: CaseToPlace
    ranking: Ranking
    snapshot: Snapshot
    before: Snapshot


def _matter(uow: UnitOfWork, case: Case, before: Snapshot) -> _Matter:
    snapshot = without(case, before)
    to_place = place(uow, case, snapshot)
    return _Matter(case, to_place, rank(to_place, snapshot), snapshot, before)


def _decide(uow: UnitOfWork, context: Context, matter: _Matter, wish: Wish | None) -> Assigned:
    case, ranking, snapshot = matter.case, matter.ranking, matter.snapshot
    candidate, how, drawn = _choose(uow, matter, wish)
    out = drawn.draw if drawn else None
    alarms = _alarms(uow, matter, candidate, drawn)
    entry = {
        "case_no": case.case_no,
        "how": how,
        "officer": candidate.officer,
        "mentor": candidate.mentor,
        **_taken_from(case, matter.before, snapshot),
        "wish": plain(wish) if wish else None,
        "load": [candidate.before.permille, candidate.after.permille],
        "charges": dict(candidate.charges),
        "notify": [party.name for party in case.input.filing.parties],
        "place": plain(matter.place),
        "snapshot": snapshot_entry(uow, snapshot),
        **ranking_entry(ranking),
        "draw": plain(out),
        **(drawn.entry(ranking) if drawn else {"draw_candidates": []}),
        "alarms": [plain(alarm) for alarm in alarms],
    }
    seq = uow.log.append(context.now(), context.actor, "assignment", case.id, entry)
    saved = uow.cases.save(given(case, candidate, how, snapshot.day, seq), case.version)
    return Assigned(saved, ranking, out, alarms, seq, entry, snapshot)


def _alarms(uow: UnitOfWork, matter: _Matter, given: Candidate, drawn: Drawn | None) -> tuple[Alarm, ...]:
    """Give what the auditor should see: of the pool, of earlier draws of this case, of plans that said otherwise."""
    pool = watch(
        pool_of(matter.ranking, drawn.draw if drawn else None), edits_of(uow, matter.snapshot), matter.snapshot
    )
    return (
        *pool,
        *drawn_again(uow, matter.case, drawn),
        *_drafted_otherwise(uow, matter.case, given, matter.snapshot),
    )


def _choose(uow: UnitOfWork, matter: _Matter, wish: Wish | None) -> tuple[Candidate, str, Drawn | None]:
    case, ranking, snapshot = matter.case, matter.ranking, matter.snapshot
    if wish and wish.officer:
        return (*chosen_by_hand(wish, case, matter.place, ranking, snapshot), None)
    if wish and (wish.reason or case.holding):
        check_reason(wish, case, snapshot.rulebook)
    drawn = draw_for(uow, case, ranking, snapshot)
    return next(item for item in ranking.candidates if item.officer == drawn.draw.chosen), "draw", drawn


def _drafted_otherwise(uow: UnitOfWork, case: Case, given: Candidate, snapshot: Snapshot) -> Sequence[Alarm]:
    """Tell the auditor where a plan of today had the case go to somebody else: who drafts and then draws chooses."""
    drafted = (
        (entry.body["run"], row["officer"])
        for entry in uow.log.walk(kind="plan", day=snapshot.day)
        for row in uow.documents.get(entry.body["document"])["rows"]
        if row["case_no"] == case.case_no and row["officer"] != given.officer
    )
    text = Text("当日草拟的方案曾将本案分给他人", "a plan drafted today gave the case to somebody else")
    return tuple(Alarm("drafted_otherwise", text, {"run": run, "officer": officer}) for run, officer in drafted)[:1]
