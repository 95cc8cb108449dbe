"""The clerk's desk (收案分流台): what waits, the most urgent first, one case with all that bears on it, and who did what last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.triage.triage import Classification, classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.rulebook.book import FactKind, ReasonCode, Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.files.answers import read_answer
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.giving import Assigned, Recommendation, assign, recommended
from allocator.services.assignment.handler_approvals import ASKING
from allocator.services.assignment.undoing import CHANGES, can_be_undone, time_to_undo
from allocator.services.cases.casework import add_facts
from allocator.services.cases.flag_entries import FLAGS
from allocator.services.cases.lane_words import told
from allocator.services.cases.lanes import Verdict, lane_reasons, verdicts_on
from allocator.services.context import Context
from allocator.services.transaction import look, the_office, the_rulebook

SHOWN = 50
UNSETTLED, DISPUTES, SECOND = "unsettled", "disputes", "flags"
"""Tabs of the desk beside all that waits."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits: for how many days (已等), and the light of that (红黄绿灯)."""

    case: Case
    days: int
    light: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The case on the desk: its class with reasons, everybody ranked for it, the fact to ask for next, what may be given as reason.

    `said` tells who gave the class by hand and who differs, `verdicts` what settling a dispute for a class would mean.
    """

    waiting: Waiting
    triage: Classification
    recommendation: Recommendation
    question: FactKind | None
    reasons: tuple[ReasonCode, ...]
    commitment: str | None
    said: tuple[Text, ...]
    lane_reasons: tuple[ReasonCode, ...]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand under each tab of the desk.

    They wait, hang on an unknown fact (待补材料), are in dispute (争议), wait for a second person (待复核), were given today.
    """

    waiting: int
    unsettled: int
    disputed: int
    second: int
    given: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The queue as far as it is shown, how many stand under each tab, which of the shown are certain, and the case chosen."""

    queue: tuple[Waiting, ...]
    counts: Counts
    certain: tuple[Waiting, ...]
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
    """What was given out today as far as it is shown, and how many stand under each tab."""

    cases: tuple[GivenOut, ...]
    counts: Counts
    names: Mapping[str, str]


def given_today(context: Context) -> GivenToday:
    """Give what was given out today, the last first; who gave a case out may take it back for as long as the rulebook says."""
    with context.database.reading() as uow:
        office = the_office(uow)
        day = context.today(office)
        return GivenToday(
            _given_out(uow, context, uow.queues.given(day, SHOWN)),
            _counts(uow, day),
            {officer.code: officer.name for officer in office.officers},
        )


def _counts(uow: UnitOfWork, day: date) -> Counts:
    waiting = uow.cases.count_by_state().get(CaseState.WAITING.value, 0)
    queues = uow.queues
    return Counts(
        waiting,
        queues.count_unsettled(),
        queues.count_disputed(),
        queues.count_for_a_second(ASKING),
        queues.count_given(day),
    )


def _given_out(uow: UnitOfWork, context: Context, cases: Sequence[Case]) -> tuple[GivenOut, ...]:
    """Say of each case by whom it was given out, and whether whoever asks may take that back; a fixed number of queries."""
    within = time_to_undo(uow, context)
    entries = uow.log.numbered([case.holding.decision for case in cases if case.holding])
    told = [(case, entries.get(case.holding.decision) if case.holding else None) for case in cases]
    return tuple(
        GivenOut(case, one, one is not None and can_be_undone(context, case, one, within)) for case, one in told
    )


def desk(context: Context, wanted: int | None = None, tab: str | None = None) -> Desk:
    """Give the queue, or what is under another of its tabs, and the wanted case or the first; changes nothing."""
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        queue = tuple(_waiting(case, snapshot) for case in _queue(uow, tab))
        first = next((one for one in queue if one.case.id == wanted), None) or _elsewhere(uow, wanted, snapshot, tab)
        first = first or next(iter(queue), None)
        return Desk(
            queue,
            _counts(uow, snapshot.day),
            tuple(one for one in queue if one.case.standing.certain and one.case.state == CaseState.WAITING),
            _chosen(uow, first, snapshot) if first else None,
            snapshot.rulebook,
            snapshot.day,
            {officer.code: officer.name for officer in snapshot.office.officers},
        )


def _queue(uow: UnitOfWork, tab: str | None) -> Sequence[Case]:
    if tab == DISPUTES:
        return uow.queues.disputed(SHOWN)
    if tab == SECOND:
        return uow.queues.for_a_second(SHOWN, ASKING)
    return uow.queues.most_urgent(SHOWN, unsettled=tab == UNSETTLED)


def _elsewhere(uow: UnitOfWork, wanted: int | None, snapshot: Snapshot, tab: str | None) -> Waiting | None:
    """Give the wanted case when it waits further down than the queue is shown, or is held and was in dispute or waited for a second."""
    case = uow.cases.find(wanted) if wanted else None
    belongs = case is not None and (
        case.state == CaseState.WAITING or (tab in (DISPUTES, SECOND) and case.state != CaseState.CLOSED)
    )
    return _waiting(case, snapshot) if case and belongs else None


def _waiting(case: Case, snapshot: Snapshot) -> Waiting:
    days = max(0, (snapshot.day - case.input.filing.filed_on).days)
    return Waiting(case, days, light(days, snapshot.rulebook.levers.assign_within_days))


def light(days: int, within: int) -> str:
    """Give the light of a case that waits: red once it should have been given out, yellow from half of that time on."""
    return "red" if days >= within else "yellow" if 2 * days >= within else "green"


def _chosen(uow: UnitOfWork, waiting: Waiting, snapshot: Snapshot) -> Chosen:
    case, rulebook = waiting.case, snapshot.rulebook
    triage = classify(case.input, snapshot.office, rulebook)
    known = uow.draws.day(snapshot.day)
    return Chosen(
        waiting,
        triage,
        recommended(uow, case, snapshot),
        rulebook.facts[triage.question.fact] if triage.question else None,
        tuple(code for code in rulebook.reasons.values() if {"designate", "override"} & set(code.uses)),
        known.commitment if known else None,
        told(uow, case, rulebook),
        tuple(lane_reasons(rulebook)),
        verdicts_on(uow, case, triage),
    )


def answer(context: Context, ref: int, fact: str, text: str, expected: int, because: str = "") -> Case:
    """Put the answer to a question about a case down, as it was typed, and triage it again; raises as `add_facts` does."""
    with context.database.reading() as uow:
        rulebook = the_rulebook(uow, context.today(the_office(uow)))
    said = {fact: read_answer(fact, text, rulebook)}
    return add_facts(context, ref, said, expected, because=because).case


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
        told = uow.log.entries(case_id=case.id) if case else []
        found = [entry for entry in told if entry.kind in (*CHANGES, *FLAGS)]
        return found[-1] if found else None


def made(context: Context, seq: int) -> Entry | None:
    """Give an entry of the log that the actor made; None for others', so that nobody is told what they did not do."""
    with context.database.reading() as uow:
        entry = uow.log.get(seq)
        return entry if entry is not None and entry.actor == context.actor else None
