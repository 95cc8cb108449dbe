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
    """The queue as far as it is shown, how many wait in all, how many of the shown are certain, and the case chosen."""

    queue: tuple[Waiting, ...]
    waiting: int
    certain: tuple[Waiting, ...]
    given_today: int
    chosen: Chosen | None
    rulebook: Rulebook
    today: date
    names: Mapping[str, str]


def desk(context: Context, wanted: int | None = None) -> Desk:
    """Give the queue and the wanted case of it, the first if it waits no more or none is wanted; changes nothing."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        queue = tuple(_waiting(case, snapshot) for case in uow.cases.most_urgent(SHOWN))
        first = next((one for one in queue if one.case.id == wanted), None) or _elsewhere(uow, wanted, snapshot)
        first = first or next(iter(queue), None)
        return Desk(
            queue,
            uow.cases.count_by_state().get(CaseState.WAITING.value, 0),
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
