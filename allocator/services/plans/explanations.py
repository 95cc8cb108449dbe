"""Explanations (释明): why a case went where it went, why not elsewhere, and what a plan means, from what was stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.decisions.certificates.certificate import ALLOCATE, must_be_certified
from allocator.decisions.explaining import answers, singles, summaries
from allocator.decisions.explaining.anew import Whole
from allocator.decisions.explaining.answers import Answer
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.settled import why_stays, why_taken
from allocator.decisions.explaining.singles import Single
from allocator.decisions.recommendation.placing import without
from allocator.domain.canonical import restore
from allocator.domain.docket import Case
from allocator.domain.errors import NotFound
from allocator.domain.snapshot import CaseToPlace
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.cases.lane_words import told
from allocator.services.context import Context
from allocator.services.drawing import secret_of
from allocator.services.plans.change_places import changes_told
from allocator.services.plans.plans import draft_in, is_moves, lots_of, seed_of
from allocator.services.remembering import kept_snapshot, place
from allocator.services.transaction import look, the_office, the_rulebook

RUNS_LOOKED_THROUGH = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer and what it is about: a case, a person or a whole plan; `run` is the plan asked, if one was.

    `said` tells of a case who gave it its class by hand, and who differs. `changes` are those the answer tells of, each with
    the file and the rows it would be made in.
    """

    about: str
    subject: str
    run: str | None
    answer: Answer
    said: tuple[Text, ...] = ()
    changes: tuple[Mapping[str, Any], ...] = ()


def explain_case(
    context: Context, ref: str | int, run: str | None = None, why_not: str | None = None, whole: Whole | None = None
) -> Explained:
    """Say why a case is given to whom it is given, or why not to somebody.

    Asks the run's plan; without one whatever decided on the case: the plan it was published from, its draw, a person's
    hand; of a waiting case the newest plan that knows it. Without `whole` no whole plan is drawn for it, so that nobody waits
    long: where it takes some the answer is open, and a run is asked (`asked_why`). Raises NotFound, and Conflict for a plan
    without a certificate. What is asked is read at one instant; it is answered afterwards, for whole plans take minutes, and a
    transaction that reads for so long keeps the database from tidying up.
    """
    with context.database.reading() as uow:
        case = find_case(uow, ref)
        said = told(uow, case, the_rulebook(uow, context.today(the_office(uow))))
        run = run or _deciding_run(uow, case)
        asked = _single(uow, context, case) if run is None else _plan_asked(uow, run)
    found, changes = _by_itself(asked, why_not) if isinstance(asked, Single) else _by_plan(*asked, case, why_not, whole)
    return Explained("case", case.case_no, run, found, said, changes)


Told = tuple[Answer, tuple[Mapping[str, Any], ...]]
"""An answer, and the changes it tells of with the rows they would be made in."""


def _plan_asked(uow: UnitOfWork, run: str) -> tuple[Planned, Mapping[str, Any]]:
    document = draft_in(uow, run).document
    return planned_in(uow, document), document


def _by_plan(
    planned: Planned, document: Mapping[str, Any], case: Case, why_not: str | None, whole: Whole | None
) -> Told:
    taken = next((row for row in document.get("taken", ()) if row["case_no"] == case.case_no), None)
    asked = why_not and planned.snapshot.office.officer(why_not).code
    if taken is not None:
        published = case.holding is not None and case.holding.officer == taken["officer"]
        return why_taken(taken, planned.snapshot, asked, published=published), ()
    number = planned.number(case.case_no)
    if (stays := _stays(planned, document, case.case_no, asked)) is not None:
        return stays, ()
    found = answers.why_not(planned, number, asked, whole) if asked else answers.why(planned, number, whole)
    return found, changes_told(found.facts, planned.snapshot, planned.cases[number])


