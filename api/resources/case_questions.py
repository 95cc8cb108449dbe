"""Why (释明): of a case, answered at once as far as that takes no whole plan, and by a run where it takes some."""

from collections.abc import Mapping
from typing import Any

from allocator.services.plans.asked_why import EXPLANATION, question_of
from allocator.services.plans.explanations import explain_case, explained_view
from allocator.services.runs import run_view
from api.noun import LOCATION, key_of_request
from api.resources.cases import cases
from api.schemas.explanations import CaseQuestion, Explanation, WhyQuestion
from api.schemas.runs import Run
from api.spec import PREFIX
from api.surroundings import acting, engine


@cases.get("/<id:case_id>/explanation")
@cases.needs("cases:read")
@cases.arguments(CaseQuestion, location="query")
@cases.alt_response(409, "CONFLICT")
@cases.alt_response(422, "UNPROCESSABLE_ENTITY")
@cases.response(200, Explanation)
def explanation(query: Mapping[str, Any], case_id: int) -> Any:
    """Say why a case goes to whom it goes, or why not to somebody.

    From whatever decided: a plan, the draw, a person's hand. With `why_not`, what would change it, as far as that takes no
    whole plan; where it does, the answer is `open`, and `POST` of the same question has it found by a run.
    """
    return explained_view(explain_case(acting(), case_id, *_question(query)))


def _question(asked: Mapping[str, Any]) -> tuple[str | None, str | None]:
    run = asked.get("run")
    return str(run) if run else None, asked.get("why_not")


@cases.post("/<id:case_id>/explanation")
@cases.needs("cases:read")
@cases.arguments(WhyQuestion, example={"why_not": "G07"})
@cases.keyed
@cases.response(202, Run, headers=LOCATION)
def ask_why(body: Mapping[str, Any], case_id: int) -> Any:
    """Ask for the smallest change found that would bring a case to somebody, or place one left out; a worker finds it.

    Each change it tells was confirmed by allocating the whole batch anew; what is not confirmed is not told. The run says how
    many plans it has drawn of how many, and what would do so far; its answer is read at `/runs/{id}/explanation`.
    """
    params = question_of(acting(), case_id, *_question(body))
    run = engine().submit(EXPLANATION, params, acting().actor, key_of_request())
    return run_view(run), 202, {"Location": f"{PREFIX}/runs/{run.id}"}
