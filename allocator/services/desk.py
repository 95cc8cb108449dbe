"""The clerk's desk (收案分流台): what waits, the most urgent first, one case with all that bears on it, and who did what last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.placing import without
from allocator.decisions.pool_guard import pool_of as guarded_pool
from allocator.decisions.pool_guard import watch
from allocator.decisions.recommendation import rank
from allocator.decisions.triage import Classification, classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.rulebook import FactKind, ReasonCode, Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.files.answers import read_answer
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment import Assigned, Recommendation, assign
from allocator.services.casework import add_facts
from allocator.services.context import Context, look, the_office, the_rulebook
from allocator.services.remembering import edits_of, place
from allocator.services.undoing import can_be_undone

SHOWN = 50
CHANGES = ("filing", "facts", "assignment", "placement", "assignment_undone", "closing", "reopening")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits: for how many days (已等), and the light of that (红黄绿灯)."""

    case: Case
    days: int
    light: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The case on the desk: its class with reasons, everybody ranked for it, the fact to ask for next, what may be given as reason."""

    waiting: Waiting
    triage: Classification
    recommendation: Recommendation
    question: FactKind | None
    reasons: tuple[ReasonCode, ...]
    commitment: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The queue as far as it is shown, how many wait in all, how many of the shown are certain, and the case chosen.

    `unsettled` of those that wait hang on a fact nobody knows yet (待补材料); the queue may be of these alone.
    """

    queue: tuple[Waiting, ...]
    waiting: int
    unsettled: int
    certain: tuple[Waiting, ...]
    given_today: int
    chosen: Chosen | None
    rulebook: Rulebook
    today: date
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A case given out today (今日已派), the entry of the log that says by whom, and whether one may still take it back."""

    case: Case
    entry: Entry | None
    may_undo: bool


@dataclass(frozen=True, slots=True)
class GivenToday:
    """What was given out today as far as it is shown, how many in all, and how many cases still wait."""

    cases: tuple[GivenOut, ...]
    count: int
    waiting: int
    unsettled: int
    names: Mapping[str, str]


def given_today(context: Context) -> GivenToday:
    """Give what was given out today, the last first; who gave a case out may take it back for as long as the rulebook says."""
    with context.database.reading() as uow:
        office = the_office(uow)
        day = context.today(office)
        cases = uow.cases.given_list(day, SHOWN)
        given = tuple(_given_out(uow, context, case) for case in cases)
        return GivenToday(
            given,
            uow.cases.given_on(day),
            uow.cases.count_by_state().get(CaseState.WAITING.value, 0),
            uow.cases.count_unsettled(),
            {officer.code: officer.name for officer in office.officers},
        )


def _given_out(uow: UnitOfWork, context: Context, case: Case) -> GivenOut:
    entry = uow.log.get(case.holding.decision) if case.holding else None
    return GivenOut(case, entry, entry is not None and can_be_undone(uow, context, case, entry))


def desk(context: Context, wanted: int | None = None, *, unsettled: bool = False) -> Desk:
    """Give the queue, or of it what hangs on an unknown fact (`unsettled`), and the wanted case or the first; changes nothing."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        queue = tuple(_waiting(case, snapshot) for case in uow.cases.most_urgent(SHOWN, unsettled=unsettled))
        first = next((one for one in queue if one.case.id == wanted), None) or _elsewhere(uow, wanted, snapshot)
        first = first or next(iter(queue), None)
        return Desk(
            queue,
            uow.cases.count_by_state().get(CaseState.WAITING.value, 0),
            uow.cases.count_unsettled(),
            tuple(one for one in queue if one.case.standing.certain),
            uow.cases.given_on(snapshot.day),
            _chosen(uow, first, snapshot) if first else None,
            snapshot.rulebook,
            snapshot.day,
            {officer.code: officer.name for officer in snapshot.office.officers},
        )


def _elsewhere(uow: UnitOfWork, wanted: int | None, snapshot: Snapshot) -> Waiting | None:
    """Give the wanted case when it waits further down than the queue is shown."""
    case = uow.cases.find(wanted) if wanted else None
    return _waiting(case, snapshot) if case and case.state == CaseState.WAITING else None


def _waiting(case: Case, snapshot: Snapshot) -> Waiting:
    days = max(0, (snapshot.day - case.input.filing.filed_on).days)
    return Waiting(case, days, light(days, snapshot.rulebook.levers.assign_within_days))


def light(days: int, within: int) -> str:
    """Give the light of a case that waits: red once it should have been given out, yellow from half of that time on."""
    return "red" if days >= within else "yellow" if 2 * days >= within else "green"


def _chosen(uow: UnitOfWork, waiting: Waiting, snapshot: Snapshot) -> Chosen:
    case, rulebook = waiting.case, snapshot.rulebook
    triage = classify(case.input, snapshot.office, rulebook)
    free = without(case, snapshot)
    ranking = rank(place(uow, case, free), free)
    alarms = watch(guarded_pool(ranking), edits_of(uow, snapshot), snapshot)
    known = uow.draws.day(snapshot.day)
    return Chosen(
        waiting,
        triage,
        Recommendation(case, ranking, alarms, free),
        rulebook.facts[triage.question.fact] if triage.question else None,
        tuple(code for code in rulebook.reasons.values() if {"designate", "override"} & set(code.uses)),
        known.commitment if known else None,
    )


def answer(context: Context, ref: int, fact: str, text: str, expected: int) -> Case:
    """Put the answer to a question about a case down, as it was typed, and triage it again; raises as `add_facts` does."""
    with context.database.reading() as uow:
        rulebook = the_rulebook(uow, context.today(the_office(uow)))
    return add_facts(context, ref, {fact: read_answer(fact, text, rulebook)}, expected).case


def draw_all(context: Context, versions: Sequence[tuple[int, int]]) -> tuple[Assigned, ...]:
    """Draw handlers for cases of a queue one after the other, each at the version it was shown; all of them or none."""
    with context.database.writing() as uow:
        within = replace(context, database=context.database.within(uow))
        done = tuple(assign(within, number, version) for number, version in versions)
        uow.commit()
    return done


def last_change(context: Context, ref: int) -> Entry | None:
    """Give who changed a case last, and how, for the one who came second; None for a case nobody knows."""
    with context.database.reading() as uow:
        case = uow.cases.find(ref)
        found = [entry for entry in uow.log.entries(case_id=case.id) if entry.kind in CHANGES] if case else []
        return found[-1] if found else None


def made(context: Context, seq: int) -> Entry | None:
    """Give an entry of the log that the actor made; None for others', so that nobody is told what they did not do."""
    with context.database.reading() as uow:
        entry = uow.log.get(seq)
        return entry if entry is not None and entry.actor == context.actor else None