def _stays(planned: Planned, document: Mapping[str, Any], case_no: str, asked: str | None) -> Answer | None:
    """Say why a case of a plan of moves could not move, unless the one asked about may not have it at all or has it."""
    why, place = document.get("fixed", {}).get(case_no), planned.cases[planned.number(case_no)]
    barred = asked is not None and asked in planned.refused(planned.number(case_no))
    return None if barred or asked == place.holder else why_stays(place, why or "", planned.snapshot, asked)


def _by_itself(single: Single, why_not: str | None) -> Told:
    asked = why_not and single.snapshot.office.officer(why_not).code
    found = singles.why_not(single, asked) if asked else singles.why(single)
    return found, changes_told(found.facts, single.snapshot, single.case)


def explain_person(context: Context, officer: str, run: str | None = None) -> Explained:
    """Say what a plan, the newest unless one is named, means for somebody; raises NotFound."""
    with context.database.reading() as uow:
        run = run or _newest_plan(uow)
        planned = planned_in(uow, draft_in(uow, run).document)
        code = planned.snapshot.office.officer(officer).code
        return Explained("person", code, run, summaries.of_person(planned, code))


def explain_run(context: Context, run: str) -> Explained:
    """Say what a plan achieves, how near it is to what is proven, and what the draw cost; raises NotFound."""
    with context.database.reading() as uow:
        document = draft_in(uow, run).document
        return Explained("run", run, run, summaries.of_plan(planned_in(uow, document), document["certificate"]["draw"]))


def planned_in(uow: UnitOfWork, document: Mapping[str, Any]) -> Planned:
    """Give the plan of a document so that it can be asked; raises Conflict for one without a certificate."""
    must_be_certified(document)
    snapshot = kept_snapshot(uow, document["snapshot"])
    secret = secret_of(uow, snapshot.day)
    instance = uow.documents.get_text(document["instance"])
    return Planned.read(document, snapshot, instance, lots_of(secret), seed_of(secret, ALLOCATE))


def _deciding_run(uow: UnitOfWork, case: Case) -> str | None:
    """Find the plan a case was published from, or for one that waits the newest plan that knows it."""
    if case.holding is not None:
        entry = uow.log.get(case.holding.decision)
        return entry.body.get("run") if entry else None
    return next((run for run, document in _plans(uow) if case.case_no in document["ids"]), None)


def _plans(uow: UnitOfWork) -> list[tuple[str, Mapping[str, Any]]]:
    """Give the newest plans that can be asked."""
    runs = uow.runs.list(RUNS_LOOKED_THROUGH, kinds=(ALLOCATE,))
    found = [(run.id, uow.documents.get(run.result)) for run in runs if run.result]
    return [(run, document) for run, document in found if "chosen" in document and not is_moves(document)]


def _newest_plan(uow: UnitOfWork) -> str:
    found = next((run for run, _ in _plans(uow)), None)
    if found is None:
        raise NotFound(
            Text("还没有方案。", "There is no plan yet."),
            Text("请先运行 fenliu allocate。", "Draft one with `fenliu allocate`."),
            code="plan-missing",
        )
    return found


def _single(uow: UnitOfWork, context: Context, case: Case) -> Single:
    """Give a case as it was decided by itself, or as it would be now."""
    entry = uow.log.get(case.holding.decision) if case.holding else None
    if entry is not None and entry.kind == "assignment":
        body = entry.body
        return Single.of(restore(CaseToPlace, body["place"]), kept_snapshot(uow, body["snapshot"]), body)
    free = without(case, look(uow, context))
    return Single.of(place(uow, case, free), free)


def explained_view(found: Explained) -> dict[str, Any]:
    """Show an answer: its sentences in both languages, and the facts they are made of."""
    return {
        "about": found.about,
        "subject": found.subject,
        "run": found.run,
        "sentences": [sentence.as_dict() for sentence in found.answer.sentences],
        "said": [sentence.as_dict() for sentence in found.said],
        "changes": [dict(change) for change in found.changes],
        "open": found.answer.open,
        "facts": dict(found.answer.facts),
    }
