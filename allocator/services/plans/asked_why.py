"""Questions that take whole plans, as a run (释明任务): why a case does not go to somebody, and what would place one left out.

Each change that is told was confirmed by allocating the whole batch anew, which takes seconds to minutes: nobody waits for a
page so long. The run says how many plans it has drawn of how many, and what would do so far; what it found stays with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.decisions.explaining.anew import Whole
from allocator.domain.errors import Conflict
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.services.cases.casework import find_case
from allocator.services.context import Context
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.job_errors import run_unknown
from allocator.services.jobs.job_progress import Cancelled, Report
from allocator.services.jobs.kept_drafts import finished_run
from allocator.services.plans.explanations import Explained, explain_case, explained_view
from allocator.services.transaction import the_office, writing

EXPLANATION = "explanation"
READY = Text("已有答复。", "The answer is ready.")


@dataclass(frozen=True, slots=True)
class AskedWhy:
    """A question on its way (释明任务): its run, and the answer once there is one."""

    run: Run
    answer: Mapping[str, Any] | None


def question_of(context: Context, ref: str | int, run: str | None = None, why_not: str | None = None) -> dict[str, Any]:
    """Give what is kept of a question; raises like `explain_case` for one nobody could answer."""
    return question_left(context, ref, explain_case(context, ref, run, why_not))


def question_left(context: Context, ref: str | int, short: Explained) -> dict[str, Any]:
    """Give what is kept of the question that a short answer leaves open."""
    with context.database.reading() as uow:
        case_id = find_case(uow, ref).id
    return {"case_id": case_id, "run": short.run, "why_not": short.answer.facts.get("asked")}


def draft_explanation(
    context: Context, run: str, params: Mapping[str, Any], report: Report, cancelled: Cancelled
) -> str:
    """Answer a question with as many whole plans as it takes, and keep the answer as a document; gives its digest."""

    def tell(done: int, text: Text) -> None:
        if cancelled():
            raise run_cancelled()
        report(done, message=text)

    found = explain_case(context, params["case_id"], params["run"], params["why_not"], Whole(tell, cancelled))
    with writing(context) as (uow, here):
        digest = uow.documents.put(EXPLANATION, explained_view(found))
        if not uow.runs.finish(run, digest, here.now(), READY):
            raise run_cancelled()
        uow.commit()
    return digest


def read_explanation(context: Context, run: str, person: str | None = None) -> Mapping[str, Any]:
    """Give the answer of a finished run; raises NotFound, or Conflict while there is none or where it is not about `person`."""
    with context.database.reading() as uow:
        done = finished_run(uow, run, (EXPLANATION,))
        if person is not None:
            _check_asked(done.params["why_not"], the_office(uow).officer(person).code)
        found: Mapping[str, Any] = uow.documents.get(done.result or "")
    return found


def _check_asked(asked: str | None, person: str) -> None:
    """Refuse to give an answer about one person as one about another."""
    if asked == person:
        return
    about = Text("未安排的案件", "a case left out") if asked is None else Text(asked, asked)
    raise Conflict(
        Text("该问题问的是{about}，不是{person}。", "That question is about {about}, not about {person}.").fill(
            about=about, person=person
        ),
        Text("请就此人另行提问。", "Ask about that person by a question of its own."),
        code="question-about-another",
        facts={"asked": asked, "person": person},
    )


def asked_why(context: Context, run: str) -> AskedWhy:
    """Give a question by its run with its answer as far as there is one; raises NotFound, as of a case that is hidden."""
    with context.database.reading() as uow:
        found = uow.runs.get(run)
        if found is None or found.kind != EXPLANATION:
            raise run_unknown(run)
        return AskedWhy(found, uow.documents.get(found.result) if found.result else None)
